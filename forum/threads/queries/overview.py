"""All threads that a reader may read, narrowed and in the order they ask for."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from forum.accounts.models import Actor
from forum.kernel.paging import Page
from forum.threads.models import Placement, Post, Thread, ThreadKind
from forum.threads.queries.kinds import is_unanswered
from forum.threads.queries.lists import threads_page
from forum.threads.queries.orders import Stretch
from forum.threads.queries.rows import ThreadSummary
from forum.threads.queries.unread import is_unread

_Own = aliased(Post, name="own")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked for; everything that is given must hold."""

    channel_ids: tuple[int, ...] = ()
    """Shown in each of these: a theme and a city."""
    kind: ThreadKind | None = None
    is_unread: bool = False
    is_unanswered: bool = False


def all_threads(
    session: Session, actor: Actor | None, narrowing: Narrowing, stretch: Stretch
) -> Page[ThreadSummary]:
    """Return a page of the listed threads; what is unread is known of members alone."""
    conditions: list[sa.ColumnElement[bool]] = [Thread.archived_at.is_(None)]
    conditions += [
        Thread.id.in_(sa.select(Placement.thread_id).where(Placement.channel_id == channel_id))
        for channel_id in narrowing.channel_ids
    ]
    if narrowing.kind is not None:
        conditions.append(Thread.kind == narrowing.kind)
    if narrowing.is_unread and actor is not None:
        conditions.append(is_unread(actor))
    if narrowing.is_unanswered:
        conditions.append(is_unanswered())
    return threads_page(session, actor, *conditions, stretch=stretch)


def threads_begun_by(session: Session, actor: Actor, stretch: Stretch) -> Page[ThreadSummary]:
    """Return a page of the threads that the actor has begun."""
    return threads_page(session, actor, Thread.author_id == actor.id, stretch=stretch)


def threads_answered_by(session: Session, actor: Actor, stretch: Stretch) -> Page[ThreadSummary]:
    """Return a page of the threads of others in which a reply of the actor stands."""
    replied = sa.exists().where(
        _Own.thread_id == Thread.id,
        _Own.author_id == actor.id,
        _Own.number > 1,
        _Own.removed_at.is_(None),
    )
    return threads_page(session, actor, Thread.author_id != actor.id, replied, stretch=stretch)
