"""Reading editions and dates: what the editors have prepared for the weekly letters."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel
from forum.digests.models import Edition, EditionEntry, EditionRole, Issue, IssueState, Occasion
from forum.digests.policy import readable_occasions
from forum.digests.weeks import Week
from forum.kernel.errors import NotFound
from forum.threads.models import MergedThread, Thread
from forum.threads.policy import listed_threads

MOST_OCCASIONS = 200


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A thread that the editors have decided about; without title the reader may not open it."""

    public_id: str
    role: EditionRole
    note: str
    title: str | None
    channel: str | None
    audience: Audience | None
    """Who reads along in its channel."""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week, with what is prepared for it and how many letters it has had."""

    week: Week
    has_introduction: bool
    picks: int
    left_out: int
    occasions: int
    sent: int
    updated_at: dt.datetime | None
    edited_by: str | None


def edition_of(session: Session, week: Week) -> Edition | None:
    """Return what is prepared for the week; ``None``: nothing yet."""
    return session.scalars(
        sa.select(Edition).where(Edition.week == week.key).execution_options(populate_existing=True)
    ).one_or_none()


def edition_entries(session: Session, actor: Actor | None, edition: Edition) -> list[EntryRow]:
    """Return its threads in their order, those left out last; a merged one by where it went."""
    thread_id = sa.func.coalesce(MergedThread.into_id, EditionEntry.thread_id)
    entered = aliased(Thread)
    rows = session.execute(
        sa.select(
            entered.public_id,
            EditionEntry.role,
            EditionEntry.note,
            Thread.title,
            Channel.name,
            Channel.audience,
        )
        .select_from(EditionEntry)
        .join(entered, entered.id == EditionEntry.thread_id)
        .outerjoin(MergedThread, MergedThread.thread_id == EditionEntry.thread_id)
        .outerjoin(Thread, sa.and_(Thread.id == thread_id, listed_threads(actor)))
        .outerjoin(Channel, Channel.id == Thread.channel_id)
        .where(EditionEntry.edition_id == edition.id)
        .order_by(EditionEntry.role.desc(), EditionEntry.position, EditionEntry.thread_id)
    )
    return [EntryRow(*row) for row in rows]


def weeks_shown(session: Session, first: Week, count: int) -> list[WeekRow]:
    """Return so many weeks from the first on, whether anything is prepared for them or not.

    Sent letters and dates are counted in UTC: it is an overview.
    """
    weeks = [first.later(number) for number in range(count)]
    keys = [week.key for week in weeks]
    editions = {
        edition.week: edition
        for edition in session.scalars(
            sa.select(Edition).where(Edition.week.in_(keys)).options(joinedload(Edition.edited_by))
        )
    }
    entries = _entries_by_edition(session, keys)
    sent = _sent_by_week(session, keys)
    dates = _dates_by_week(session, weeks)
    rows = []
    for week in weeks:
        edition = editions.get(week.key)
        rows.append(
            WeekRow(
                week=week,
                has_introduction=edition is not None and bool(edition.source),
                picks=entries.get((week.key, EditionRole.PICKED), 0),
                left_out=entries.get((week.key, EditionRole.LEFT_OUT), 0),
                occasions=dates.get(week, 0),
                sent=sent.get(week.key, 0),
                updated_at=None if edition is None else edition.updated_at,
                edited_by=None
                if edition is None or edition.edited_by is None
                else edition.edited_by.name,
            )
        )
    return rows


def occasions_shown(
    session: Session, actor: Actor | None, *, since: dt.datetime, until: dt.datetime | None = None
) -> Sequence[Occasion]:
    """Return the dates from a moment on that the actor may know of, soonest first."""
    statement = (
        sa.select(Occasion)
        .where(Occasion.begins_at >= since, readable_occasions(actor))
        .options(joinedload(Occasion.channel))
        .order_by(Occasion.begins_at, Occasion.id)
        .limit(MOST_OCCASIONS)
    )
    if until is not None:
        statement = statement.where(Occasion.begins_at < until)
    return session.scalars(statement).all()


def occasion_by_public_id(session: Session, actor: Actor | None, public_id: str) -> Occasion:
    """Return a date that the actor may know of, with its channel, or raise `NotFound`."""
    found = session.scalars(
        sa.select(Occasion)
        .where(Occasion.public_id == public_id, readable_occasions(actor))
        .options(joinedload(Occasion.channel))
    ).one_or_none()
    if found is None:
        raise NotFound("no_occasion")
    return found


def _entries_by_edition(
    session: Session, keys: Sequence[str]
) -> dict[tuple[str, EditionRole], int]:
    rows = session.execute(
        sa.select(Edition.week, EditionEntry.role, sa.func.count())
        .join(EditionEntry, EditionEntry.edition_id == Edition.id)
        .where(Edition.week.in_(keys))
        .group_by(Edition.week, EditionEntry.role)
    )
    return {(week, role): number for week, role, number in rows}


def _sent_by_week(session: Session, keys: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        sa.select(Issue.period, sa.func.count())
        .where(
            Issue.key == "weekly",
            Issue.period.in_(keys),
            Issue.state.in_((IssueState.SENT, IssueState.KEPT)),
        )
        .group_by(Issue.period)
    )
    return {row[0]: row[1] for row in rows}


def _dates_by_week(session: Session, weeks: Sequence[Week]) -> dict[Week, int]:
    first, last = weeks[0].monday, weeks[-1].sunday
    begins = session.scalars(
        sa.select(Occasion.begins_at)
        .where(Occasion.removed_at.is_(None))
        .where(Occasion.begins_at >= dt.datetime.combine(first, dt.time(), dt.UTC))
        .where(
            Occasion.begins_at < dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), dt.UTC)
        )
    )
    counted: dict[Week, int] = {}
    for moment in begins:
        week = Week.of(moment.date())
        counted[week] = counted.get(week, 0) + 1
    return counted
