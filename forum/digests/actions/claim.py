"""Taking letters for one worker, for some minutes; what was lost or is too late is given up."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from forum.digests.calendar import CATCH_UP
from forum.digests.models import Issue, IssueState
from forum.digests.obstacles import Reason
from forum.digests.queries.standings import WAITING
from forum.kernel.rows import change

# What is the same for all letters of a batch is loaded once; beyond this that saves little.
BATCH = 150
# Longer than a batch takes with a server that is slow; a lost worker costs this delay.
LEASE = dt.timedelta(minutes=10)
# What has ended so often, perhaps with the whole process, shall take no other along.
_ALONE_FROM = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter that is ours now, and as which attempt: a later one is somebody else's."""

    issue_id: int
    attempt: int
    needs_news: bool = True
    """Without anything in it, it is not to go out."""


def claim(session: Session, now: dt.datetime, *, limit: int = BATCH) -> Sequence[Claim]:
    """Take letters that are waiting, those due longest first, and one of an account at most."""
    rows = session.execute(
        sa.select(Issue.id, Issue.account_id, Issue.attempts)
        .where(Issue.state.in_(WAITING), Issue.next_attempt_at <= now, _is_free(now))
        .order_by(Issue.next_attempt_at, Issue.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if rows and rows[0].attempts >= _ALONE_FROM:
        rows = rows[:1]
    # What one letter tells, the next of the same account does not repeat: it is chosen later.
    first = {row.account_id: row for row in reversed(rows) if row.attempts < _ALONE_FROM}
    chosen = rows if len(rows) == 1 else sorted(first.values(), key=lambda row: row.id)
    change(
        session,
        sa.update(Issue)
        .where(Issue.id.in_([row.id for row in chosen]))
        .values(attempts=Issue.attempts + 1, leased_until=now + LEASE),
    )
    return [Claim(row.id, row.attempts + 1) for row in chosen]


def give_up_lost(session: Session, now: dt.datetime) -> int:
    """Mark letters whose worker was lost while it handed them over; return how many."""
    return change(
        session,
        sa.update(Issue)
        .where(Issue.state == IssueState.HANDING, Issue.leased_until < now)
        .values(
            state=IssueState.UNKNOWN,
            reason=Reason.PROCESS_LOST.value,
            last_error="the sending process was lost",
            leased_until=None,
        ),
    )


def give_up_late(session: Session, now: dt.datetime) -> int:
    """Give up what is too late to be handed over; what was to stand in it comes with the next.

    Returns how many. What the server has put off has failed; the others were never tried.
    """
    is_late = sa.or_(
        Issue.late_at < now,
        sa.and_(Issue.late_at.is_(None), Issue.due_at < now - CATCH_UP),
    )
    late = sa.update(Issue).where(Issue.state.in_(WAITING), _is_free(now), is_late)
    was_tried = Issue.last_error.is_not(None)
    failed = late.where(was_tried).values(
        state=IssueState.FAILED, reason=Reason.PUT_OFF_TOO_LONG.value, leased_until=None
    )
    skipped = late.values(state=IssueState.SKIPPED, reason=Reason.TOO_LATE.value, leased_until=None)
    return change(session, failed) + change(session, skipped)


def _is_free(now: dt.datetime) -> ColumnElement[bool]:
    return sa.or_(Issue.leased_until.is_(None), Issue.leased_until < now)
