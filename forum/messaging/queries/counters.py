"""What the counter of a room should say; `flask forum recount` compares and repairs."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.messaging.models import Message, Room
from forum.threads.queries import WrongCounter


def true_message_count() -> sa.ColumnElement[Any]:
    """Return how many messages stand in the enclosing ``Room``."""
    return (
        sa.select(sa.func.count())
        .where(Message.room_id == Room.id, Message.removed_at.is_(None))
        .correlate(Room)
        .scalar_subquery()
    )


def wrong_rooms(session: Session) -> list[WrongCounter]:
    """Return every room whose counter is wrong."""
    counted = true_message_count()
    rows = session.execute(
        sa.select(Room.id, Room.message_count, counted)
        .where(Room.message_count != counted)
        .order_by(Room.id)
    )
    return [WrongCounter("room", row[0], "message_count", row[1], row[2]) for row in rows]
