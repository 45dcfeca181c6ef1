"""Finding. Every statement decides in itself what the searcher may read: which channels are open
to them is read just before, in the same transaction, by `readable_channels`; that a thread is at
home there, and that thread and post stand, is asked of the originals and not of the index.

The way leads from the words to the documents: the hits of the index are written down first
(``MATERIALIZED``), then narrowed and ranked, and only the rows of the page are looked at whole. So
a planner has no other way to go; walking all rows by date until enough fit costs a hundred times
more for a rare word.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City, Organisation
from forum.accounts.policy import readable_profiles
from forum.channels.models import Channel
from forum.channels.policy import readable_channels
from forum.kernel import clock
from forum.search.engines import ENGINES, Wanted, engine_of
from forum.search.engines.interface import Alternatives
from forum.search.filters import Narrowing
from forum.search.language import Order, Query
from forum.search.models import DocumentKind, SearchDocument
from forum.search.wanted import unwanted_of
from forum.threads.models import Post, Thread
from forum.threads.queries import AuthorLine
from forum.threads.queries.rows import AnySelect, author_columns, author_line, with_author

PAGE = 20
LAST_PAGE = 25
"""Nobody reads further; whoever needs more narrows the search."""
PEOPLE_BESIDE = 3
_EPOCH = dt.date(1970, 1, 1)
# What is of today weighs a quarter more than what is old; after a year half of that is gone.
_RECENCY, _HALF = 0.25, 365.0


# Built once: putting a long statement together costs as much as running it.
_WHOLE_POSTS = with_author(
    sa.select(
        Post.public_id,
        Post.number,
        Post.html,
        Post.visible_at,
        Thread.title,
        Channel.slug.label("channel_slug"),
        Channel.name.label("channel_name"),
        *author_columns(),
    )
    .select_from(Post)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Channel, Channel.id == Thread.channel_id)
)


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post that was found, with its place."""

    public_id: str
    number: int
    html: str
    visible_at: dt.datetime
    title: str
    channel_slug: str
    channel_name: str
    author: AuthorLine


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A member who was found."""

    public_id: str
    handle: str
    name: str
    function: str
    offers: str
    picture_at: dt.datetime | None
    organisation: str | None
    city: str | None


@dataclass(frozen=True, slots=True)
class FoundThread:
    """A thread, to be suggested by its title."""

    public_id: str
    title: str
    channel: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that is ready to be put: its words in all their forms, its filters looked up."""

    query: Query
    wanted: tuple[Alternatives, ...]
    narrowing: Narrowing


def posts(
    session: Session,
    actor: Actor | None,
    asked: Asked,
    *,
    order: Order = "relevance",
    page: int = 1,
) -> tuple[list[FoundPost], bool]:
    """Return a page of posts, and whether there is a further one."""
    engine, conditions = engine_of(session), asked.narrowing.conditions
    values: dict[str, Any] = {
        "readable": _readable(session, actor),
        "today": today(),
        "first": (page - 1) * PAGE,
    }
    if asked.wanted and not conditions:
        statement = _plain_statement(engine.name, order)
        values["match"] = engine.expression(Wanted(asked.wanted, unwanted_of(asked.query)))
    else:
        statement = _posts_statement(hits_of(session, asked), order, conditions)
    found = [_found_post(row) for row in session.execute(statement, values).mappings()]
    return found[:PAGE], len(found) > PAGE and page < LAST_PAGE


@lru_cache
def _plain_statement(engine: str, order: Order) -> AnySelect:
    """Return the statement of a search without filters, which most are: put together once."""
    match: ColumnElement[str] = sa.bindparam("match", type_=sa.Text())
    hits = ENGINES[engine].matching(match).cte("hit").prefix_with("MATERIALIZED")
    return _posts_statement(hits, order, ())


def _posts_statement(
    hits: sa.CTE, order: Order, conditions: Sequence[ColumnElement[bool]]
) -> AnySelect:
    """Rank what was hit, then look at the page whole, and at who may read it once more."""
    best = score_of(hits) if order == "relevance" else sa.literal(0.0)
    ranked = (
        sa.select(SearchDocument.post_id, SearchDocument.visible_at, best.label("score"))
        .select_from(hits.join(SearchDocument, SearchDocument.id == hits.c.id))
        .where(*_of_posts(), *conditions)
        .order_by(sa.desc("score"), SearchDocument.visible_at.desc(), SearchDocument.id.desc())
        .limit(PAGE + 1)
        .offset(sa.bindparam("first", type_=sa.Integer()))
        .cte("ranked")
        .prefix_with("MATERIALIZED")
    )
    return (
        _WHOLE_POSTS.join(ranked, ranked.c.post_id == Post.id)
        .where(*_standing())
        .order_by(ranked.c.score.desc(), ranked.c.visible_at.desc(), Post.id.desc())
    )


def _readable(session: Session, actor: Actor | None) -> list[int]:
    """Return the channels that the searcher may read, as they are in this transaction."""
    return list(session.scalars(sa.select(Channel.id).where(readable_channels(actor))))


def _of_posts() -> tuple[ColumnElement[bool], ...]:
    # Zero more is the same number and no key: the planner does not begin at the channels.
    return (
        SearchDocument.kind == DocumentKind.POST,
        (SearchDocument.channel_id + 0).in_(sa.bindparam("readable", expanding=True)),
    )


