"""What administrators do about letters that failed or are unclear: send again, or leave."""

from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.models import Actor
from forum.digests.calendar import CATCH_UP
from forum.digests.events import IssueLeft, IssueResent
from forum.digests.models import Issue, IssueState
from forum.digests.obstacles import Reason
from forum.digests.policy import can_look_after_letters
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.kernel.verdict import require

OPEN = (IssueState.UNKNOWN, IssueState.FAILED)


def resend(session: Session, actor: Actor, issue: Issue) -> Issue:
    """Send the letter again, under the same Message-ID, within the next two days.

    One that is unclear holds the same as before, so that it is the same letter twice at most. What
    stood in one that failed may have come with another: it is chosen anew. Raises `NotAllowed`,
    and ``Conflict("issue_not_open")`` where it neither failed nor is unclear (any more).
    """
    require(can_look_after_letters(actor))
    lock(session, issue)
    if issue.state not in OPEN:
        raise Conflict("issue_not_open")
    now = clock.now()
    was_unknown = issue.state is IssueState.UNKNOWN
    issue.state = IssueState.SELECTED if was_unknown else IssueState.PLANNED
    issue.reason, issue.looked_at = Reason.RESENT.value, None
    issue.next_attempt_at, issue.leased_until = now, None
    issue.late_at = now + CATCH_UP
    # A worker that still holds it from before has lost it.
    issue.attempts += 1
    session.flush()
    record(session, IssueResent(issue_id=issue.id), actor_id=actor.id)
    return issue


def leave(session: Session, actor: Actor, issue: Issue) -> Issue:
    """Leave the letter as it is; it is not shown as open any more. Twice is once.

    Raises `NotAllowed`, and ``Conflict("issue_not_open")``.
    """
    require(can_look_after_letters(actor))
    lock(session, issue)
    if issue.state not in OPEN:
        raise Conflict("issue_not_open")
    if issue.looked_at is None:
        issue.looked_at = clock.now()
        session.flush()
        record(session, IssueLeft(issue_id=issue.id), actor_id=actor.id)
    return issue
