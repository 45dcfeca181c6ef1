"""Completing names of people and channels while somebody writes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import readable_channels, readers_of
from forum.search.engines import Wanted, engine_of
from forum.search.engines.interface import Alternatives
from forum.search.models import DocumentKind, SearchDocument
from forum.search.queries import FoundPerson, whole_people
from forum.search.text import words

COMPLETED = 8
SHORTEST_NAME = 2
"""Letters from which on people are looked for: one letter is the beginning of half of them."""
_LONGEST = 60
_MOST_WORDS = 4


def complete_people(
    session: Session, actor: Actor | None, typed: str, channel: Channel | None
) -> list[FoundPerson]:
    """Return members whose names or handle have words beginning so, by name.

    With a channel, only such as may read it: whoever is mentioned there is told.
    """
    parts = words(typed[:_LONGEST])[:_MOST_WORDS]
    if actor is None or len("".join(parts)) < SHORTEST_NAME:
        return []
    wanted = Wanted(tuple(Alternatives(stem=part, beginning=part) for part in parts), in_title=True)
    hits = engine_of(session).hits(wanted).cte("hit").prefix_with("MATERIALIZED")
    reads = Actor.domain == "" if channel is None else readers_of(channel)
    statement = (
        whole_people(actor)
        .join(SearchDocument, SearchDocument.actor_id == Actor.id)
        .join(hits, hits.c.id == SearchDocument.id)
        .where(SearchDocument.kind == DocumentKind.PERSON, reads)
        .order_by(Actor.name, Actor.id)
        .limit(COMPLETED)
    )
    return [FoundPerson(**row) for row in session.execute(statement).mappings()]


def complete_channels(session: Session, actor: Actor | None, typed: str) -> list[Channel]:
    """Return channels the actor may read whose names have words beginning so, in their order.

    Without a word typed yet, the first of them. There are some hundred channels, so they are
    compared here and need no index.
    """
    parts = words(typed[:_LONGEST])[:_MOST_WORDS]
    channels = session.scalars(
        sa.select(Channel)
        .where(readable_channels(actor), Channel.archived_at.is_(None))
        .order_by(Channel.kind.desc(), Channel.position, Channel.name, Channel.id)
    )
    fitting = (channel for channel in channels if _fits(parts, channel))
    return [channel for channel, _ in zip(fitting, range(COMPLETED), strict=False)]


def _fits(parts: tuple[str, ...], channel: Channel) -> bool:
    names = words(f"{channel.name} {channel.slug.replace('-', ' ')}")
    return all(any(name.startswith(part) for name in names) for part in parts)
