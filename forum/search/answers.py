"""From what somebody typed to what they get: posts, messages, people, hints."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.messaging.models import Room
from forum.search import queries
from forum.search.engines.interface import Alternatives
from forum.search.filters import ROOM, narrowing_of
from forum.search.in_rooms import MESSAGES_BESIDE, FoundMessage, messages
from forum.search.language import Hint, Order, Query, parse
from forum.search.queries import Asked, FoundPerson, FoundPost, FoundThread
from forum.search.text import tokens
from forum.search.wanted import beginning_of, wanted_of

Kind = Literal["all", "posts", "messages", "people"]
SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and what to show of the answer."""

    text: str
    kind: Kind = "all"
    order: Order = "relevance"
    page: int = 1
    room: Room | None = None
    """Look for messages of this room alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found."""

    query: Query
    wanted: tuple[Alternatives, ...] = ()
    posts: list[FoundPost] = field(default_factory=list)
    messages: list[FoundMessage] = field(default_factory=list)
    people: list[FoundPerson] = field(default_factory=list)
    people_first: bool = False
    """The names of people are what was asked for."""
    more: bool = False
    """There is a further page."""
    more_messages: bool = False
    more_people: bool = False
    hints: tuple[Hint, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.posts and not self.messages and not self.people


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant by what is being typed."""

    threads: list[FoundThread] = field(default_factory=list)
    people: list[FoundPerson] = field(default_factory=list)


def answer(session: Session, actor: Actor | None, question: Question, *, zone: dt.tzinfo) -> Answer:
    """Find what the searcher may read. Nothing that can be typed is an error."""
    query = parse(question.text)
    if query.is_empty:
        return Answer(query, hints=query.hints)
    narrowing = narrowing_of(session, actor, query, zone)
    if question.room is not None:
        narrowing.in_rooms.append(ROOM.in_([question.room.id]))
    asked = Asked(query, wanted_of(session, query), narrowing)
    found = _found(session, actor, asked, question)
    return replace(
        found,
        wanted=asked.wanted,
        people_first=any(_is_named(person, asked.wanted) for person in found.people),
        hints=(*query.hints, *narrowing.hints),
    )


def _found(session: Session, actor: Actor | None, asked: Asked, question: Question) -> Answer:
    """Find what kind of thing was asked for; beside posts, a few of the others."""
    order: Order = question.order if asked.wanted else "newest"
    page, kind = question.page, question.kind
    if kind == "people":
        people, more = queries.people(session, actor, asked, limit=queries.PAGE, page=page)
        return Answer(asked.query, people=people, more=more)
    if kind == "messages":
        said, more = messages(session, actor, asked, order=order, page=page)
        return Answer(asked.query, messages=said, more=more)
    posts, more = queries.posts(session, actor, asked, order=order, page=page)
    if kind == "posts" or page > 1:
        return Answer(asked.query, posts=posts, more=more)
    people, more_people = queries.people(session, actor, asked, limit=queries.PEOPLE_BESIDE)
    said, more_said = messages(session, actor, asked, order=order, limit=MESSAGES_BESIDE)
    return Answer(
        asked.query,
        posts=posts,
        messages=said,
        people=people,
        more=more,
        more_messages=more_said,
        more_people=more_people,
    )


def _is_named(person: FoundPerson, wanted: tuple[Alternatives, ...]) -> bool:
    """Tell whether everything asked for stands in the person's name."""
    names = [token.word for token in tokens(person.name)]
    return bool(wanted) and all(
        any(name.startswith(one.beginning or one.stem) for name in names)
        if not one.phrase
        else " ".join(one.phrase) in " ".join(names)
        for one in wanted
    )


def suggest(session: Session, actor: Actor | None, text: str) -> Suggestions:
    """Return threads by title and members by name; operators are read as in a search."""
    query = parse(text)
    wanted = None if query.filters else beginning_of(query)
    if wanted is None:
        return Suggestions()
    return Suggestions(
        threads=queries.suggested_threads(session, actor, wanted, limit=SUGGESTED),
        people=queries.suggested_people(session, actor, wanted, limit=SUGGESTED),
    )
