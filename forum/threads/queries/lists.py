"""Lists of threads, latest activity first, read by key.

A page costs three statements whatever its length: the threads with their latest post, its author
and the reader's mark; the further channels, and the tags, of all of them.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, Tag
from forum.kernel import clock
from forum.kernel.paging import Page
from forum.threads.models import Placement, Post, ReadMark, Thread, ThreadTag
from forum.threads.policy import listed_threads
from forum.threads.queries.following import followed_threads
from forum.threads.queries.kinds import is_open_question, is_solved, is_unanswered
from forum.threads.queries.orders import Stretch
from forum.threads.queries.rows import (
    AnySelect,
    FurtherChannel,
    TagLabel,
    ThreadSummary,
    author_columns,
    author_line,
    with_author,
)
from forum.threads.queries.unread import is_unread, mark_join, unread_posts


def threads_in_channel(
    session: Session,
    actor: Actor | None,
    channel: Channel,
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[ThreadSummary]:
    """Return a page of what goes on in the channel: at home there, or placed there.

    What stands on top of it is read by `pinned_threads`, what is put aside by `archived_threads`.
    """
    placed = sa.select(Placement.thread_id).where(
        Placement.channel_id == channel.id,
        sa.or_(Placement.pinned_until.is_(None), Placement.pinned_until <= clock.now()),
    )
    goes_on = sa.and_(Thread.id.in_(placed), Thread.archived_at.is_(None))
    return _page(session, actor, goes_on, before, after)


def unanswered_threads(
    session: Session, actor: Actor | None, *, before: str | None = None, after: str | None = None
) -> Page[ThreadSummary]:
    """Return a page of the threads nobody has replied to yet."""
    return _page(session, actor, is_unanswered(), before, after)


def open_questions(
    session: Session, actor: Actor | None, *, before: str | None = None, after: str | None = None
) -> Page[ThreadSummary]:
    """Return a page of the questions that no accepted answer has solved."""
    return _page(session, actor, is_open_question(), before, after)


def threads_with_tag(
    session: Session,
    actor: Actor | None,
    tag: Tag,
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[ThreadSummary]:
    """Return a page of what bears the tag, in whichever channels."""
    tagged = sa.select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag.id)
    return _page(session, actor, Thread.id.in_(tagged), before, after)


def threads_followed_by(
    session: Session, actor: Actor, *, before: str | None = None, after: str | None = None
) -> Page[ThreadSummary]:
    """Return a page of the threads that the actor follows."""
    return _page(session, actor, followed_threads(actor), before, after)


def threads_matching(
    session: Session,
    actor: Actor | None,
    *conditions: sa.ColumnElement[bool],
    limit: int,
    is_rare: bool = False,
) -> list[ThreadSummary]:
    """Return the latest listed threads; the conditions speak of ``Thread`` and ``ReadMark``.

    What is rare costs one statement where there is nothing; other lists always cost the same.
    """
    statement = _summaries(actor).where(*conditions)
    latest_first = (Thread.last_post_at.desc(), Thread.public_id.desc())
    return _read(session, statement.order_by(*latest_first).limit(limit), is_rare=is_rare)


def _page(
    session: Session,
    actor: Actor | None,
    condition: sa.ColumnElement[bool],
    before: str | None,
    after: str | None,
) -> Page[ThreadSummary]:
    return threads_page(session, actor, condition, stretch=Stretch(before=before, after=after))


def threads_page(
    session: Session, actor: Actor | None, *conditions: sa.ColumnElement[bool], stretch: Stretch
) -> Page[ThreadSummary]:
    """Return a page of listed threads; the conditions speak of ``Thread`` and ``ReadMark``."""
    return stretch.page(_read(session, stretch.of(_summaries(actor).where(*conditions))))


def _summaries(actor: Actor | None) -> AnySelect:
    """Select listed threads with home channel, latest readable post, its author and the mark."""
    mark: sa.ColumnElement[Any] = sa.null()
    unread: sa.ColumnElement[Any] = sa.literal(0)
    if actor is not None:
        mark = ReadMark.number.label("mark")
        unread = sa.case((is_unread(actor), unread_posts()), else_=0)
    statement = (
        sa.select(
            Thread.id,
            Thread.public_id,
            Thread.title,
            Thread.visible_at,
            Thread.last_post_at,
            Thread.last_post_number,
            Thread.reply_count,
            Thread.locked_at,
            Thread.archived_at,
            Thread.kind,
            is_solved().label("is_solved"),
            Channel.slug.label("channel_slug"),
            Channel.name.label("channel_name"),
            Channel.kind.label("channel_kind"),
            # A removed post is the latest where all of them are; its words are gone.
            sa.case((Post.removed_at.is_(None), Post.excerpt), else_="").label("excerpt"),
            mark.label("mark"),
            unread.label("unread"),
            *author_columns(),
        )
        .join(Channel, Channel.id == Thread.channel_id)
        .join(Post, sa.and_(Post.thread_id == Thread.id, Post.number == Thread.last_post_number))
        .where(listed_threads(actor))
    )
    if actor is not None:
        statement = statement.outerjoin(ReadMark, mark_join(actor))
    return with_author(statement)


def _read(session: Session, statement: AnySelect, *, is_rare: bool = False) -> list[ThreadSummary]:
    rows = session.execute(statement).mappings().all()
    if is_rare and not rows:
        return []
    thread_ids = [row["id"] for row in rows]
    further = _further_channels(session, thread_ids)
    tags = tags_by_thread(session, thread_ids)
    return [
        ThreadSummary(
            id=row["id"],
            public_id=row["public_id"],
            title=row["title"],
            channel=FurtherChannel(
                row["channel_slug"], row["channel_name"], row["channel_kind"], is_home=True
            ),
            author=author_line(row),
            excerpt=row["excerpt"],
            visible_at=row["visible_at"],
            last_post_at=row["last_post_at"],
            last_post_number=row["last_post_number"],
            reply_count=row["reply_count"],
            is_locked=row["locked_at"] is not None,
            is_archived=row["archived_at"] is not None,
            mark=row["mark"],
            unread=row["unread"],
            further=tuple(further.get(row["id"], ())),
            kind=row["kind"],
            is_solved=row["is_solved"],
            tags=tuple(tags.get(row["id"], ())),
        )
        for row in rows
    ]


def _further_channels(
    session: Session, thread_ids: Sequence[int]
) -> dict[int, list[FurtherChannel]]:
    """Return by thread id where else the threads are shown."""
    rows = session.execute(
        sa.select(Placement.thread_id, Channel.slug, Channel.name, Channel.kind)
        .join(Channel, Channel.id == Placement.channel_id)
        .where(Placement.thread_id.in_(thread_ids), Placement.is_home.is_(False))
        .order_by(Channel.kind, Channel.name)
    )
    found: dict[int, list[FurtherChannel]] = {}
    for thread_id, slug, name, kind in rows:
        found.setdefault(thread_id, []).append(FurtherChannel(slug, name, kind, is_home=False))
    return found


def tags_by_thread(session: Session, thread_ids: Sequence[int]) -> dict[int, list[TagLabel]]:
    """Return by thread id the tags it bears, by name."""
    rows = session.execute(
        sa.select(ThreadTag.thread_id, Tag.slug, Tag.name)
        .join(Tag, Tag.id == ThreadTag.tag_id)
        .where(ThreadTag.thread_id.in_(thread_ids))
        .order_by(Tag.name)
    )
    found: dict[int, list[TagLabel]] = {}
    for thread_id, slug, name in rows:
        found.setdefault(thread_id, []).append(TagLabel(slug, name))
    return found
