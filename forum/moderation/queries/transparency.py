"""What moderation did, in numbers by year: nobody is named, and nothing is quoted."""

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.moderation.models import (
    Measure,
    Notice,
    NoticeReason,
    Objection,
    Origin,
    Statement,
    Target,
)


@dataclass(slots=True)
class Year:
    """One year; the keys are the values of the lists."""

    number: int
    statements: int = 0
    automated: int = 0
    measures: Counter[str] = field(default_factory=Counter)
    grounds: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    objections: int = 0
    upheld: int = 0
    dismissed: int = 0


def years_of_moderation(session: Session) -> list[Year]:
    """Return every year in which something was decided or came in, the newest first."""
    years: dict[int, Year] = {}

    def year(number: int) -> Year:
        return years.setdefault(int(number), Year(int(number)))

    for at, measure, target, ground, origin, automated, count in session.execute(_statements()):
        one = year(at)
        one.statements += count
        one.automated += count if automated else 0
        one.measures[measure.value] += count
        one.targets[target.value] += count
        one.grounds[ground] += count
        one.origins[origin.value] += count
    for at, is_upheld, count in session.execute(_objections()):
        one = year(at)
        one.objections += count
        one.upheld += count if is_upheld is True else 0
        one.dismissed += count if is_upheld is False else 0
    for at, reason, count in session.execute(_notices()):
        year(at).notices[reason.value] += count
    return sorted(years.values(), key=lambda one: -one.number)


def _statements() -> sa.Select[int, Measure, Target, str, Origin, bool, int]:
    columns = (
        sa.extract("year", Statement.created_at),
        Statement.measure,
        Statement.target,
        Statement.ground,
        Statement.origin,
        Statement.is_automated,
    )
    return sa.select(*columns, sa.func.count()).group_by(*columns)


def _objections() -> sa.Select[int, bool | None, int]:
    columns = (sa.extract("year", Objection.created_at), Objection.is_upheld)
    return sa.select(*columns, sa.func.count()).group_by(*columns)


def _notices() -> sa.Select[int, NoticeReason, int]:
    columns = (sa.extract("year", Notice.created_at), Notice.reason)
    return sa.select(*columns, sa.func.count()).group_by(*columns)
