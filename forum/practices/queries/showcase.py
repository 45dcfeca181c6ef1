"""Reports as readers find them: one of a thread, lists of them, and what stands beside one."""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City
from forum.channels.models import Channel, Theme
from forum.kernel.errors import NotFound
from forum.kernel.paging import Page, key_of, read_key
from forum.practices.models import (
    Effort,
    ExperienceReport,
    ReportState,
    Stage,
    TargetGroup,
    Verification,
)
from forum.practices.policy import listed_reports
from forum.practices.queries.rows import (
    Person,
    ReportRow,
    groups_of,
    person_columns,
    person_line,
    with_person,
)
from forum.threads.models import Placement, Post, Thread

CURRENT = (ReportState.RELEASED, ReportState.RECOMMENDED)
PAGE = 20
EVERYTHING = 2_000
"""Rows of one export at most; a programme makes some hundred reports in its years."""

_Statement = sa.Select[*tuple[Any, ...]]


class Standing(enum.StrEnum):
    """What a list of reports is narrowed to, beside what they are about."""

    CURRENT = "current"
    """Released or recommended."""
    RECOMMENDED = "recommended"
    CONFIRMED = "confirmed"
    """Confirmed by another city."""
    OUTDATED = "outdated"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; everything that is given must hold."""

    city: str = ""
    """Slug of the city."""
    theme: str = ""
    group: TargetGroup | None = None
    effort: Effort | None = None
    standing: Standing = Standing.CURRENT
    text: str = ""
    channel_id: int | None = None
    """Belongs to this channel: shown there, or about its city or its theme."""
    channel_city_id: int | None = None
    channel_theme_id: int | None = None


def report_of_thread(session: Session, thread: Thread) -> ReportRow | None:
    """Return the report of a thread, whatever its state: who reads the thread reads it."""
    found = _read(session, _reports().where(ExperienceReport.thread_id == thread.id))
    return found[0] if found else None


def report_by_public_id(session: Session, public_id: str) -> ReportRow:
    """Return a report that has a thread, or raise ``NotFound``; the thread says who may read it."""
    found = _read(session, _reports().where(ExperienceReport.public_id == public_id))
    if not found:
        raise NotFound("no_report")
    return found[0]


def reports_page(
    session: Session,
    actor: Actor | None,
    wanted: Wanted,
    *,
    before: str | None = None,
    after: str | None = None,
) -> Page[ReportRow]:
    """Return a page of the reports that are asked for, the newest release first."""
    statement = _narrowed(_reports().where(listed_reports(actor)), wanted)
    at, key = ExperienceReport.released_at, ExperienceReport.public_id
    upwards, downwards = read_key(before), read_key(after)
    if edge := upwards or downwards:
        here, there = sa.tuple_(at, key), sa.tuple_(sa.literal(edge[0], at.type), edge[1])
        statement = statement.where(here > there if upwards else here < there)
    order = (at.asc(), key.asc()) if upwards else (at.desc(), key.desc())
    found = _read(session, statement.order_by(*order).limit(PAGE + 1))
    more, items = len(found) > PAGE, found[:PAGE]
    if upwards:
        items.reverse()
    goes_back = more if upwards else downwards is not None
    return Page(
        items=items,
        before=_key(items[0]) if items and goes_back else None,
        after=_key(items[-1]) if items and (upwards or more) else None,
    )


def all_reports(session: Session, actor: Actor | None, wanted: Wanted) -> list[ReportRow]:
    """Return everything that is asked for, for an export."""
    statement = _narrowed(_reports().where(listed_reports(actor)), wanted)
    newest_first = ExperienceReport.released_at.desc(), ExperienceReport.public_id.desc()
    return _read(session, statement.order_by(*newest_first).limit(EVERYTHING))


def newest_reports(session: Session, actor: Actor | None, *, limit: int) -> list[ReportRow]:
    """Return the reports that were released last."""
    statement = _narrowed(_reports().where(listed_reports(actor)), Wanted())
    newest_first = ExperienceReport.released_at.desc(), ExperienceReport.public_id.desc()
    return _read(session, statement.order_by(*newest_first).limit(limit))


def reports_named(
    session: Session, actor: Actor | None, public_ids: Sequence[str]
) -> list[ReportRow]:
    """Return these reports in this order, without those that the reader may not read."""
    named = ExperienceReport.public_id.in_(public_ids)
    found = _read(session, _reports().where(listed_reports(actor), named))
    return sorted(found, key=lambda row: public_ids.index(row.public_id))


def choices_for(
    session: Session, actor: Actor | None
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return slug and name of the cities and of the themes that readable reports are about."""
    readable = listed_reports(actor)
    cities = session.execute(
        sa.select(City.slug, City.name)
        .where(City.id.in_(sa.select(ExperienceReport.city_id).where(readable)))
        .order_by(City.name)
    )
    themes = session.execute(
        sa.select(Theme.slug, Theme.name)
        .where(Theme.id.in_(sa.select(ExperienceReport.theme_id).where(readable)))
        .order_by(Theme.name)
    )
    return [(slug, name) for slug, name in cities], [(slug, name) for slug, name in themes]


