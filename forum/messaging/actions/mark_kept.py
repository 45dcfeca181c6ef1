"""Let messages show the thread in which they are quoted, once others can read it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.event_log import record
from forum.messaging.actions.numbering import hold_room, note
from forum.messaging.events import RoomStirred
from forum.messaging.models import Keeping, KeptPart, Message, RoomEventKind, Treatment


def mark_kept(session: Session, keeping: Keeping, *, actor: Actor | None = None) -> None:
    """Mark the messages that are quoted with a name; who wishes no name is not pointed at."""
    named = (
        sa.select(Message)
        .join(KeptPart, KeptPart.message_id == Message.id)
        .where(
            KeptPart.keeping_id == keeping.id,
            KeptPart.treatment == Treatment.NAMED,
            KeptPart.is_left_out.is_(False),
            Message.removed_at.is_(None),
        )
        .order_by(Message.sequence)
    )
    messages = session.scalars(named).all()
    note_kept(session, keeping, messages, kept_in=keeping.public_id, actor=actor)


def note_kept(
    session: Session,
    keeping: Keeping,
    messages: Sequence[Message],
    *,
    kept_in: str | None,
    actor: Actor | None,
) -> None:
    """Write down where the messages are kept, and in the room's log that it changed."""
    messages = [message for message in messages if message.kept_in != kept_in]
    if keeping.room_id is None or not messages:
        return
    room = hold_room(session, keeping.room_id)
    number = room.last_sequence
    for message in messages:
        message.kept_in = kept_in
        number = note(session, room, RoomEventKind.KEPT, actor=actor, message=message)
    stirred = RoomStirred(room_id=room.id, sequence=number)
    record(session, stirred, actor_id=None if actor is None else actor.id)
    session.flush()
