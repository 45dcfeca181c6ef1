"""What a room can be called."""

from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line

LONGEST_NAME = 120
LONGEST_DESCRIPTION = 500


def clean_name(name: str, *, is_needed: bool) -> str:
    """Return the name in one line; raises `Invalid` for the field ``name``."""
    cleaned = clean_line(name, limit=LONGEST_NAME, field="name", may_be_empty=True)
    if is_needed and not cleaned:
        raise Invalid("empty_room_name", field="name")
    return cleaned


def clean_description(text: str) -> str:
    """Return what the room is for, in one line; raises `Invalid` for ``description``."""
    return clean_line(text, limit=LONGEST_DESCRIPTION, field="description", may_be_empty=True)
