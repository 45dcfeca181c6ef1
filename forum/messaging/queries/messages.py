"""Single messages, and those that are pinned."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.errors import NotFound
from forum.messaging.models import Message, Room
from forum.messaging.policy import NO_MESSAGE, Belonging
from forum.messaging.queries.states import MessageState, states_of, with_author


def message_in(session: Session, room: Room, own: Belonging, public_id: str) -> Message:
    """Return a message of this room, removed or not, with its author, as it is in the database.

    Raises ``NotFound`` also for what was said before the reader came.
    """
    if not public_id.isprintable():  # a NUL in a form, which PostgreSQL does not even look for
        raise NotFound(NO_MESSAGE)
    statement = sa.select(Message).where(
        Message.public_id == public_id,
        Message.room_id == room.id,
        Message.sequence > own.after,
    )
    found = session.scalars(
        with_author(statement).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(NO_MESSAGE)
    return found


def state_of(session: Session, room: Room, own: Belonging, public_id: str) -> MessageState:
    """Return how one message looks now. Raises ``NotFound``."""
    return states_of(session, [message_in(session, room, own, public_id)])[0]


def pinned_in(session: Session, room: Room, own: Belonging) -> list[Message]:
    """Return what is pinned in the room, pinned latest first, with authors."""
    statement = sa.select(Message).where(
        Message.room_id == room.id,
        Message.pinned_at.is_not(None),
        Message.removed_at.is_(None),
        Message.sequence > own.after,
    )
    return list(session.scalars(with_author(statement).order_by(Message.pinned_at.desc())))
