"""Reading collections: a list of them, one, and its entries as one reader sees them."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.attachments.models import Attachment
from forum.attachments.policy import readable_attachments
from forum.channels.models import Channel
from forum.curation.models import Collection, CollectionEntry
from forum.curation.policy import curated_channels, readable_collections
from forum.kernel.errors import NotFound
from forum.kernel.paging import Page
from forum.threads.models import MergedThread, Post, Thread, ThreadKind
from forum.threads.policy import listed_threads
from forum.threads.queries.kinds import is_solved

PAGE = 30
MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A collection in a list."""

    public_id: str
    title: str
    html: str
    """Its introduction."""
    channel: str
    channel_slug: str
    updated_at: dt.datetime
    entries: int
    """As many as the reader may open."""


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """A thread of a collection."""

    public_id: str
    title: str
    kind: ThreadKind
    is_locked: bool
    is_solved: bool
    replies: int
    channel: str
    channel_slug: str
    excerpt: str
    """Of the post that opens it; "" where that was removed."""
    last_post_at: dt.datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry: a thread, a file, or (both ``None``) something that the reader may not open."""

    id: int
    note: str
    thread: ThreadEntry | None
    attachment: Attachment | None


def collection_by_public_id(session: Session, public_id: str) -> Collection:
    """Return the collection with channel and author, or raise ``NotFound``."""
    found = session.scalars(
        sa.select(Collection)
        .where(Collection.public_id == public_id)
        .options(joinedload(Collection.channel), joinedload(Collection.author))
    ).one_or_none()
    if found is None:
        raise NotFound("no_collection")
    return found


def collections_shown(
    session: Session,
    actor: Actor | None,
    *,
    channel: Channel | None = None,
    after: str | None = None,
) -> Page[CollectionRow]:
    """Return a page of the collections that stand, latest first, of a channel or of all.

    In one statement; `after` is the public id of the last one on the page before.
    """
    statement = (
        sa.select(
            Collection.public_id,
            Collection.title,
            Collection.html,
            Channel.name,
            Channel.slug,
            Collection.updated_at,
            _openable(actor),
        )
        .join(Channel, Channel.id == Collection.channel_id)
        .where(readable_collections(actor), Collection.removed_at.is_(None))
        .order_by(Collection.public_id.desc())
        .limit(PAGE + 1)
    )
    if channel is not None:
        statement = statement.where(Collection.channel_id == channel.id)
    if after:
        statement = statement.where(Collection.public_id < after)
    found = [CollectionRow(*row) for row in session.execute(statement)]
    rows = found[:PAGE]
    return Page(rows, after=rows[-1].public_id if len(found) > PAGE else None)


def _openable(actor: Actor | None) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(CollectionEntry)
        .outerjoin(MergedThread, MergedThread.thread_id == CollectionEntry.thread_id)
        .outerjoin(Thread, Thread.id == _thread_id())
        .outerjoin(Attachment, Attachment.id == CollectionEntry.attachment_id)
        .where(
            CollectionEntry.collection_id == Collection.id,
            sa.or_(listed_threads(actor), readable_attachments(actor)),
        )
        .correlate(Collection)
        .scalar_subquery()
    )


def _thread_id() -> sa.ColumnElement[int]:
    """Return where the thread of an entry has gone; it may have become part of another one."""
    return sa.func.coalesce(MergedThread.into_id, CollectionEntry.thread_id)


def entries_of(session: Session, actor: Actor | None, collection: Collection) -> list[EntryRow]:
    """Return all entries in their order, in one statement; empty where the reader may not look."""
    statement = (
        sa.select(
            CollectionEntry.id,
            CollectionEntry.note,
            Thread.public_id,
            Thread.title,
            Thread.kind,
            Thread.locked_at.is_not(None),
            is_solved(),
            Thread.reply_count,
            Channel.name,
            Channel.slug,
            sa.func.coalesce(Post.excerpt, ""),
            Thread.last_post_at,
            Attachment,
        )
        .select_from(CollectionEntry)
        .outerjoin(MergedThread, MergedThread.thread_id == CollectionEntry.thread_id)
        .outerjoin(Thread, sa.and_(Thread.id == _thread_id(), listed_threads(actor)))
        .outerjoin(Channel, Channel.id == Thread.channel_id)
        .outerjoin(Post, sa.and_(Post.thread_id == Thread.id, Post.number == 1, _stands()))
        .outerjoin(
            Attachment,
            sa.and_(Attachment.id == CollectionEntry.attachment_id, readable_attachments(actor)),
        )
        .where(CollectionEntry.collection_id == collection.id)
        .order_by(CollectionEntry.position, CollectionEntry.id)
        .limit(MOST_ENTRIES)
    )
    return [
        EntryRow(entry_id, note, ThreadEntry(*thread) if thread[0] else None, attachment)
        for entry_id, note, *thread, attachment in session.execute(statement)
    ]


def _stands() -> sa.ColumnElement[bool]:
    return sa.and_(Post.removed_at.is_(None), Post.visible_at.is_not(None))


def curated_by(session: Session, actor: Actor) -> list[Collection]:
    """Return the collections that the actor may change, by title, each with its channel."""
    curated = sa.select(Channel.id).where(curated_channels(actor)).correlate(None)
    return list(
        session.scalars(
            sa.select(Collection)
            .where(Collection.channel_id.in_(curated), Collection.removed_at.is_(None))
            .order_by(Collection.title, Collection.id)
            .options(joinedload(Collection.channel))
        )
    )
