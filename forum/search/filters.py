"""What narrows a search besides words: who, where, when; as conditions on ``SearchDocument``."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City
from forum.channels.models import Channel, ChannelKind, Tag
from forum.channels.policy import readable_channels
from forum.search.engines import Wanted, engine_of
from forum.search.language import Filter, Hint, Operator, Query, parse
from forum.search.models import DocumentKind, SearchDocument
from forum.search.text import words
from forum.search.wanted import beginning_of
from forum.threads.models import Placement, Thread, ThreadTag
from forum.threads.queries import is_open_question, is_solved, is_unanswered

_MYSELF = frozenset({"mir", "me", "ich", "myself"})
_KINDS = {
    Operator.CHANNEL: tuple(ChannelKind),
    Operator.THEME: (ChannelKind.THEME,),
    Operator.CITY: (ChannelKind.CITY,),
}
_STATES = {
    Operator.OPEN: is_open_question,
    Operator.SOLVED: is_solved,
    Operator.UNANSWERED: is_unanswered,
}
# Zero more is the same number and no indexed column: the way leads from the words to the documents.
_THREAD = SearchDocument.thread_id + 0
_AUTHOR = SearchDocument.author_id + 0
_CHANNEL = SearchDocument.channel_id + 0
ROOM = SearchDocument.room_id + 0


@dataclass(slots=True)
class Narrowing:
    """The conditions of all filters, and what could not be done as asked."""

    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    """Of a search for posts."""
    in_rooms: list[ColumnElement[bool]] = field(default_factory=list)
    """Of a search for messages."""
    hints: list[Hint] = field(default_factory=list)
    city_ids: list[int] | None = None
    """Of a search for people: where they belong; ``None``: anywhere."""
    is_about_posts: bool = False
    """Asks for what people do not have, so that none can be found."""
    is_about_threads: bool = False
    """Asks for what only threads have, so that no message can be found."""

    def everywhere(self, condition: ColumnElement[bool]) -> None:
        """Narrow posts and messages alike."""
        self.conditions.append(condition)
        self.in_rooms.append(condition)


def narrowing_of(session: Session, actor: Actor | None, query: Query, zone: dt.tzinfo) -> Narrowing:
    """Look up what the filters name. What the reader may not know of is not there."""
    narrowing = Narrowing()
    for one in query.filters:
        if one.operator is Operator.AUTHOR:
            _author(session, actor, one, narrowing)
        elif one.operator is Operator.TAG:
            _tag(session, one, narrowing)
        elif one.operator in _STATES:
            threads = sa.select(Thread.id).where(_STATES[one.operator]())
            narrowing.conditions.append(_THREAD.in_(threads))
            narrowing.is_about_threads = True
        elif one.operator in _KINDS:
            _place(session, actor, one, narrowing)
        elif one.day is not None:
            narrowing.everywhere(_moment(one.operator, one.day, zone))
        if one.operator is not Operator.CITY:
            narrowing.is_about_posts = True
    return narrowing


def _moment(operator: Operator, day: dt.date, zone: dt.tzinfo) -> ColumnElement[bool]:
    midnight = dt.datetime.combine(day, dt.time(), zone)
    if operator is Operator.BEFORE:
        return SearchDocument.visible_at < midnight
    return SearchDocument.visible_at >= midnight


def _author(session: Session, actor: Actor | None, one: Filter, narrowing: Narrowing) -> None:
    if actor is not None and one.value.casefold() in _MYSELF:
        narrowing.everywhere(_AUTHOR.in_([actor.id]))
        return
    # Whoever wrote something that can be read is named above it: names are no secret here.
    wanted = beginning_of(parse(one.value))
    found = _people_named(session, wanted) if wanted is not None else []
    narrowing.everywhere(_AUTHOR.in_(found))
    if not found:
        narrowing.hints.append(Hint.NO_AUTHOR)


def _people_named(session: Session, wanted: Wanted) -> Sequence[int]:
    hit = engine_of(session).hits(wanted).cte("named").prefix_with("MATERIALIZED")
    statement = (
        sa.select(SearchDocument.actor_id)
        .join(hit, hit.c.id == SearchDocument.id)
        .join(Actor, Actor.id == SearchDocument.actor_id)
        .where(SearchDocument.kind == DocumentKind.PERSON, Actor.closed_at.is_(None))
        .limit(200)
    )
    return [one for one in session.scalars(statement) if one is not None]


def _place(session: Session, actor: Actor | None, one: Filter, narrowing: Narrowing) -> None:
    channels = _named(
        one.value,
        session.execute(
            sa.select(Channel.id, Channel.name, Channel.slug).where(
                readable_channels(actor), Channel.kind.in_(_KINDS[one.operator])
            )
        ),
    )
    placed = sa.select(Placement.thread_id).where(Placement.channel_id.in_(channels))
    condition: ColumnElement[bool] = _THREAD.in_(placed)
    in_rooms: ColumnElement[bool] = _CHANNEL.in_(list(channels))
    if one.operator is Operator.CITY:
        cities = _named(one.value, session.execute(sa.select(City.id, City.name, City.slug)))
        narrowing.city_ids = cities
        people = sa.select(Actor.id).where(Actor.city_id.in_(cities))
        condition = sa.or_(condition, _AUTHOR.in_(people))
        in_rooms = sa.or_(in_rooms, _AUTHOR.in_(people))
        channels += cities
    narrowing.conditions.append(condition)
    narrowing.in_rooms.append(in_rooms)
    if not channels:
        narrowing.hints.append(Hint.NO_PLACE)


def _tag(session: Session, one: Filter, narrowing: Narrowing) -> None:
    """Look the tag up by name, synonym or slug; archived ones are still borne."""
    tags = session.scalars(sa.select(Tag))
    found = _named(one.value, [(tag.id, word, tag.slug) for tag in tags for word in tag.words])
    tagged = sa.select(ThreadTag.thread_id).where(ThreadTag.tag_id.in_(found))
    narrowing.conditions.append(_THREAD.in_(tagged))
    narrowing.is_about_threads = True
    if not found:
        narrowing.hints.append(Hint.NO_TAG)


def _named(value: str, rows: Iterable[Any]) -> list[int]:
    """Return the rows whose name or slug is the value; failing that, whose words begin with it."""
    asked = words(value.replace("-", " "))
    exact, beginning = [], []
    for row_id, name, slug in rows:
        for known in (words(name.replace("-", " ")), words(slug.replace("-", " "))):
            if known == asked:
                exact.append(row_id)
            if all(any(word.startswith(part) for word in known) for part in asked):
                beginning.append(row_id)
    return list(dict.fromkeys(exact or beginning))
