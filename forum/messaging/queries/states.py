"""What messages look like now: the same for everybody who reads the room.

Plain values, made once for all: they go over sockets, into JSON and into pages as they are. What a
reader may do with a message is asked when it is done, and shown by whose message it is.
"""

from collections.abc import Collection, Sequence
from typing import TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from forum.accounts.models import Actor
from forum.messaging.models import Message, MessageReaction


class AuthorState(TypedDict):
    """Who wrote a message; of somebody who has left, only that."""

    id: str
    name: str
    handle: str
    organisation: str | None
    city: str | None
    picture_at: int | None
    """When the picture was changed, in milliseconds; ``None``: there is none."""


class ReactionState(TypedDict):
    """One sign under a message."""

    sign: str
    by: list[str]
    """Public ids of the people, first come first."""


class AnsweredState(TypedDict):
    """The message that this one answers, in a few words; `excerpt` is empty when it is gone."""

    id: str
    sequence: int
    name: str
    excerpt: str


class MessageState(TypedDict):
    """One message; one that was removed has no words any more."""

    id: str
    sequence: int
    version: int
    client_id: str
    author: AuthorState
    at: str
    """ISO 8601, UTC."""
    edited_at: str | None
    html: str
    excerpt: str
    answers: AnsweredState | None
    reactions: list[ReactionState]
    is_pinned: bool
    kept_in: str | None
    """The public id of the keeping that quotes it in a thread, under its author's name."""
    removed: str | None
    """``author`` or ``moderation``; ``None`` while it stands."""


def states_of(
    session: Session, messages: Sequence[Message], *, fresh: Collection[int] = ()
) -> list[MessageState]:
    """Return how these messages of one room look; a constant number of statements.

    Their authors, with organisation and city, are loaded (see `with_author`). To the `fresh` ones,
    by id, nobody has reacted yet.
    """
    seen = [message.id for message in messages if message.id not in fresh]
    reactions = _reactions_to(session, seen) if seen else {}
    answered = _answered_by(session, messages)
    return [
        _state(message, reactions.get(message.id, []), answered.get(message.reply_to_id or 0))
        for message in messages
    ]


def with_author(statement: sa.Select[Message], *, apart: bool = False) -> sa.Select[Message]:
    """Load with each message who wrote it; `apart`: in a statement of its own."""
    author = (selectinload if apart else joinedload)(Message.author)
    return statement.options(author.joinedload(Actor.organisation), author.joinedload(Actor.city))


def _state(
    message: Message, reactions: list[ReactionState], answers: AnsweredState | None
) -> MessageState:
    is_removed = message.removed_at is not None
    return MessageState(
        id=message.public_id,
        sequence=message.sequence,
        version=message.version,
        client_id=message.client_id,
        author=_author(message.author),
        at=message.created_at.isoformat(),
        edited_at=None if message.edited_at is None else message.edited_at.isoformat(),
        html="" if is_removed else message.html,
        excerpt="" if is_removed else message.excerpt,
        answers=answers,
        reactions=[] if is_removed else reactions,
        is_pinned=message.pinned_at is not None and not is_removed,
        kept_in=message.kept_in,
        removed=_removed(message),
    )


def _removed(message: Message) -> str | None:
    if message.removed_at is None:
        return None
    return "author" if message.removed_by_id == message.author_id else "moderation"


def _author(actor: Actor) -> AuthorState:
    picture = actor.picture_at
    return AuthorState(
        id=actor.public_id,
        name=actor.name,
        handle=actor.handle,
        organisation=actor.organisation.name if actor.organisation else None,
        city=actor.city.name if actor.city else None,
        picture_at=None if picture is None else int(picture.timestamp() * 1000),
    )


def _reactions_to(session: Session, ids: Sequence[int]) -> dict[int, list[ReactionState]]:
    rows = session.execute(
        sa.select(MessageReaction.message_id, MessageReaction.sign, Actor.public_id)
        .join(Actor, Actor.id == MessageReaction.actor_id)
        .where(MessageReaction.message_id.in_(ids))
        .order_by(MessageReaction.created_at, MessageReaction.actor_id)
    )
    found: dict[int, dict[str, ReactionState]] = {}
    for message_id, sign, person in rows:
        of_message = found.setdefault(message_id, {})
        of_message.setdefault(sign, ReactionState(sign=sign, by=[]))["by"].append(person)
    return {message_id: list(signs.values()) for message_id, signs in found.items()}


def _answered_by(session: Session, messages: Sequence[Message]) -> dict[int, AnsweredState]:
    ids = {message.reply_to_id for message in messages if message.reply_to_id is not None}
    if not ids:
        return {}
    rows = session.scalars(
        sa.select(Message).where(Message.id.in_(ids)).options(joinedload(Message.author))
    )
    return {
        row.id: AnsweredState(
            id=row.public_id,
            sequence=row.sequence,
            name=row.author.name,
            excerpt="" if row.removed_at is not None else row.excerpt,
        )
        for row in rows
    }
