"""What a reader has not seen yet."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Subscription, SubscriptionLevel
from forum.kernel import clock
from forum.threads.models import Placement, ReadMark, Thread
from forum.threads.policy import listed_threads
from forum.threads.queries.following import muted_threads

# A thread never opened is new for four weeks, and never newer than the reader.
NEW_FOR = dt.timedelta(days=28)


def new_since(actor: Actor) -> dt.datetime:
    """Return the moment before which an unopened thread is old and not news."""
    return max(actor.created_at, clock.now() - NEW_FOR)


def mark_join(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition to outer-join ``ReadMark`` to ``Thread`` for this reader."""
    return sa.and_(ReadMark.thread_id == Thread.id, ReadMark.actor_id == actor.id)


def is_unread(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition for threads with something new; needs the join of `mark_join`.

    Muted threads never have.
    """
    is_new = sa.or_(
        ReadMark.number < Thread.last_post_number,
        sa.and_(ReadMark.number.is_(None), Thread.last_post_at >= new_since(actor)),
    )
    return sa.and_(is_new, Thread.id.not_in(muted_threads(actor)))


def muted_channels(actor: Actor) -> sa.Select[int]:
    """Select the ids of the channels that the reader wishes to be left alone by."""
    return sa.select(Subscription.channel_id).where(
        Subscription.actor_id == actor.id, Subscription.level == SubscriptionLevel.MUTED
    )


def read_mark_of(session: Session, actor: Actor | None, thread: Thread) -> ReadMark | None:
    """Return how far the actor has read the thread; ``None``: never opened it."""
    if actor is None:
        return None
    return session.get(ReadMark, (actor.id, thread.id), populate_existing=True)


def unread_by_channel(session: Session, actor: Actor) -> dict[int, int]:
    """Return the number of threads with something new by channel id, without muted channels.

    One statement, bounded by the last four weeks: it runs for the navigation of every page.
    """
    rows = session.execute(
        sa.select(Placement.channel_id, sa.func.count())
        .join(Thread, Thread.id == Placement.thread_id)
        .outerjoin(ReadMark, mark_join(actor))
        .where(
            Thread.last_post_at >= new_since(actor),
            is_unread(actor),
            listed_threads(actor),
            Placement.channel_id.not_in(muted_channels(actor)),
        )
        .group_by(Placement.channel_id)
    )
    return {channel_id: count for channel_id, count in rows}  # noqa: C416 - a Row is no pair
