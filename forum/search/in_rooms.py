"""Finding what was said in rooms: by whoever reads the room now, from when on they came.

The ways are those of `queries`: from the words to the documents, narrowed and ranked, and at the
end everything is asked of the originals once more. What is said in a peer consultation has no
document, and is left out all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import is_present, readable_channels
from forum.messaging.models import Message, Participant, Room, RoomKind
from forum.messaging.policy import readable_messages
from forum.messaging.queries import with_author
from forum.search.actions import is_findable_message
from forum.search.filters import ROOM
from forum.search.language import Order
from forum.search.models import DocumentKind, SearchDocument
from forum.search.queries import LAST_PAGE, PAGE, Asked, hits_of, score_of, today
from forum.threads.queries.rows import AnySelect

MESSAGES_BESIDE = 3


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """A message that was found, with its author and its room (and the channel of that)."""

    message: Message
    others: tuple[str, ...]
    """The names of the others, in a conversation that has no name."""


def messages(
    session: Session,
    actor: Actor | None,
    asked: Asked,
    *,
    order: Order = "relevance",
    page: int = 1,
    limit: int = PAGE,
) -> tuple[list[FoundMessage], bool]:
    """Return a page of messages, and whether there is a further one."""
    if actor is None or not is_present(actor) or asked.narrowing.is_about_threads:
        return [], False
    ranked = (
        _ranked(session, actor, asked, order)
        .limit(limit + 1)
        .offset((page - 1) * limit)
        .cte("ranked")
        .prefix_with("MATERIALIZED")
    )
    statement = (
        with_author(sa.select(Message))
        .join(ranked, ranked.c.message_id == Message.id)
        .join(Room, Room.id == Message.room_id)
        .where(readable_messages(actor), is_findable_message())
        .options(joinedload(Message.room).joinedload(Room.channel))
        .order_by(ranked.c.score.desc(), ranked.c.visible_at.desc(), Message.id.desc())
    )
    rows = session.scalars(statement, {"today": today()}).all()
    names = _names_of_others(session, actor, (row.room for row in rows))
    found = [FoundMessage(row, names.get(row.room_id, ())) for row in rows[:limit]]
    return found, len(rows) > limit and page < LAST_PAGE


def _ranked(session: Session, actor: Actor, asked: Asked, order: Order) -> AnySelect:
    hits = hits_of(session, asked)
    best = score_of(hits) if order == "relevance" else sa.literal(0.0)
    return (
        sa.select(SearchDocument.message_id, SearchDocument.visible_at, best.label("score"))
        .select_from(hits.join(SearchDocument, SearchDocument.id == hits.c.id))
        .where(
            SearchDocument.kind == DocumentKind.MESSAGE,
            _in_reach(session, actor),
            *asked.narrowing.in_rooms,
        )
        .order_by(sa.desc("score"), SearchDocument.visible_at.desc(), SearchDocument.id.desc())
    )


def _in_reach(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Narrow documents to rooms that the actor reads, so that pages are full."""
    readable = sa.select(Room.id).where(
        Room.kind == RoomKind.CHANNEL,
        Room.channel_id.in_(sa.select(Channel.id).where(readable_channels(actor))),
    )
    since = (
        sa.select(Participant.after_sequence)
        .where(
            Participant.room_id == SearchDocument.room_id,
            Participant.actor_id == actor.id,
            Participant.left_at.is_(None),
        )
        .correlate(SearchDocument)
        .scalar_subquery()
    )
    return sa.or_(ROOM.in_(list(session.scalars(readable))), SearchDocument.sequence > since)


def _names_of_others(
    session: Session, actor: Actor, rooms: Iterable[Room]
) -> dict[int, tuple[str, ...]]:
    ids = {room.id for room in rooms if room.channel_id is None and not room.name}
    if not ids:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for room_id, name in session.execute(
        sa.select(Participant.room_id, Actor.name)
        .join(Actor, Actor.id == Participant.actor_id)
        .where(Participant.room_id.in_(ids), Actor.id != actor.id)
        .order_by(Participant.joined_at, Actor.id)
    ):
        found[room_id] = (*found.get(room_id, ()), name)
    return found
