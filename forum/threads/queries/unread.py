"""What a reader has not seen yet."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from forum.accounts.models import Actor
from forum.channels.models import Subscription, SubscriptionLevel
from forum.kernel import clock
from forum.threads.models import Placement, Post, ReadMark, Thread
from forum.threads.policy import listed_threads
from forum.threads.queries.following import muted_threads

# A thread never opened is new for four weeks, and never newer than the reader.
NEW_FOR = dt.timedelta(days=28)

_Unseen = aliased(Post, name="unseen_post")


def new_since(actor: Actor) -> dt.datetime:
    """Return the moment before which an unopened thread is old and not news."""
    return max(actor.created_at, clock.now() - NEW_FOR)


def mark_join(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition to outer-join ``ReadMark`` to ``Thread`` for this reader."""
    return sa.and_(ReadMark.thread_id == Thread.id, ReadMark.actor_id == actor.id)


def is_unread(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition for threads with something new; needs the join of `mark_join`.

    Muted and archived threads never have.
    """
    is_new = sa.or_(
        ReadMark.number < Thread.last_post_number,
        sa.and_(ReadMark.number.is_(None), Thread.last_post_at >= new_since(actor)),
    )
    return sa.and_(is_new, Thread.archived_at.is_(None), Thread.id.not_in(muted_threads(actor)))


def unread_posts() -> sa.ColumnElement[int]:
    """Return how many posts of ``Thread`` the reader has not seen; needs the join of `mark_join`.

    Numbers without gaps make it a difference; only where posts were removed, are held, or went to
    another thread, the rest is counted: a tombstone is nothing new.
    """
    seen = sa.func.coalesce(ReadMark.number, 0)
    counted = (
        sa.select(sa.func.count())
        .select_from(_Unseen)
        .where(
            _Unseen.thread_id == Thread.id,
            _Unseen.number > seen,
            _Unseen.removed_at.is_(None),
            _Unseen.visible_at.is_not(None),
        )
        .correlate(Thread, ReadMark)
        .scalar_subquery()
    )
    is_whole = Thread.post_count == Thread.last_post_number
    return sa.case((is_whole, Thread.last_post_number - seen), else_=counted)


def moved_lately(actor: Actor) -> sa.ColumnElement[bool]:
    """Tell whether a thread may have something new that is counted: it moved, or its mark did.

    What was marked as unread counts however old it is. Both halves are read from an index.
    """
    since = new_since(actor)
    moved = sa.select(Thread.id).where(Thread.last_post_at >= since).correlate(None)
    marked = sa.select(ReadMark.thread_id).where(
        ReadMark.actor_id == actor.id, ReadMark.updated_at >= since
    )
    return Thread.id.in_(sa.union(moved, marked.correlate(None)))


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

    What is at home in a muted channel is new nowhere. One statement, bounded by the last four
    weeks: it runs for the navigation of every page.
    """
    rows = session.execute(
        sa.select(Placement.channel_id, sa.func.count())
        .join(Thread, Thread.id == Placement.thread_id)
        .outerjoin(ReadMark, mark_join(actor))
        .where(
            moved_lately(actor),
            is_unread(actor),
            listed_threads(actor),
            Placement.channel_id.not_in(muted_channels(actor)),
            Thread.channel_id.not_in(muted_channels(actor)),
        )
        .group_by(Placement.channel_id)
    )
    return {channel_id: count for channel_id, count in rows}  # noqa: C416 - a Row is no pair
