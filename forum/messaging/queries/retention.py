"""Which messages are older than their room keeps them, and which soon will be."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.messaging.models import Message, Room
from forum.messaging.policy import Belonging

NOTICE = dt.timedelta(days=14)
"""So long before messages are deleted it is said in the room, so that they can be kept."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What will be deleted soon and is quoted nowhere."""

    first: int
    """The number of the first of these messages."""
    count: int
    since: dt.datetime
    """When the first of them was written."""
    at: dt.datetime
    """When it goes."""


def is_outlived(session: Session) -> ColumnElement[bool]:
    """Return the condition on ``Message`` and its ``Room`` that it is kept no longer."""
    now = clock.now()
    kept = session.scalars(sa.select(Room.kept_days).where(Room.kept_days > 0).distinct()).all()
    is_old: ColumnElement[bool] = sa.false()
    for days in kept:
        before = now - dt.timedelta(days=days or 0)
        is_old = sa.or_(is_old, sa.and_(Room.kept_days == days, Message.created_at < before))
    return sa.and_(is_old, sa.or_(Room.spared_until.is_(None), Room.spared_until <= now))


def leaving_soon(session: Session, room: Room, own: Belonging) -> Leaving | None:
    """Return what goes within two weeks, of what is read and quoted nowhere; usually nothing."""
    if room.kept_days is None:
        return None
    now, kept = clock.now(), dt.timedelta(days=room.kept_days)
    if room.spared_until is not None and room.spared_until > now + NOTICE:
        return None
    before = now + NOTICE - kept
    if room.created_at > before:
        return None
    first, count, since = session.execute(
        sa.select(
            sa.func.min(Message.sequence), sa.func.count(), sa.func.min(Message.created_at)
        ).where(
            Message.room_id == room.id,
            Message.created_at < before,
            Message.sequence > own.after,
            Message.removed_at.is_(None),
            Message.kept_in.is_(None),
        )
    ).one()
    if not count:
        return None
    at = max(since + kept, room.spared_until or now, now)
    return Leaving(first=first, count=count, since=since, at=at)
