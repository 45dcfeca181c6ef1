"""What stands in feeds: posts that everybody who may read the thread may read."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.threads.models import Placement, Post, Thread
from forum.threads.policy import listed_threads

# As many as a feed reader that looks once a day can miss nothing of.
MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class FeedPost:
    """A post in a feed, with the thread it stands in."""

    public_id: str
    number: int
    html: str
    visible_at: dt.datetime
    edited_at: dt.datetime | None
    thread_id: str
    """Public id."""
    title: str
    author: str | None
    """``None`` for somebody who has left."""


def feed_of_channel(session: Session, actor: Actor | None, channel: Channel) -> list[FeedPost]:
    """Return the newest threads shown in the channel, each by its opening post."""
    shown = sa.select(Placement.thread_id).where(Placement.channel_id == channel.id)
    return _feed(session, listed_threads(actor), Thread.id.in_(shown), Post.number == 1, of=Thread)


def feed_of_thread(session: Session, actor: Actor | None, thread: Thread) -> list[FeedPost]:
    """Return the newest posts of the thread; none where it is removed or held."""
    return _feed(session, listed_threads(actor), Thread.id == thread.id, of=Post)


def _feed(
    session: Session, *conditions: sa.ColumnElement[bool], of: type[Thread] | type[Post]
) -> list[FeedPost]:
    """Read the posts in one statement, newest first by when thread or post could first be read."""
    visible = of.visible_at.expression
    rows = session.execute(
        sa.select(
            Post.public_id,
            Post.number,
            Post.html,
            visible,
            Post.edited_at,
            Thread.public_id,
            Thread.title,
            sa.case((Actor.closed_at.is_(None), Actor.name)),
        )
        .select_from(Post)
        .join(Thread, sa.and_(Thread.id == Post.thread_id, *conditions))
        .join(Actor, Actor.id == Post.author_id)
        .where(Post.removed_at.is_(None), Post.visible_at.is_not(None))
        .order_by(visible.desc(), Post.id.desc())
        .limit(MOST_ENTRIES)
    )
    return [FeedPost(*row) for row in rows]
