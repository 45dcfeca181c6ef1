"""Forms about conversations."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from forum.messaging.models import Room
from forum.messaging.room_names import LONGEST_DESCRIPTION, LONGEST_NAME
from forum.web.forms.base import RefusableForm

LONGEST_SEARCH = 200


class ConversationForm(RefusableForm):
    """Whom to write to. Who is chosen already stands in checkboxes beside the fields."""

    find = StringField(_l("Name or organisation"))
    name = StringField(_l("Name of the room"))

    @property
    def text(self) -> str:
        """Return what to look for, without the names that stand for themselves."""
        words = (self.find.data or "")[:LONGEST_SEARCH].split()
        return " ".join(word for word in words if not word.startswith("@"))

    @property
    def handles(self) -> list[str]:
        """Return the names that were written with their sign, as in a message."""
        words = (self.find.data or "")[:LONGEST_SEARCH].split()
        return [word[1:].strip(",;") for word in words if word.startswith("@")]


class RoomNameForm(RefusableForm):
    """What a room is called, and what it is for."""

    name = StringField(_l("Name of the room"), render_kw={"maxlength": LONGEST_NAME})
    description = StringField(
        _l("What it is for, in one sentence"), render_kw={"maxlength": LONGEST_DESCRIPTION}
    )

    def show(self, room: Room) -> None:
        """Show what it is now, unless something was just sent."""
        if not self.is_submitted():
            self.name.data, self.description.data = room.name, room.description
