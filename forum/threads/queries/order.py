"""What was put in order: on top of lists, put aside, merged; and the lines that say so."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import moderated_channels
from forum.kernel import clock
from forum.kernel.paging import Page
from forum.threads.models import MergedThread, Placement, Post, Thread, ThreadNote
from forum.threads.policy import movable_channels
from forum.threads.queries.lists import threads_matching, threads_page
from forum.threads.queries.orders import Stretch
from forum.threads.queries.rows import ThreadSummary


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A line between the posts of a thread."""

    id: int
    after_number: int
    verb: str
    values: dict[str, Any]
    created_at: dt.datetime
    actor: str | None
    """The name; ``None`` of somebody who has left, or where nobody is named."""


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post to be chosen among others."""

    public_id: str
    number: int
    excerpt: str
    created_at: dt.datetime
    author: str | None
    """``None`` for somebody who has left."""


def is_pinned_in(channel: Channel) -> sa.ColumnElement[bool]:
    """Return the condition for threads that stand on top of this channel's list now."""
    pinned = sa.select(Placement.thread_id).where(
        Placement.channel_id == channel.id, Placement.pinned_until > clock.now()
    )
    return sa.and_(Thread.id.in_(pinned), Thread.archived_at.is_(None))


def pinned_threads(session: Session, actor: Actor | None, channel: Channel) -> list[ThreadSummary]:
    """Return what stands on top of the channel's list; there are few."""
    return threads_matching(session, actor, is_pinned_in(channel), limit=10, is_rare=True)


def featured_threads(session: Session, actor: Actor | None) -> list[ThreadSummary]:
    """Return what stands on the first page, of what the reader may read."""
    is_featured = sa.and_(Thread.featured_until > clock.now(), Thread.archived_at.is_(None))
    return threads_matching(session, actor, is_featured, limit=10, is_rare=True)


def archived_threads(
    session: Session,
    actor: Actor | None,
    channel: Channel,
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[ThreadSummary]:
    """Return a page of what the channel has put aside."""
    shown = sa.select(Placement.thread_id).where(Placement.channel_id == channel.id)
    conditions = (Thread.id.in_(shown), Thread.archived_at.is_not(None))
    return threads_page(session, actor, *conditions, stretch=Stretch(before=before, after=after))


def notes_between(session: Session, thread: Thread, after: int, until: int | None) -> list[NoteRow]:
    """Return the lines after the posts of a page, in their order; `until` ``None``: to the end.

    The first page has those above the opening post as well.
    """
    in_range = [ThreadNote.after_number > after if after else ThreadNote.after_number >= 0]
    if until is not None:
        in_range.append(ThreadNote.after_number <= until)
    rows = session.execute(
        sa.select(
            ThreadNote.id,
            ThreadNote.after_number,
            ThreadNote.verb,
            ThreadNote.values,
            ThreadNote.created_at,
            sa.case((Actor.closed_at.is_(None), Actor.name)),
        )
        .outerjoin(Actor, Actor.id == ThreadNote.actor_id)
        .where(ThreadNote.thread_id == thread.id, *in_range)
        .order_by(ThreadNote.after_number, ThreadNote.id)
    )
    return [NoteRow(*row) for row in rows]


def merged_into(session: Session, thread: Thread) -> Thread | None:
    """Return the thread, with its home, that the posts of a removed one have gone to."""
    if thread.removed_at is None:
        return None
    return session.scalars(
        sa.select(Thread)
        .join(MergedThread, MergedThread.into_id == Thread.id)
        .where(MergedThread.thread_id == thread.id)
        .options(joinedload(Thread.channel))
    ).one_or_none()


def standing_posts(session: Session, thread: Thread, *, most: int) -> list[PostLine]:
    """Return the replies that everybody who reads the thread can read, without their texts."""
    rows = session.execute(
        sa.select(
            Post.public_id,
            Post.number,
            Post.excerpt,
            Post.created_at,
            sa.case((Actor.closed_at.is_(None), Actor.name)),
        )
        .join(Actor, Actor.id == Post.author_id)
        .where(
            Post.thread_id == thread.id,
            Post.number > 1,
            Post.removed_at.is_(None),
            Post.visible_at.is_not(None),
        )
        .order_by(Post.number)
        .limit(most)
    )
    return [PostLine(*row) for row in rows]


def channels_to_move_to(session: Session, actor: Actor, thread: Thread) -> list[Channel]:
    """Return the channels that could be the home of the thread, by kind, position and name."""
    return list(
        session.scalars(
            sa.select(Channel)
            .where(movable_channels(actor, thread))
            .order_by(Channel.kind.desc(), Channel.position, Channel.name)
        )
    )


def pinnable_places(
    session: Session, actor: Actor, thread: Thread
) -> list[tuple[Channel, dt.datetime | None]]:
    """Return where the actor may pin the thread, and until when it is pinned there."""
    rows = session.execute(
        sa.select(Channel, Placement.pinned_until)
        .join(Placement, Placement.channel_id == Channel.id)
        .where(
            Placement.thread_id == thread.id,
            Channel.archived_at.is_(None),
            moderated_channels(actor),
        )
        .order_by(Placement.is_home.desc(), Channel.name)
    )
    return [(channel, until) for channel, until in rows]
