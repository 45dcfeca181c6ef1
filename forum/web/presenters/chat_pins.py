"""What is pinned, in the list above a room."""

from collections.abc import Sequence
from typing import TypedDict

from forum.messaging.models import Message


class PinLine(TypedDict):
    """A pinned message in the list above the room."""

    id: str
    name: str
    excerpt: str


def pin_lines(pinned: Sequence[Message]) -> tuple[PinLine, ...]:
    """Return the list in the order of the messages (authors loaded)."""
    return tuple(
        PinLine(id=one.public_id, name=one.author.name, excerpt=one.excerpt) for one in pinned
    )
