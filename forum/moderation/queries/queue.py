"""The queue: which cases wait, the oldest first, or what was decided, the latest first."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.kernel.paging import Page, key_of, read_key
from forum.moderation.models import Case, CaseState, Signal, Source
from forum.moderation.policy import decidable_cases

PAGE = 30
# No channel: a slug that no channel has.
ADMINISTRATION = "-"


class Held(enum.StrEnum):
    """Whose cases are shown."""

    MINE = "mine"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the queue is narrowed by; nothing given narrows nothing."""

    state: CaseState = CaseState.OPEN
    channel: str | None = None
    source: Source | None = None
    held: Held | None = None
    older_than: dt.timedelta | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """A case with what brought it up: the codes of the signals that nobody has answered yet."""

    case: Case
    reasons: tuple[str, ...]


def queue(
    session: Session, actor: Actor, narrowing: Narrowing, now: dt.datetime, *, after: str | None
) -> Page[Queued]:
    """Return a page of the cases that the actor may decide; two statements."""
    moment = Case.opened_at if narrowing.state is CaseState.OPEN else Case.decided_at
    is_open = narrowing.state is CaseState.OPEN
    statement = (
        sa.select(Case)
        .where(decidable_cases(actor), *_conditions(actor, narrowing, now))
        .options(joinedload(Case.channel), joinedload(Case.claimed_by), joinedload(Case.about))
        .order_by(*((moment, Case.public_id) if is_open else (moment.desc(), Case.public_id)))
        .limit(PAGE + 1)
    )
    if (key := read_key(after)) is not None:
        at, public_id = key
        later = moment > at if is_open else moment < at
        statement = statement.where(
            sa.or_(later, sa.and_(moment == at, Case.public_id > public_id))
        )
    cases = session.scalars(statement).all()
    shown = cases[:PAGE]
    further = None
    if len(cases) > PAGE:
        last = shown[-1]
        further = key_of((last.opened_at if is_open else last.decided_at) or now, last.public_id)
    return Page(_with_reasons(session, shown), after=further)


def channels_in_queue(session: Session, actor: Actor) -> Sequence[Channel]:
    """Return the channels of the cases that the actor may decide, by name."""
    ids = sa.select(Case.channel_id).where(decidable_cases(actor)).correlate(None)
    return session.scalars(
        sa.select(Channel).where(Channel.id.in_(ids)).order_by(Channel.name)
    ).all()


def _conditions(actor: Actor, narrowing: Narrowing, now: dt.datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Case.state == narrowing.state]
    if narrowing.channel == ADMINISTRATION:
        found.append(Case.channel_id.is_(None))
    elif narrowing.channel is not None:
        named = sa.select(Channel.id).where(Channel.slug == narrowing.channel)
        found.append(Case.channel_id.in_(named))
    if narrowing.source is not None:
        found.append(Case.source == narrowing.source)
    if narrowing.older_than is not None:
        found.append(Case.opened_at <= now - narrowing.older_than)
    if narrowing.held is Held.MINE:
        found += [Case.claimed_by_id == actor.id, Case.claimed_until > now]
    if narrowing.held is Held.FREE:
        found.append(sa.or_(Case.claimed_until.is_(None), Case.claimed_until <= now))
    return found


def _with_reasons(session: Session, cases: Sequence[Case]) -> list[Queued]:
    reasons: dict[int, list[str]] = {case.id: [] for case in cases}
    rows = session.execute(
        sa.select(Signal.case_id, Signal.reason)
        .where(Signal.case_id.in_(reasons), Signal.settled_at.is_(None))
        .order_by(Signal.id)
    )
    for case_id, reason in rows:
        if reason not in reasons[case_id]:
            reasons[case_id].append(reason)
    return [Queued(case, tuple(reasons[case.id])) for case in cases]
