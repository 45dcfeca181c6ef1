"""What rooms are called, by the people in them where they have no name."""

from collections.abc import Sequence

from flask_babel import gettext as _

from forum.messaging.models import RoomKind
from forum.messaging.queries import WaitingRoom

MOST_NAMES = 4


def joined(names: Sequence[str]) -> str:
    """Return the names of the others as a title; not all of them, where there are many."""
    if not names:
        return str(_("Conversation"))
    shown = ", ".join(names[:MOST_NAMES])
    return f"{shown} …" if len(names) > MOST_NAMES else shown


def room_name(one: WaitingRoom) -> str:
    """Return what a room is called in which something waits."""
    if one.room.channel is not None:
        return one.room.channel.name
    if one.room.kind is RoomKind.CONSULTATION:
        # Letters stay longer than it does, and its name may say too much.
        return str(_("Peer consultation"))
    return one.room.name or joined([other.actor.name for other in one.people])
