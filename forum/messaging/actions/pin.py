"""Pin a message, so that it is found at the head of its room; unpin it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.numbering import hold_message, note
from forum.messaging.events import RoomStirred
from forum.messaging.models import Message, Room, RoomEventKind
from forum.messaging.policy import can_pin_message
from forum.messaging.queries import belonging_of

MOST_PINNED = 20
"""Messages that are pinned in one room: where everything is pinned, nothing is found."""


def pin(session: Session, actor: Actor, message: Message) -> Message:
    """Pin the message and return it; what is pinned stays so, whoever did it.

    Raises `NotAllowed`, and `Invalid` ``too_many_pins``.
    """
    room, message = hold_message(session, message)
    require(can_pin_message(actor, message, room, belonging_of(session, actor, room)))
    if message.pinned_at is not None:
        return message
    pinned = sa.select(sa.func.count()).where(
        Message.room_id == room.id, Message.pinned_at.is_not(None), Message.removed_at.is_(None)
    )
    if session.scalars(pinned).one() >= MOST_PINNED:
        raise Invalid("too_many_pins", limit=MOST_PINNED)
    message.pinned_at = clock.now()
    message.pinned_by_id = actor.id
    _tell(session, actor, room, message)
    return message


def unpin(session: Session, actor: Actor, message: Message) -> Message:
    """Take the pin off and return the message. Raises `NotAllowed`."""
    room, message = hold_message(session, message)
    require(can_pin_message(actor, message, room, belonging_of(session, actor, room)))
    if message.pinned_at is None:
        return message
    message.pinned_at = None
    message.pinned_by_id = None
    _tell(session, actor, room, message)
    return message


def _tell(session: Session, actor: Actor, room: Room, message: Message) -> None:
    number = note(session, room, RoomEventKind.PINNED, actor=actor, message=message)
    record(session, RoomStirred(room_id=room.id, sequence=number), actor_id=actor.id)
    session.flush()