def _standing() -> tuple[ColumnElement[bool], ...]:
    """Return what `listed_threads` asks, and that the post stands: of the originals, not copies."""
    return (
        Thread.channel_id.in_(sa.bindparam("readable", expanding=True)),
        Thread.removed_at.is_(None),
        Thread.visible_at.is_not(None),
        Post.removed_at.is_(None),
        Post.visible_at.is_not(None),
    )


def hits_of(session: Session, asked: Asked) -> sa.CTE:
    """Write down which documents hold the words; without words, all of them are in question."""
    engine, none = engine_of(session), unwanted_of(asked.query)
    if asked.wanted:
        found: AnySelect = engine.hits(Wanted(asked.wanted, none))
        return found.cte("hit").prefix_with("MATERIALIZED")
    found = sa.select(SearchDocument.id.label("id"), sa.literal(0.0).label("score"))
    for one in none:
        unwanted = engine.hits(Wanted((one,))).subquery()
        found = found.where(SearchDocument.id.not_in(sa.select(unwanted.c.id)))
    return found.cte("hit")


def score_of(hits: sa.CTE) -> ColumnElement[float]:
    """Return how well a document fits; what is new weighs a little more (``today`` is bound)."""
    age = sa.cast(sa.bindparam("today", type_=sa.Integer()) - SearchDocument.day, sa.Float)
    return hits.c.score * (1.0 + _RECENCY * _HALF / (_HALF + age))


def today() -> int:
    """Return the day that recency is measured by."""
    return (clock.now().date() - _EPOCH).days


def _found_post(row: sa.RowMapping) -> FoundPost:
    return FoundPost(
        public_id=row["public_id"],
        number=row["number"],
        html=row["html"],
        visible_at=row["visible_at"],
        title=row["title"],
        channel_slug=row["channel_slug"],
        channel_name=row["channel_name"],
        author=author_line(row),
    )


def people(
    session: Session, actor: Actor | None, asked: Asked, *, limit: int, page: int = 1
) -> tuple[list[FoundPerson], bool]:
    """Return members by name, function, offers, organisation and city, for members."""
    if actor is None or asked.narrowing.is_about_posts or asked.query.is_empty:
        return [], False
    hits = hits_of(session, asked)
    condition: ColumnElement[bool] = sa.true()
    if asked.narrowing.city_ids is not None:
        condition = Actor.city_id.in_(asked.narrowing.city_ids)
    statement = (
        whole_people(actor)
        .join(SearchDocument, SearchDocument.actor_id == Actor.id)
        .join(hits, hits.c.id == SearchDocument.id)
        .where(SearchDocument.kind == DocumentKind.PERSON, condition)
        .order_by(hits.c.score.desc(), Actor.name, Actor.id)
        .limit(limit + 1)
        .offset((page - 1) * limit)
    )
    found = [FoundPerson(**row) for row in session.execute(statement).mappings()]
    return found[:limit], len(found) > limit and page < LAST_PAGE


def whole_people(actor: Actor | None) -> AnySelect:
    """Select the columns of `FoundPerson`, of people whose profile the actor may see."""
    return (
        sa.select(
            Actor.public_id,
            Actor.handle,
            Actor.name,
            Actor.function,
            Actor.offers,
            Actor.picture_at,
            Organisation.name.label("organisation"),
            City.name.label("city"),
        )
        .outerjoin(Organisation, Organisation.id == Actor.organisation_id)
        .outerjoin(City, City.id == Actor.city_id)
        .where(readable_profiles(actor))
    )


def suggested_threads(
    session: Session, actor: Actor | None, wanted: Wanted, *, limit: int
) -> list[FoundThread]:
    """Return threads by their titles."""
    hits = engine_of(session).hits(wanted).cte("hit").prefix_with("MATERIALIZED")
    ranked = (
        sa.select(SearchDocument.post_id, score_of(hits).label("score"))
        .select_from(hits.join(SearchDocument, SearchDocument.id == hits.c.id))
        .where(*_of_posts())
        .order_by(sa.desc("score"), SearchDocument.id.desc())
        .limit(limit)
        .cte("ranked")
        .prefix_with("MATERIALIZED")
    )
    statement = (
        sa.select(Thread.public_id, Thread.title, Channel.name)
        .select_from(ranked)
        .join(Post, Post.id == ranked.c.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(*_standing())
        .order_by(ranked.c.score.desc(), Post.id.desc())
    )
    values: dict[str, Any] = {
        "readable": _readable(session, actor),
        "today": today(),
    }
    return [FoundThread(*row) for row in session.execute(statement, values)]


def suggested_people(
    session: Session, actor: Actor | None, wanted: Wanted, *, limit: int
) -> list[FoundPerson]:
    """Return members by their names, for members."""
    if actor is None:
        return []
    hits = engine_of(session).hits(wanted).cte("hit").prefix_with("MATERIALIZED")
    statement = (
        whole_people(actor)
        .join(SearchDocument, SearchDocument.actor_id == Actor.id)
        .join(hits, hits.c.id == SearchDocument.id)
        .where(SearchDocument.kind == DocumentKind.PERSON)
        .order_by(hits.c.score.desc(), Actor.name, Actor.id)
        .limit(limit)
    )
    return [FoundPerson(**row) for row in session.execute(statement).mappings()]
