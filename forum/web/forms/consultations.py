"""Forms about peer consultations."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from forum.channels.models import Channel
from forum.consultations.models import Pace
from forum.kernel.ids import new_public_id
from forum.messaging.room_names import LONGEST_NAME
from forum.web.forms.base import RefusableForm, choice
from forum.web.forms.rooms import ConversationForm
from forum.web.texts.consultations import PACES


class ConsultationForm(ConversationForm):
    """What it is about, how long it takes, and who takes part."""

    name = StringField(
        _l("What it is about"), render_kw={"maxlength": LONGEST_NAME}, validators=[InputRequired()]
    )
    pace = RadioField(
        _l("How long it takes"),
        choices=[choice(pace.value, label) for pace, label in PACES.items()],
        default=Pace.LIVE.value,
    )

    @property
    def chosen_pace(self) -> Pace:
        """Return the choice; what is none of them is live."""
        return Pace.DAYS if self.pace.data == Pace.DAYS.value else Pace.LIVE


class ResultForm(RefusableForm):
    """What others can use, without the case."""

    title = StringField(_l("Title"), validators=[InputRequired()])
    transferable = TextAreaField(_l("What others can take from it"), validators=[InputRequired()])
    channel = SelectField(_l("Channel"), validators=[InputRequired()])
    submission_key = HiddenField(default=new_public_id)

    def offer(self, channels: Sequence[Channel]) -> None:
        """Offer the channels in which the reader can begin a report."""
        self.channel.choices = [choice(one.slug, one.name) for one in channels]

    @property
    def key(self) -> str | None:
        """Return what marks this form, so that sending it twice begins one report."""
        return (self.submission_key.data or "")[:40] or None
