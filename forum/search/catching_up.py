"""What the index should hold and does not: for the first filling, for doubt, and every hour."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, ActorKind
from forum.messaging.models import Message, Room
from forum.search.actions import index_messages, index_people, index_posts, is_findable_message
from forum.search.engines import engine_of
from forum.search.models import DocumentKind, SearchDocument
from forum.threads.models import Post, Thread

BATCH = 100
"""Documents in one transaction: on SQLite others wait to write meanwhile."""
_AT_ONCE = 1_000
_SOURCES = {
    DocumentKind.POST: Post.id,
    DocumentKind.MESSAGE: Message.id,
    DocumentKind.PERSON: Actor.id,
}
_INDEXING = {
    DocumentKind.POST: index_posts,
    DocumentKind.MESSAGE: index_messages,
    DocumentKind.PERSON: index_people,
}


def index_missing(session: Session) -> int:
    """Index what can be found but has no document, some of it; return how much was added."""
    missing = sa.select(SearchDocument.id)
    posts = session.scalars(
        sa.select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.visible_at.is_not(None),
            Post.removed_at.is_(None),
            Thread.visible_at.is_not(None),
            Thread.removed_at.is_(None),
            ~missing.where(SearchDocument.post_id == Post.id).exists(),
        )
        .limit(_AT_ONCE)
    ).all()
    people = session.scalars(
        sa.select(Actor.id)
        .where(
            Actor.kind == ActorKind.PERSON,
            Actor.closed_at.is_(None),
            ~missing.where(SearchDocument.actor_id == Actor.id).exists(),
        )
        .limit(_AT_ONCE)
    ).all()
    messages = session.scalars(
        sa.select(Message.id)
        .join(Room, Room.id == Message.room_id)
        .where(
            is_findable_message(), ~missing.where(SearchDocument.message_id == Message.id).exists()
        )
        .limit(_AT_ONCE)
    ).all()
    return (
        index_posts(session, posts)
        + index_people(session, people)
        + index_messages(session, messages)
    )


def everything(session: Session) -> dict[DocumentKind, int]:
    """Return how many posts, messages and people there are to look at."""
    return {
        kind: session.scalar(sa.select(sa.func.count(source))) or 0
        for kind, source in _SOURCES.items()
    }


def batch_after(session: Session, kind: DocumentKind, last_id: int) -> Sequence[int]:
    """Return the ids of the next posts or actors, in order."""
    source = _SOURCES[kind]
    statement = sa.select(source).where(source > last_id).order_by(source).limit(BATCH)
    return session.scalars(statement).all()


def index_batch(session: Session, kind: DocumentKind, ids: Sequence[int]) -> int:
    """Write the documents of a batch."""
    return _INDEXING[kind](session, ids)


def forget_unused_words(session: Session) -> None:
    """Take words out of the index of compounds that no text holds any more."""
    engine_of(session).forget_unused_words(session)
