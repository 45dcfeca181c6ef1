"""What is near: the editors' dates, and the chat hours of channels."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.digests.happenings import Coming
from forum.digests.models import Occasion
from forum.messaging.models import ChatHour, HourReader, Room, RoomKind

OCCASIONS_AHEAD = dt.timedelta(days=28)
_MOST_COMING = 100


def load_coming(session: Session, until: dt.datetime) -> Sequence[Coming]:
    """Return what begins within four weeks, soonest first."""
    return sorted(
        [*_occasions(session, until), *_hours(session, until)], key=lambda one: one.begins_at
    )


def holds_hour() -> sa.ColumnElement[bool]:
    """Return the condition on ``ChatHour`` and its ``Room`` that it takes place."""
    return sa.and_(
        ChatHour.called_off_at.is_(None),
        Room.kind == RoomKind.CHANNEL,
        Room.channel_id.is_not(None),
        Room.closed_at.is_(None),
    )


def _occasions(session: Session, until: dt.datetime) -> list[Coming]:
    rows = session.execute(
        sa.select(Occasion.id, Occasion.channel_id, Occasion.begins_at)
        .where(
            Occasion.begins_at > until,
            Occasion.begins_at <= until + OCCASIONS_AHEAD,
            Occasion.removed_at.is_(None),
        )
        .order_by(Occasion.begins_at, Occasion.id)
        .limit(_MOST_COMING)
    )
    return [Coming(row.id, row.channel_id, row.begins_at, f"occasion:{row.id}") for row in rows]


def _hours(session: Session, until: dt.datetime) -> list[Coming]:
    rows = session.execute(
        sa.select(ChatHour.id, Room.channel_id, ChatHour.starts_at, ChatHour.moved)
        .join(Room, Room.id == ChatHour.room_id)
        .where(
            ChatHour.starts_at > until,
            ChatHour.starts_at <= until + OCCASIONS_AHEAD,
            holds_hour(),
        )
        .order_by(ChatHour.starts_at, ChatHour.id)
        .limit(_MOST_COMING)
    ).all()
    declined = _declined(session, [row.id for row in rows])
    return [
        Coming(
            row.id,
            row.channel_id,
            row.starts_at,
            # At another time it is told anew.
            f"hour:{row.id}:{row.moved}",
            is_hour=True,
            declined=frozenset(declined[row.id]),
        )
        for row in rows
    ]


def _declined(session: Session, hour_ids: Collection[int]) -> dict[int, set[int]]:
    """Return who has said that they do not come; in most weeks there is nothing to ask."""
    declined: dict[int, set[int]] = defaultdict(set)
    if hour_ids:
        answers = session.execute(
            sa.select(HourReader.hour_id, HourReader.actor_id).where(
                HourReader.hour_id.in_(hour_ids), HourReader.comes.is_(False)
            )
        )
        for hour_id, actor_id in answers:
            declined[hour_id].add(actor_id)
    return declined
