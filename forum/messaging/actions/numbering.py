"""The order of what happens in a room: a change takes the next number while it holds the room."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.messaging.models import Message, Room, RoomEvent, RoomEventKind

# Asked with every message, and so not put together each time.
_HELD = (
    sa.select(Room)
    .where(Room.id == sa.bindparam("room_id"))
    .options(joinedload(Room.channel))
    .with_for_update(key_share=True, of=Room)
    .execution_options(populate_existing=True)
)


def hold_room(session: Session, room_id: int) -> Room:
    """Return the room with its channel, as it is; its next number is the caller's until the commit.

    Held after the actor and before the message.
    """
    return session.scalars(_HELD, {"room_id": room_id}).one()


def hold_message(session: Session, message: Message) -> tuple[Room, Message]:
    """Return the message as it is, with its room: both are held."""
    room = hold_room(session, message.room_id)
    held = session.scalars(
        sa.select(Message)
        .where(Message.id == message.id)
        .with_for_update(of=Message)
        .execution_options(populate_existing=True)
    ).one()
    return room, held


def note(
    session: Session,
    room: Room,
    kind: RoomEventKind,
    *,
    actor: Actor | None = None,
    message: Message | None = None,
) -> int:
    """Write down in the held room what happened, and return its number."""
    room.last_sequence += 1
    session.add(
        RoomEvent(
            room_id=room.id,
            sequence=room.last_sequence,
            kind=kind,
            message_id=None if message is None else message.id,
            actor_id=None if actor is None else actor.id,
            created_at=clock.now(),
        )
    )
    return room.last_sequence
