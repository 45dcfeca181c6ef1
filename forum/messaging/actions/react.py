"""Say something about a message without writing one; take it back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.rows import change, insert_into
from forum.kernel.verdict import require
from forum.messaging.actions.numbering import hold_message, note
from forum.messaging.emoji import SIGNS
from forum.messaging.events import RoomStirred
from forum.messaging.models import Message, MessageReaction, Room, RoomEventKind
from forum.messaging.policy import can_react_to, can_read_room
from forum.messaging.queries import belonging_of
from forum.threads.actions.locks import hold_actor

MOST_SIGNS = 20
"""Different signs under one message."""


def give_reaction(session: Session, actor: Actor, message: Message, *, sign: str) -> Message:
    """Let the actor react to the message, and return it; doing so twice changes nothing.

    Raises `NotAllowed`, and `Invalid` ``no_sign`` or ``too_many_signs``.
    """
    _require_sign(sign)
    hold_actor(session, actor)
    room, message = hold_message(session, message)
    require(can_react_to(actor, message, room, belonging_of(session, actor, room)))
    used = set(
        session.scalars(
            sa.select(MessageReaction.sign)
            .where(MessageReaction.message_id == message.id)
            .distinct()
        )
    )
    if sign not in used and len(used) >= MOST_SIGNS:
        raise Invalid("too_many_signs", field="sign", limit=MOST_SIGNS)
    made = session.execute(
        insert_into(session, MessageReaction)
        .values(message_id=message.id, sign=sign, actor_id=actor.id, created_at=clock.now())
        .on_conflict_do_nothing()
        .returning(MessageReaction.message_id)
    ).all()
    if made:
        _tell(session, actor, room, message)
    return message


def withdraw_reaction(session: Session, actor: Actor, message: Message, *, sign: str) -> Message:
    """Take one's own reaction back, and return the message; for this it is enough to read it.

    Raises `NotAllowed`, and `Invalid` ``no_sign``.
    """
    _require_sign(sign)
    room, message = hold_message(session, message)
    require(can_read_room(actor, room, belonging_of(session, actor, room)))
    mine = sa.delete(MessageReaction).where(
        MessageReaction.message_id == message.id,
        MessageReaction.sign == sign,
        MessageReaction.actor_id == actor.id,
    )
    if change(session, mine):
        _tell(session, actor, room, message)
    return message


def _require_sign(sign: str) -> None:
    if sign not in SIGNS:
        raise Invalid("no_sign", field="sign")


def _tell(session: Session, actor: Actor, room: Room, message: Message) -> None:
    number = note(session, room, RoomEventKind.REACTED, actor=actor, message=message)
    record(session, RoomStirred(room_id=room.id, sequence=number), actor_id=actor.id)
    session.flush()
