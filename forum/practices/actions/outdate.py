"""Say that a report does not hold any more; say that it does (again)."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.practices.actions.holding import go, take
from forum.practices.actions.release import next_review
from forum.practices.events import ReportOutdated, ReportRenewed
from forum.practices.models import ExperienceReport
from forum.practices.states import Verb
from forum.threads.text import clean_reason


def mark_outdated(
    session: Session, actor: Actor, report: ExperienceReport, *, reason: str
) -> ExperienceReport:
    """Mark the report as outdated, for a reason that readers see; return it.

    Raises `NotAllowed`, `Invalid` for ``reason``, and `Conflict` ``report_moved_on``.
    """
    report = take(session, actor, report, Verb.MARK_OUTDATED)
    reason = clean_reason(reason)
    if not reason:
        raise Invalid("empty_reason", field="reason")
    step = go(session, actor, report, Verb.MARK_OUTDATED, reason=reason)
    report.review_on = report.reminded_at = None
    event = ReportOutdated(
        report_id=report.id, thread_id=report.thread_id or 0, actor_id=actor.id, step_id=step.id
    )
    record(session, event, actor_id=actor.id)
    return report


def renew(
    session: Session, actor: Actor, report: ExperienceReport, *, reason: str = ""
) -> ExperienceReport:
    """Say that one has read it again and that it holds; return it, with a new date of review.

    Raises `NotAllowed`, and `Conflict` ``report_moved_on``.
    """
    report = take(session, actor, report, Verb.RENEW)
    step = go(session, actor, report, Verb.RENEW, reason=clean_reason(reason))
    report.review_on = next_review()
    report.reminded_at = None
    event = ReportRenewed(
        report_id=report.id,
        thread_id=report.thread_id or 0,
        actor_id=actor.id,
        step_id=step.id,
        review_on=report.review_on.isoformat(),
    )
    record(session, event, actor_id=actor.id)
    return report
