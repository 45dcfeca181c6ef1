"""Name a room, close it, open it again; have a chat in a channel or none."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.numbering import hold_room, note
from forum.messaging.events import RoomClosed, RoomReopened, RoomStirred
from forum.messaging.meeting_policy import can_close_room, can_lead, can_switch_room
from forum.messaging.models import Room, RoomEventKind, RoomKind
from forum.messaging.queries import belonging_of
from forum.messaging.room_names import clean_description, clean_name


def rename(session: Session, actor: Actor, room: Room, *, name: str, description: str = "") -> Room:
    """Call the room something else and return it; a group can be without a name.

    Raises `NotAllowed`, and `Invalid` for the fields ``name`` and ``description``.
    """
    room = hold_room(session, room.id)
    require(can_lead(actor, room, belonging_of(session, actor, room)))
    name = clean_name(name, is_needed=room.kind is RoomKind.WORKING)
    description = clean_description(description)
    if (room.name, room.description) == (name, description):
        return room
    room.name, room.description = name, description
    _tell(session, actor, room)
    session.flush()
    return room


def close(session: Session, actor: Actor, room: Room) -> Room:
    """Let nobody write any more and return the room; it is read on. Raises `NotAllowed`."""
    room = hold_room(session, room.id)
    require(can_close_room(actor, room, belonging_of(session, actor, room)))
    return _shut(session, actor, room)


def open_again(session: Session, actor: Actor, room: Room) -> Room:
    """Take back that the room was closed, and return it. Raises `NotAllowed`."""
    room = hold_room(session, room.id)
    require(can_close_room(actor, room, belonging_of(session, actor, room)))
    return _reopened(session, actor, room)


def switch_off(session: Session, actor: Actor, room: Room) -> Room:
    """Have no chat in a channel and return its room: what was said can be read, nothing is added.

    Raises `NotAllowed`.
    """
    room = hold_room(session, room.id)
    require(can_switch_room(actor, room, belonging_of(session, actor, room)))
    return _shut(session, actor, room)


def switch_on(session: Session, actor: Actor, room: Room) -> Room:
    """Have a chat in the channel again, and return its room. Raises `NotAllowed`."""
    room = hold_room(session, room.id)
    require(can_switch_room(actor, room, belonging_of(session, actor, room)))
    return _reopened(session, actor, room)


def _shut(session: Session, actor: Actor, room: Room) -> Room:
    if room.closed_at is None:
        room.closed_at = clock.now()
        _tell(session, actor, room)
        record(session, RoomClosed(room_id=room.id), actor_id=actor.id)
        session.flush()
    return room


def _reopened(session: Session, actor: Actor, room: Room) -> Room:
    if room.closed_at is not None:
        room.closed_at = None
        _tell(session, actor, room)
        record(session, RoomReopened(room_id=room.id), actor_id=actor.id)
        session.flush()
    return room


def _tell(session: Session, actor: Actor, room: Room) -> None:
    sequence = note(session, room, RoomEventKind.CHANGED, actor=actor)
    record(session, RoomStirred(room_id=room.id, sequence=sequence), actor_id=actor.id)
