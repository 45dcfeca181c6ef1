"""Keeping the index. Every action writes the present state of what it is about, whatever happened.

Posts that nobody can find (held, removed, in a removed thread) have no document, and neither have
removed messages and whatever is said in a peer consultation. Who may read the others is never
written down here: it is asked with each search.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, ActorKind, City, Organisation
from forum.channels.models import Tag
from forum.kernel.rows import change
from forum.messaging.models import Message, Room, RoomKind
from forum.search.engines import Wording, engine_of
from forum.search.engines.compounds import learn
from forum.search.excerpts import plain_text
from forum.search.models import DocumentKind, SearchDocument
from forum.search.text import indexed, normal, tokens
from forum.threads.models import Post, Thread, ThreadTag

_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the index is to say of one thing that can be found."""

    about: dict[str, Any]
    """Columns of its document by which a search is narrowed."""
    visible_at: dt.datetime
    title: str
    body: str

    @property
    def row(self) -> dict[str, Any]:
        """The columns of its document."""
        day = (self.visible_at.date() - _EPOCH).days
        return {**self.about, "visible_at": self.visible_at, "day": day}


def index_posts(session: Session, post_ids: Sequence[int]) -> int:
    """Write the documents of these posts; return how many of them can be found."""
    rows = _findable_posts(session, post_ids)
    tags = _tag_words(session, [row["thread_id"] for row in rows if row["number"] == 1])
    found = {}
    for row in rows:
        is_opening = row["number"] == 1
        found[row["id"]] = _Entry(
            {
                "kind": DocumentKind.POST,
                "thread_id": row["thread_id"],
                "channel_id": row["channel_id"],
                "author_id": row["author_id"],
            },
            visible_at=row["visible_at"],
            title=_words(row["title"]) if is_opening else "",
            body=_words(
                plain_text(row["html"]), *(tags.get(row["thread_id"], ()) if is_opening else ())
            ),
        )
    return _replace(session, "post_id", post_ids, found)


def _findable_posts(session: Session, post_ids: Sequence[int]) -> Sequence[sa.RowMapping]:
    statement = (
        sa.select(
            Post.id,
            Post.number,
            Post.html,
            Post.author_id,
            Post.visible_at,
            Post.thread_id,
            Thread.channel_id,
            Thread.title,
        )
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            Post.id.in_(post_ids),
            Post.visible_at.is_not(None),
            Post.removed_at.is_(None),
            Thread.visible_at.is_not(None),
            Thread.removed_at.is_(None),
        )
    )
    return session.execute(statement).mappings().all()


