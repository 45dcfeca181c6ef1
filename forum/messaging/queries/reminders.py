"""Who is to be reminded by mail of a chat hour now.

Usually that is an hour before. Where it is quiet then, it is as soon as it is quiet no more, if
that leaves time; otherwise before the quiet begins. Who was not told then finds it at the bell.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState
from forum.messaging.models import ChatHour, ChatWishes, HourReader, Room
from forum.messaging.quiet import is_quiet, moved_out_of_quiet

AHEAD = dt.timedelta(hours=1)
# Nobody's quiet hours are longer.
_EARLIEST = dt.timedelta(days=1) + 2 * AHEAD


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter that is due."""

    hour_id: int
    account_id: int
    actor_id: int
    moved: int
    """The time that it is about, see `ChatHour.moved`."""


def reminders_due(session: Session, now: dt.datetime) -> list[Reminder]:
    """Return what is due, the soonest hour first; who may still read it is asked when written."""
    rows = session.execute(
        sa.select(
            HourReader.hour_id,
            Account.id,
            HourReader.actor_id,
            ChatHour.moved,
            ChatHour.starts_at,
            Account.timezone,
            ChatWishes,
        )
        .join(ChatHour, ChatHour.id == HourReader.hour_id)
        .join(Room, Room.id == ChatHour.room_id)
        .join(Account, Account.actor_id == HourReader.actor_id)
        .outerjoin(ChatWishes, ChatWishes.account_id == Account.id)
        .where(
            ChatHour.starts_at <= now + _EARLIEST,
            ChatHour.ends_at > now,
            ChatHour.called_off_at.is_(None),
            Room.closed_at.is_(None),
            HourReader.comes.is_(True),
            sa.func.coalesce(HourReader.reminded_of, -1) != ChatHour.moved,
            Account.state == AccountState.ACTIVE,
            wants_letters(),
        )
        .order_by(ChatHour.starts_at, HourReader.hour_id, HourReader.actor_id)
    )
    return [
        Reminder(*row[:4])
        for row in rows
        if is_due(row.ChatWishes, row.timezone, row.starts_at, now)
    ]


def is_due(
    wishes: ChatWishes | None, timezone: str, starts_at: dt.datetime, now: dt.datetime
) -> bool:
    """Tell whether it is time to remind of what begins then, and not quiet."""
    at = moved_out_of_quiet(wishes, timezone, starts_at - AHEAD, latest=starts_at)
    return now >= at and not is_quiet(wishes, timezone, now)


def wants_letters() -> sa.ColumnElement[bool]:
    """Return the condition that letters about chat hours are wished; who never chose does."""
    return sa.func.coalesce(ChatWishes.hours_by_mail, sa.true())
