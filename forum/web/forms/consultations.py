"""Forms about peer consultations."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from forum.consultations.models import Pace
from forum.messaging.room_names import LONGEST_NAME
from forum.web.forms.base import choice
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
