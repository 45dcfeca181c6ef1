"""What an account was told, as it may see it now: rows of a kind about one thread stand together.

Rights are asked in the statement: what was removed, or cannot be read any more, is not shown and
not counted.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.channels.models import Channel
from forum.kernel.errors import NotFound
from forum.kernel.paging import Page
from forum.notifications.kinds import Kind
from forum.notifications.models import Notification
from forum.threads.models import Post, Thread
from forum.threads.policy import listed_threads, readable_threads

LIST_PAGE = 20
# Of each group so many rows are read: enough for three names in most cases.
_READ_OF_GROUP = 8


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a group."""

    name: str | None
    """Who did it; ``None``: the clock, or somebody who has left."""
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Group:
    """What is shown as one notification."""

    public_id: str
    """Of the newest row in it."""
    kind: Kind
    thread_public_id: str
    title: str
    channel: str
    count: int
    first_number: int
    """Of the first post that it tells of; the link leads there."""
    first_post: str
    excerpt: str
    """Of the newest post."""
    read_at: dt.datetime | None
    told: Sequence[Told]
    """Newest first, the first few."""

    @property
    def at(self) -> dt.datetime:
        """When the newest was told."""
        return self.told[0].at

    @property
    def names(self) -> list[str]:
        """Who is behind it, each once, newest first."""
        return list(dict.fromkeys(one.name for one in self.told if one.name))


def told_to(
    session: Session,
    account: Account,
    *,
    kinds: Collection[Kind] = (),
    unread_only: bool = False,
    before: str | None = None,
    after: str | None = None,
) -> Page[Group]:
    """Return a page of groups, newest first, in one statement; ``account.actor`` is loaded.

    `before` and `after` are the public ids of groups: those before are newer.
    """
    rows = _rows(account)
    if kinds:
        rows = rows.where(Notification.kind.in_(kinds))
    if unread_only:
        rows = rows.where(Notification.read_at.is_(None))
    groups = _read(session, rows.subquery("row"), before, after)
    more = len(groups) > LIST_PAGE
    groups = groups[:LIST_PAGE]
    if before:
        groups.reverse()
    newer, older = (more, True) if before else (after is not None, more)
    return Page(
        items=groups,
        before=groups[0].public_id if groups and newer else None,
        after=groups[-1].public_id if groups and older else None,
    )


def unread_count(session: Session, account: Account) -> int:
    """Return how many groups have not been read; for the header of every page."""
    groups = (
        sa.select(sa.literal(1).label("one"))
        .select_from(Notification)
        .join(Thread, Thread.id == Notification.thread_id)
        .join(Post, Post.id == Notification.post_id)
        .where(*visible_to(account), Notification.read_at.is_(None))
        .group_by(Notification.kind, Notification.thread_id)
        .subquery()
    )
    return session.scalars(sa.select(sa.func.count()).select_from(groups)).one()


def has_unread_in(session: Session, account: Account, thread: Thread, *, number: int) -> bool:
    """Tell whether something unread was told of the posts up to this number."""
    unread = sa.exists().where(
        Notification.account_id == account.id,
        Notification.thread_id == thread.id,
        Notification.read_at.is_(None),
        Notification.post_id == Post.id,
        Post.number <= number,
    )
    return bool(session.scalar(sa.select(unread)))


def own_notification(session: Session, account: Account, public_id: str) -> Notification:
    """Return one of the account's own notifications, or raise ``NotFound``."""
    row = session.scalars(
        sa.select(Notification).where(
            Notification.public_id == public_id, Notification.account_id == account.id
        )
    ).one_or_none()
    if row is None:
        raise NotFound("no_notification")
    return row


def visible_to(account: Account) -> list[sa.ColumnElement[bool]]:
    """Return the conditions on ``Notification``, ``Thread`` and ``Post`` for what may be seen.

    What became of one's own post is told although nobody else sees it.
    """
    actor = account.actor
    standing = sa.and_(
        listed_threads(actor), Post.removed_at.is_(None), Post.visible_at.is_not(None)
    )
    own = sa.and_(
        Notification.kind == Kind.POST_REJECTED,
        Post.author_id == actor.id,
        readable_threads(actor),
    )
    return [Notification.account_id == account.id, sa.or_(standing, own)]


def _rows(account: Account) -> sa.Select[Any]:
    """Select what may be seen, each row knowing what group it stands in."""
    group = (Notification.kind, Notification.thread_id, Notification.read_at)
    newest_first = Notification.public_id.desc()
    first = (Post.number, Notification.public_id)
    return (
        sa.select(
            Notification.kind,
            Notification.created_at,
            Notification.read_at,
            Thread.public_id.label("thread_public_id"),
            Thread.title,
            Channel.name.label("channel"),
            Post.excerpt,
            sa.case((Actor.closed_at.is_(None), Actor.name)).label("name"),
            sa.func.max(Notification.public_id).over(partition_by=group).label("latest"),
            sa.func.count().over(partition_by=group).label("count"),
            sa.func.min(Post.number).over(partition_by=group).label("first_number"),
            sa.func.first_value(Post.public_id)
            .over(partition_by=group, order_by=first)
            .label("first_post"),
            sa.func.row_number().over(partition_by=group, order_by=newest_first).label("nth"),
        )
        .select_from(Notification)
        .join(Thread, Thread.id == Notification.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .join(Post, Post.id == Notification.post_id)
        .outerjoin(Actor, Actor.id == Notification.actor_id)
        .where(*visible_to(account))
    )


def _read(session: Session, row: sa.Subquery, before: str | None, after: str | None) -> list[Group]:
    """Read one group more than a page shows, in the direction asked for."""
    order = row.c.latest.asc() if before else row.c.latest.desc()
    placed = sa.select(row, sa.func.dense_rank().over(order_by=order).label("place"))
    if before:
        placed = placed.where(row.c.latest > before)
    elif after:
        placed = placed.where(row.c.latest < after)
    group = placed.where(row.c.nth <= _READ_OF_GROUP).subquery("placed")
    rows = session.execute(
        sa.select(group).where(group.c.place <= LIST_PAGE + 1).order_by(group.c.place, group.c.nth)
    ).mappings()
    together: dict[str, list[sa.RowMapping]] = {}
    for one in rows:
        together.setdefault(one["latest"], []).append(one)
    return [_group(several) for several in together.values()]


def _group(rows: list[sa.RowMapping]) -> Group:
    newest = rows[0]
    return Group(
        public_id=newest["latest"],
        kind=newest["kind"],
        thread_public_id=newest["thread_public_id"],
        title=newest["title"],
        channel=newest["channel"],
        count=newest["count"],
        first_number=newest["first_number"],
        first_post=newest["first_post"],
        excerpt=newest["excerpt"],
        read_at=newest["read_at"],
        told=[Told(row["name"], row["created_at"]) for row in rows],
    )
