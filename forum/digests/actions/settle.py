"""Noting how it went with a letter, unless another worker has taken it over meanwhile."""

import datetime as dt
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.digests.actions.claim import LEASE, Claim
from forum.digests.models import Issue, IssueState
from forum.digests.obstacles import Reason
from forum.kernel.rows import change

_LONGEST_ERROR = 2000
_ON_THE_WAY = (IssueState.SELECTED, IssueState.HANDING)
# These two are made for each letter: plain tables and statements made once cost a third.
_ISSUE = cast("sa.Table", Issue.__table__)
_OURS = sa.update(_ISSUE).where(
    _ISSUE.c.id == sa.bindparam("issue"), _ISSUE.c.attempts == sa.bindparam("attempt")
)
_HAND_OVER = _OURS.where(_ISSUE.c.state == IssueState.SELECTED).values(
    state=IssueState.HANDING, leased_until=sa.bindparam("at")
)
_SENT = _OURS.where(_ISSUE.c.state.in_([IssueState.HANDING, IssueState.UNKNOWN])).values(
    state=IssueState.SENT,
    reason="",
    last_error=None,
    leased_until=None,
    looked_at=None,
    sent_at=sa.bindparam("at"),
)


def hand_over(session: Session, claim: Claim, now: dt.datetime) -> bool:
    """Note that the text is on its way from now on; false: it is not ours to send any more."""
    return _note_fast(session, _HAND_OVER, claim, at=now + LEASE)


def sent(session: Session, claim: Claim, now: dt.datetime) -> bool:
    """Note that the server has taken it; also where it was given up as lost meanwhile."""
    return _note_fast(session, _SENT, claim, at=now)


def refused(session: Session, claim: Claim, error: str) -> bool:
    """Note that the server will never take it; what stood in it may come with another."""
    return _note(
        session,
        claim,
        *_ON_THE_WAY,
        IssueState.UNKNOWN,
        state=IssueState.FAILED,
        reason=Reason.REFUSED.value,
        last_error=error[:_LONGEST_ERROR],
        leased_until=None,
    )


def put_off(
    session: Session,
    claim: Claim,
    error: str,
    *,
    until: dt.datetime,
    reason: Reason = Reason.PUT_OFF,
) -> bool:
    """Let it be tried again later; what stands in it stays."""
    return _note(
        session,
        claim,
        IssueState.PLANNED,
        *_ON_THE_WAY,
        state=sa.case((Issue.state == IssueState.HANDING, IssueState.SELECTED), else_=Issue.state),
        reason=reason.value,
        last_error=error[:_LONGEST_ERROR],
        next_attempt_at=until,
        leased_until=None,
    )


def unclear(session: Session, claim: Claim, error: str) -> bool:
    """Note that nobody knows whether it has arrived: it is not repeated by itself."""
    return _note(
        session,
        claim,
        IssueState.HANDING,
        state=IssueState.UNKNOWN,
        reason=Reason.CONNECTION_LOST.value,
        last_error=error[:_LONGEST_ERROR],
        leased_until=None,
    )


def nothing_left(session: Session, claim: Claim, reason: Reason = Reason.EMPTY) -> bool:
    """Note that there is nothing in it any more that its reader may see."""
    return _note(
        session,
        claim,
        IssueState.SELECTED,
        state=IssueState.SKIPPED,
        reason=reason.value,
        leased_until=None,
    )


def kept(session: Session, claim: Claim) -> bool:
    """Note that there is no mail server: it can be read in the page alone."""
    return _note(
        session,
        claim,
        IssueState.SELECTED,
        state=IssueState.KEPT,
        reason="",
        leased_until=None,
    )


def release(session: Session, claim: Claim) -> bool:
    """Give it back untouched: the server cannot be reached, and no letter is to blame."""
    return _note(session, claim, IssueState.PLANNED, IssueState.SELECTED, leased_until=None)


def _note_fast(session: Session, step: sa.Update, claim: Claim, *, at: dt.datetime) -> bool:
    values = {"issue": claim.issue_id, "attempt": claim.attempt, "at": at}
    return session.connection().execute(step, values).rowcount == 1


def _note(session: Session, claim: Claim, *states: IssueState, **values: object) -> bool:
    ours = sa.update(Issue).where(
        Issue.id == claim.issue_id,
        Issue.attempts == claim.attempt,
        Issue.state.in_(states),
    )
    return change(session, ours.values(values)) == 1
