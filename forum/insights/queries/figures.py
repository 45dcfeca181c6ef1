"""How the exchange goes, in figures: about the hub, never about a person.

Five statements, however much was written. A figure that rests on fewer than `FEWEST_PEOPLE` people
is not given, and a city with fewer is not named: in it everybody would know who is meant.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from forum.accounts.models import Account, AccountState, Actor, City
from forum.practices.models import Adoption, ExperienceReport
from forum.threads.models import Post, Thread, ThreadKind

FEWEST_PEOPLE = 5

_Asker = aliased(Actor, name="asker")
_Writer = aliased(Actor, name="writer")


class _Seconds(FunctionElement[float]):
    """The seconds of a moment since 1970; only differences of two mean anything here."""

    type = sa.Double()
    inherit_cache = True


@compiles(_Seconds, "sqlite")
def _seconds_sqlite(element: _Seconds, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return f"(julianday({compiler.process(element.clauses, **kw)}) * 86400.0)"


@compiles(_Seconds)
def _seconds(element: _Seconds, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return (
        f"CAST(extract(epoch FROM {compiler.process(element.clauses, **kw)}) AS DOUBLE PRECISION)"
    )


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment up to another one."""

    since: dt.datetime
    until: dt.datetime

    def holds(self, moment: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Return the condition that the moment lies in the period."""
        return sa.and_(moment >= self.since, moment < self.until)


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions asked in a period, and what has become of them until now."""

    asked: int
    answered: int
    median: dt.timedelta | None
    """Until somebody else first replied; ``None``: there is none, or of too few people."""


@dataclass(frozen=True, slots=True)
class Replies:
    """What people wrote in threads of others in a period."""

    count: int
    from_other_cities: float | None
    """Of those where both cities are known, 0 to 1; ``None``: there are none, or of too few."""


@dataclass(frozen=True, slots=True)
class SilentCities:
    """The cities from which nobody has written in a period."""

    cities: int
    silent: int
    named: tuple[str, ...]
    """Those with enough people."""
    without_people: tuple[str, ...]
    """Those nobody has signed up from."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Experience reports, and whether they are of use elsewhere."""

    released: int
    """In the period."""
    adoptions: int
    """Entries of the period in the logs of all reports."""
    adopted: int
    """Reports that these are about."""
    adopting_cities: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything about one period."""

    period: Period
    questions: Questions
    replies: Replies
    cities: SilentCities
    reports: Reports


def figures_of(session: Session, period: Period) -> Figures:
    """Return the figures of a period."""
    return Figures(
        period,
        questions_of(session, period),
        replies_of(session, period),
        silent_cities(session, period),
        reports_of(session, period),
    )


def questions_of(session: Session, period: Period) -> Questions:
    """Return how many questions were asked and answered, and how long that took in the middle."""
    questions = _asked_in(period)
    replies = _replies_to(questions)
    rows = _ranked(questions, replies)
    # The one in the middle, or the two there: 2n is answered, answered + 1, or answered + 2.
    middle = (2 * rows.c.nth).between(rows.c.answered, rows.c.answered + 2)
    asked, answered, askers, writers, median = session.execute(
        sa.select(
            sa.select(sa.func.count()).select_from(questions).scalar_subquery(),
            sa.select(sa.func.count()).select_from(rows).scalar_subquery(),
            sa.select(sa.func.count(questions.c.author_id.distinct())).scalar_subquery(),
            sa.select(sa.func.count(replies.c.author_id.distinct())).scalar_subquery(),
            sa.select(sa.func.avg(rows.c.took)).where(middle).scalar_subquery(),
        )
    ).one()
    enough = min(askers, writers) >= FEWEST_PEOPLE and median is not None
    return Questions(asked, answered, dt.timedelta(seconds=round(median)) if enough else None)


def _asked_in(period: Period) -> sa.CTE:
    return (
        sa.select(Thread.id, Thread.author_id, Thread.visible_at)
        .where(
            Thread.kind == ThreadKind.QUESTION,
            Thread.removed_at.is_(None),
            period.holds(Thread.visible_at.expression),
        )
        .cte("questions")
    )


def _replies_to(questions: sa.CTE) -> sa.CTE:
    """Select what others wrote in these threads."""
    return (
        sa.select(Post.thread_id, Post.author_id, Post.visible_at)
        .join(questions, questions.c.id == Post.thread_id)
        .where(
            Post.author_id != questions.c.author_id,
            Post.visible_at.is_not(None),
            Post.removed_at.is_(None),
        )
        .cte("replies")
    )


def _ranked(questions: sa.CTE, replies: sa.CTE) -> sa.Subquery:
    """Select the seconds until the first reply to each question, the quickest first."""
    first = (
        sa.select(replies.c.thread_id, sa.func.min(replies.c.visible_at).label("at"))
        .group_by(replies.c.thread_id)
        .subquery("first")
    )
    took = _Seconds(first.c.at) - _Seconds(questions.c.visible_at)
    return (
        sa.select(
            took.label("took"),
            sa.func.row_number().over(order_by=took).label("nth"),
            sa.func.count().over().label("answered"),
        )
        .join_from(first, questions, questions.c.id == first.c.thread_id)
        .subquery("ranked")
    )


def replies_of(session: Session, period: Period) -> Replies:
    """Return how many replies there are to threads of others, and from how far they come."""
    known = sa.and_(_Asker.city_id.is_not(None), _Writer.city_id.is_not(None))
    elsewhere = sa.and_(known, _Asker.city_id != _Writer.city_id)
    count, both, other, writers = session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count(sa.case((known, 1))),
            sa.func.count(sa.case((elsewhere, 1))),
            sa.func.count(sa.case((known, Post.author_id)).distinct()),
        )
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .join(_Asker, _Asker.id == Thread.author_id)
        .join(_Writer, _Writer.id == Post.author_id)
        .where(
            period.holds(Post.visible_at.expression),
            Post.number > 1,
            Post.removed_at.is_(None),
            Post.author_id != Thread.author_id,
            Thread.visible_at.is_not(None),
            Thread.removed_at.is_(None),
        )
    ).one()
    return Replies(count, other / both if writers >= FEWEST_PEOPLE else None)


def silent_cities(session: Session, period: Period) -> SilentCities:
    """Return from which cities of the programme nobody has written."""
    people = (
        sa.select(Actor.city_id, sa.func.count().label("people"))
        .join(Account, Account.actor_id == Actor.id)
        .where(Account.state == AccountState.ACTIVE, Actor.closed_at.is_(None))
        .group_by(Actor.city_id)
        .subquery("people")
    )
    heard = (
        sa.select(Actor.city_id)
        .join(Post, Post.author_id == Actor.id)
        .where(
            Actor.city_id.is_not(None),
            Post.removed_at.is_(None),
            period.holds(Post.visible_at.expression),
        )
    )
    rows = session.execute(
        sa.select(
            City.name, sa.func.coalesce(people.c.people, 0), City.id.in_(heard).label("is_heard")
        )
        .outerjoin(people, people.c.city_id == City.id)
        .where(City.archived_at.is_(None))
        .order_by(City.name)
    ).all()
    silent = [(name, count) for name, count, is_heard in rows if not is_heard]
    return SilentCities(
        cities=len(rows),
        silent=len(silent),
        named=tuple(name for name, count in silent if count >= FEWEST_PEOPLE),
        without_people=tuple(name for name, count in silent if count == 0),
    )


def reports_of(session: Session, period: Period) -> Reports:
    """Return how many reports were released, and how often one was tried elsewhere."""
    released = sa.select(sa.func.count()).where(
        period.holds(ExperienceReport.released_at.expression)
    )
    row = session.execute(
        sa.select(
            released.scalar_subquery(),
            sa.func.count(),
            sa.func.count(Adoption.report_id.distinct()),
            sa.func.count(Adoption.city_id.distinct()),
        )
        .select_from(Adoption)
        .where(Adoption.removed_at.is_(None), period.holds(Adoption.created_at.expression))
    ).one()
    return Reports(*row)
