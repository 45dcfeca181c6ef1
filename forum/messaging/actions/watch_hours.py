"""What the clock does about chat hours: remind before they begin, note what was said when over.

Late is better than never, and twice is once: what is done stands in the row, in the transaction in
which it is told.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.event_log import record
from forum.messaging.events import HourEnded, HourNears
from forum.messaging.models import ChatHour, Message
from forum.messaging.queries.reminders import AHEAD

BATCH = 50


def remind_of_hours(session: Session, *, limit: int = BATCH) -> int:
    """Record `HourNears` for what begins within an hour, or runs; return how many there were."""
    now = clock.now()
    due = _held(
        session,
        ChatHour.reminded_at.is_(None),
        ChatHour.starts_at <= now + AHEAD,
        ChatHour.ends_at > now,
        limit=limit,
    )
    for hour in due:
        hour.reminded_at = now
        record(session, HourNears(hour_id=hour.id, room_id=hour.room_id, moved=hour.moved))
    return len(due)


def close_hours(session: Session, *, limit: int = BATCH) -> int:
    """Note of what is over from where to where people talked; return how many there were."""
    now = clock.now()
    due = _held(session, ChatHour.closed_at.is_(None), ChatHour.ends_at <= now, limit=limit)
    for hour in due:
        hour.closed_at = now
        hour.first_sequence, hour.last_sequence = _span(session, hour)
        record(session, HourEnded(hour_id=hour.id, room_id=hour.room_id))
    return len(due)


def _held(session: Session, *conditions: sa.ColumnElement[bool], limit: int) -> list[ChatHour]:
    return list(
        session.scalars(
            sa.select(ChatHour)
            .where(ChatHour.called_off_at.is_(None), *conditions)
            .order_by(ChatHour.starts_at, ChatHour.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    )


def _span(session: Session, hour: ChatHour) -> tuple[int | None, int | None]:
    first, last = session.execute(
        sa.select(sa.func.min(Message.sequence), sa.func.max(Message.sequence)).where(
            Message.room_id == hour.room_id,
            Message.created_at >= hour.starts_at,
            Message.created_at < hour.ends_at,
            Message.removed_at.is_(None),
        )
    ).one()
    return first, last