def _reports() -> _Statement:
    """Select reports that have a thread, with what every page about them shows."""
    confirmed = sa.exists().where(
        Verification.report_id == ExperienceReport.id, Verification.stage == Stage.CONFIRMED
    )
    statement = (
        sa.select(
            *(getattr(ExperienceReport, name).label(name) for name in _COLUMNS),
            Thread.public_id.label("thread_public_id"),
            Channel.name.label("channel_name"),
            Channel.slug.label("channel_slug"),
            City.name.label("report_city"),
            Theme.name.label("theme"),
            confirmed.label("confirmed"),
            *person_columns(),
        )
        .join(Thread, Thread.id == ExperienceReport.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .outerjoin(City, City.id == ExperienceReport.city_id)
        .outerjoin(Theme, Theme.id == ExperienceReport.theme_id)
    )
    return with_person(statement, Person.id == ExperienceReport.author_id)


_OWN_COLUMNS = (
    *("id", "public_id", "thread_id", "title", "state", "version", "author_id", "city_id"),
    *("access", "effort", "begun_on", "ended_on", "texts"),
    *("released_at", "updated_at", "review_on", "adoption_count"),
)
_COLUMNS = (*_OWN_COLUMNS, "target_groups")


def _read(session: Session, statement: _Statement) -> list[ReportRow]:
    return [
        ReportRow(
            **{name: row[name] for name in _OWN_COLUMNS},
            thread_public_id=row["thread_public_id"],
            channel_name=row["channel_name"],
            channel_slug=row["channel_slug"],
            author=person_line(row),
            city=row["report_city"],
            theme=row["theme"],
            target_groups=groups_of(row["target_groups"]),
            confirmed=row["confirmed"],
        )
        for row in session.execute(statement).mappings()
    ]


def _narrowed(statement: _Statement, wanted: Wanted) -> _Statement:
    conditions: list[sa.ColumnElement[bool]] = [*_about(wanted), *_standing(wanted.standing)]
    if wanted.channel_id is not None:
        placed = sa.select(Placement.thread_id).where(Placement.channel_id == wanted.channel_id)
        belongs: list[sa.ColumnElement[bool]] = [ExperienceReport.thread_id.in_(placed)]
        if wanted.channel_city_id is not None:
            belongs.append(ExperienceReport.city_id == wanted.channel_city_id)
        if wanted.channel_theme_id is not None:
            belongs.append(ExperienceReport.theme_id == wanted.channel_theme_id)
        conditions.append(sa.or_(*belongs))
    if words := wanted.text.split():
        opening = sa.select(Post.thread_id).where(Post.number == 1, *map(_says, words[:8]))
        conditions.append(ExperienceReport.thread_id.in_(opening))
    return statement.where(*conditions)


def _about(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.city:
        yield City.slug == wanted.city
    if wanted.theme:
        yield Theme.slug == wanted.theme
    if wanted.group is not None:
        yield ExperienceReport.target_groups.contains(f"|{wanted.group}|", autoescape=True)
    if wanted.effort is not None:
        yield ExperienceReport.effort == wanted.effort


def _standing(standing: Standing) -> Iterator[sa.ColumnElement[bool]]:
    if standing is Standing.RECOMMENDED:
        yield ExperienceReport.state == ReportState.RECOMMENDED
    elif standing is Standing.OUTDATED:
        yield ExperienceReport.state == ReportState.OUTDATED
    elif standing is not Standing.ALL:
        yield ExperienceReport.state.in_(CURRENT)
    if standing is Standing.CONFIRMED:
        yield sa.exists().where(
            Verification.report_id == ExperienceReport.id, Verification.stage == Stage.CONFIRMED
        )


def _says(word: str) -> sa.ColumnElement[bool]:
    """Find a word in the text or the title; SQLite folds the case of ASCII letters alone."""
    spellings = {word, word.lower(), word.capitalize(), word.upper()}
    title = sa.select(Thread.title).where(Thread.id == Post.thread_id).scalar_subquery()
    return sa.or_(
        *(Post.source.icontains(one, autoescape=True) for one in sorted(spellings)),
        *(title.icontains(one, autoescape=True) for one in sorted(spellings)),
    )


def _key(row: ReportRow) -> str | None:
    return None if row.released_at is None else key_of(row.released_at, row.public_id)