def _tag_words(session: Session, thread_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return by thread id the names and synonyms of its tags; they are found with its beginning."""
    if not thread_ids:
        return {}
    statement = (
        sa.select(ThreadTag.thread_id, Tag)
        .join(Tag, Tag.id == ThreadTag.tag_id)
        .where(ThreadTag.thread_id.in_(thread_ids))
        .order_by(Tag.id)
    )
    found: dict[int, list[str]] = {}
    for thread_id, tag in session.execute(statement):
        found.setdefault(thread_id, []).extend(tag.words)
    return found


def index_tagged_threads(session: Session) -> int:
    """Write the beginnings of all threads with tags: a tag has another name, or synonyms."""
    tagged = sa.select(ThreadTag.thread_id)
    opening = sa.select(Post.id).where(Post.number == 1, Post.thread_id.in_(tagged))
    return index_posts(session, session.scalars(opening).all())


def index_thread(session: Session, thread_id: int) -> int:
    """Write the documents of all posts of a thread."""
    return index_posts(session, session.scalars(_posts_of(thread_id)).all())


def index_opening_post(session: Session, thread_id: int) -> int:
    """Write the document that holds the title of a thread."""
    opening = _posts_of(thread_id).where(Post.number == 1)
    return index_posts(session, session.scalars(opening).all())


def _posts_of(thread_id: int) -> sa.Select[int]:
    return sa.select(Post.id).where(Post.thread_id == thread_id)


def follow_author(session: Session, *, former_id: int, author_id: int) -> int:
    """Note that somebody else counts as the author of posts; return of how many."""
    return change(
        session,
        sa.update(SearchDocument)
        .where(SearchDocument.author_id == former_id)
        .values(author_id=author_id),
    )


def forget_removed(session: Session, thread_ids: Sequence[int]) -> int:
    """Forget those of the threads that are removed now; return how many documents that was."""
    removed = sa.select(Thread.id).where(Thread.id.in_(thread_ids), Thread.removed_at.is_not(None))
    return change(session, sa.delete(SearchDocument).where(SearchDocument.thread_id.in_(removed)))


def index_messages(session: Session, message_ids: Sequence[int]) -> int:
    """Write the documents of these messages; return how many of them can be found."""
    found = {
        row["id"]: _Entry(
            {
                "kind": DocumentKind.MESSAGE,
                "room_id": row["room_id"],
                "sequence": row["sequence"],
                "channel_id": row["channel_id"],
                "author_id": row["author_id"],
            },
            visible_at=row["created_at"],
            title="",
            body=_words(plain_text(row["html"])),
        )
        for row in _findable_messages(session, message_ids)
    }
    return _replace(session, "message_id", message_ids, found)


def _findable_messages(session: Session, message_ids: Sequence[int]) -> Sequence[sa.RowMapping]:
    statement = (
        sa.select(
            Message.id,
            Message.html,
            Message.author_id,
            Message.created_at,
            Message.sequence,
            Message.room_id,
            Room.channel_id,
        )
        .join(Room, Room.id == Message.room_id)
        .where(Message.id.in_(message_ids), is_findable_message())
    )
    return session.execute(statement).mappings().all()


def is_findable_message() -> sa.ColumnElement[bool]:
    """Return the condition on ``Message`` and its ``Room`` for what has a document at all."""
    return sa.and_(Message.removed_at.is_(None), Room.kind != RoomKind.CONSULTATION)


def index_people(session: Session, actor_ids: Sequence[int]) -> int:
    """Write the documents of these people; return how many of them can be found."""
    found = {
        row["id"]: _Entry(
            {"kind": DocumentKind.PERSON},
            visible_at=row["created_at"],
            title=_words(row["name"], row["handle"]),
            body=_about(row),
        )
        for row in _findable_people(session, actor_ids)
    }
    return _replace(session, "actor_id", actor_ids, found)


def _findable_people(session: Session, actor_ids: Sequence[int]) -> Sequence[sa.RowMapping]:
    statement = (
        sa.select(
            Actor.id,
            Actor.name,
            Actor.handle,
            Actor.function,
            Actor.offers,
            Actor.created_at,
            Organisation.name.label("organisation"),
            City.name.label("city"),
            City.sorbian_name,
        )
        .outerjoin(Organisation, Organisation.id == Actor.organisation_id)
        .outerjoin(City, City.id == Actor.city_id)
        .where(Actor.id.in_(actor_ids), Actor.kind == ActorKind.PERSON, Actor.closed_at.is_(None))
    )
    return session.execute(statement).mappings().all()


def _about(row: sa.RowMapping) -> str:
    parts = (row["function"], row["organisation"], row["city"], row["sorbian_name"], row["offers"])
    return _words(*(part for part in parts if part))


def _words(*texts: str) -> str:
    """Return texts as the index keeps them, one after the other."""
    return indexed(token for text in texts for token in tokens(normal(text)))


def _replace(session: Session, key: str, asked: Sequence[int], found: Mapping[int, _Entry]) -> int:
    """Have documents of those found, and none of the others asked for; return of how many."""
    column = SearchDocument.__table__.c[key]
    if gone := set(asked) - found.keys():
        session.execute(
            sa.delete(SearchDocument).where(column.in_(gone)),
            execution_options={"synchronize_session": False},
        )
    ids = _keep(session, key, {about: entry.row for about, entry in found.items()})
    wordings = [Wording(ids[about], entry.title, entry.body) for about, entry in found.items()]
    engine_of(session).write(session, wordings)
    learn(session, wordings)
    return len(found)


def _keep(session: Session, key: str, documents: dict[int, dict[str, Any]]) -> dict[int, int]:
    """Write the slim rows and return their ids, by what they are about."""
    column = SearchDocument.__table__.c[key]
    known = _ids(session, column, documents)
    fresh = [{key: about, **values} for about, values in documents.items() if about not in known]
    if fresh:
        session.execute(sa.insert(SearchDocument), fresh)
    changed = [
        {"id": known[about], **values} for about, values in documents.items() if about in known
    ]
    if changed:
        session.execute(sa.update(SearchDocument), changed)
    return _ids(session, column, documents)


def _ids(
    session: Session, column: sa.ColumnElement[Any], documents: dict[int, dict[str, Any]]
) -> dict[int, int]:
    statement = sa.select(column, SearchDocument.id).where(column.in_(documents))
    return {row[0]: row[1] for row in session.execute(statement)}
