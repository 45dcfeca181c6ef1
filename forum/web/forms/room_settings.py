"""The form in which a room is given its pace, and the time for which it keeps messages."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from forum.messaging.models import PAUSES, RETENTIONS, Room
from forum.web.forms.base import RefusableForm, choice
from forum.web.presenters.room_rules import pause_of

FOR_GOOD = "always"


class RoomSettingsForm(RefusableForm):
    """How fast a room goes, and how long it keeps what was said."""

    slow = RadioField(_l("Between two messages of the same person"), validators=[InputRequired()])
    kept = RadioField(_l("Messages are kept"), validators=[InputRequired()])

    def offer(self, room: Room, *, for_good: bool) -> None:
        """Offer what can be chosen, and what holds now."""
        pauses = sorted({*PAUSES, room.slow_seconds})
        self.slow.choices = [choice(str(one), _pause(one)) for one in pauses]
        days = sorted({*RETENTIONS, *({room.kept_days} if room.kept_days else ())})
        self.kept.choices = [choice(str(one), _("%(days)d days", days=one)) for one in days]
        if for_good or room.kept_days is None:
            self.kept.choices.append(choice(FOR_GOOD, _("Until somebody removes them")))
        if not self.is_submitted():
            self.slow.data = str(room.slow_seconds)
            self.kept.data = str(room.kept_days or FOR_GOOD)

    @property
    def slow_seconds(self) -> int:
        """Return the seconds of the choice."""
        return int(self.slow.data)

    @property
    def kept_days(self) -> int | None:
        """Return the days of the choice; none: without an end."""
        return None if self.kept.data == FOR_GOOD else int(self.kept.data)


def _pause(seconds: int) -> str:
    return pause_of(seconds) if seconds else str(_("Nobody has to wait"))
