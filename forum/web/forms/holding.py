"""Forms about posts that wait: in which channels, for which words, and for whom never."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import AnyOf, InputRequired

from forum.channels.models import Release
from forum.screening.actions import NOTE_LIMIT, PHRASE_LIMIT
from forum.screening.models import WatchedFor
from forum.web.forms.base import RefusableForm, choice
from forum.web.forms.channels import Line
from forum.web.texts.holding import RELEASES, WATCHED_FOR


class WaitingForm(RefusableForm):
    """Whose posts wait in a channel."""

    waiting = RadioField(
        _l("What waits for release"),
        choices=[choice(rule.value, RELEASES[rule]) for rule in Release],
        validators=[InputRequired()],
    )


class WatchedWordForm(RefusableForm):
    """A word to watch for."""

    phrase = StringField(
        _l("Word or phrase"), validators=[Line(PHRASE_LIMIT)], render_kw={"maxlength": PHRASE_LIMIT}
    )
    watched_for = RadioField(
        _l("What follows where it is found"),
        choices=[choice(one.value, WATCHED_FOR[one]) for one in WatchedFor],
        default=WatchedFor.FLAG.value,
        validators=[InputRequired()],
    )
    note = StringField(_l("Why it is watched for"), render_kw={"maxlength": NOTE_LIMIT})


class TrustForm(RefusableForm):
    """Whether somebody is trusted from now on."""

    trusted = HiddenField(validators=[AnyOf(["yes", "no"])])
