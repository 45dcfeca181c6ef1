"""Reading one's own bookmarks; nobody else's can be asked for."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.bookmarks.models import Bookmark
from forum.bookmarks.policy import bookmarkable_posts
from forum.channels.models import Channel
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.models import UtcDateTime
from forum.kernel.paging import Page, key_of, read_key
from forum.threads.models import Post, Thread

LIST_PAGE = 20


class Show(enum.StrEnum):
    """Which of the bookmarks."""

    ALL = "all"
    REMINDERS = "reminders"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class BookmarkedPost:
    """What the reader may see of the post."""

    public_id: str
    number: int
    excerpt: str
    title: str
    author: str | None
    """``None`` for somebody who has left."""
    channel_slug: str
    channel_name: str


@dataclass(frozen=True, slots=True)
class BookmarkRow:
    """A bookmark in the list."""

    public_id: str
    note: str
    remind_at: dt.datetime | None
    created_at: dt.datetime
    post: BookmarkedPost | None
    """``None`` where it was removed or is not open to the reader any more."""


def bookmarks_of(
    session: Session, actor: Actor, show: Show, *, after: str | None = None
) -> Page[BookmarkRow]:
    """Return a page of the actor's bookmarks, in one statement.

    All of them latest first; with reminders those first that come first. Of posts that the actor
    may not read, nothing leaves the database.
    """
    column = Bookmark.created_at if show is Show.ALL else Bookmark.remind_at
    statement = _rows(actor).limit(LIST_PAGE + 1)
    if show is not Show.ALL:
        statement = statement.where(Bookmark.remind_at.is_not(None))
    if show is Show.DUE:
        statement = statement.where(Bookmark.remind_at <= clock.now())
    key = sa.tuple_(column, Bookmark.public_id)
    last = read_key(after)
    if last is not None:
        at, public_id = sa.literal(last[0], UtcDateTime()), sa.literal(last[1], sa.String())
        beyond = sa.tuple_(at, public_id)
        statement = statement.where(key < beyond if show is Show.ALL else key > beyond)
    if show is Show.ALL:
        statement = statement.order_by(column.desc(), Bookmark.public_id.desc())
    else:
        statement = statement.order_by(column, Bookmark.public_id)
    items = [_row(row) for row in session.execute(statement)]
    more, items = len(items) > LIST_PAGE, items[:LIST_PAGE]
    return Page(items, after=_key(items[-1], show) if more else None)


def _key(row: BookmarkRow, show: Show) -> str:
    moment = row.created_at if show is Show.ALL else row.remind_at
    return key_of(moment or row.created_at, row.public_id)


def _rows(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Bookmark.public_id,
            Bookmark.note,
            Bookmark.remind_at,
            Bookmark.created_at,
            Post.public_id.label("post_public_id"),
            Post.number,
            Post.excerpt,
            Thread.title,
            sa.case((Actor.closed_at.is_(None), Actor.name)).label("author"),
            Channel.slug,
            Channel.name,
        )
        .select_from(Bookmark)
        .outerjoin(Post, sa.and_(Post.id == Bookmark.post_id, bookmarkable_posts(actor)))
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(Channel, Channel.id == Thread.channel_id)
        .outerjoin(Actor, Actor.id == Post.author_id)
        .where(Bookmark.actor_id == actor.id)
    )


def _row(row: sa.Row[*tuple[Any, ...]]) -> BookmarkRow:
    public_id, note, remind_at, created_at, *of_post = row
    post = None if of_post[0] is None else BookmarkedPost(*of_post)
    return BookmarkRow(public_id, note, remind_at, created_at, post)


def bookmark_for(session: Session, actor: Actor, post: Post) -> Bookmark | None:
    """Return the actor's bookmark of this post, or ``None``."""
    return session.scalars(
        sa.select(Bookmark)
        .where(Bookmark.actor_id == actor.id, Bookmark.post_id == post.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def bookmark_by_public_id(session: Session, actor: Actor, public_id: str) -> Bookmark:
    """Return the actor's own bookmark, or raise ``NotFound``."""
    found = session.scalars(
        sa.select(Bookmark).where(Bookmark.public_id == public_id, Bookmark.actor_id == actor.id)
    ).one_or_none()
    if found is None:
        raise NotFound("no_bookmark")
    return found


def bookmarked_among(
    session: Session, actor: Actor | None, post_ids: Sequence[int]
) -> frozenset[int]:
    """Return which of these posts the actor has bookmarked; asks nothing when signed out."""
    if actor is None:
        return frozenset()
    return frozenset(
        session.scalars(
            sa.select(Bookmark.post_id).where(
                Bookmark.actor_id == actor.id, Bookmark.post_id.in_(post_ids)
            )
        )
    )


def due_count(session: Session, actor: Actor) -> int:
    """Return of how many bookmarks the moment has come; runs for the frame of every page."""
    return session.scalars(
        sa.select(sa.func.count())
        .select_from(Bookmark)
        .where(Bookmark.actor_id == actor.id, Bookmark.remind_at <= clock.now())
    ).one()
