"""Recommend a released report; take the recommendation back."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.event_log import record
from forum.practices.actions.holding import go, take
from forum.practices.events import RecommendationWithdrawn, ReportRecommended
from forum.practices.models import ExperienceReport
from forum.practices.states import Verb
from forum.threads.text import clean_reason


def recommend(
    session: Session, actor: Actor, report: ExperienceReport, *, reason: str = ""
) -> ExperienceReport:
    """Recommend the report to others, and return it.

    Raises `NotAllowed`, and `Conflict` ``report_moved_on``.
    """
    report = take(session, actor, report, Verb.RECOMMEND)
    step = go(session, actor, report, Verb.RECOMMEND, reason=clean_reason(reason))
    event = ReportRecommended(
        report_id=report.id, thread_id=report.thread_id or 0, actor_id=actor.id, step_id=step.id
    )
    record(session, event, actor_id=actor.id)
    return report


def unrecommend(
    session: Session, actor: Actor, report: ExperienceReport, *, reason: str = ""
) -> ExperienceReport:
    """Take the recommendation back, and return the report. Raises as `recommend` does."""
    report = take(session, actor, report, Verb.UNRECOMMEND)
    step = go(session, actor, report, Verb.UNRECOMMEND, reason=clean_reason(reason))
    event = RecommendationWithdrawn(
        report_id=report.id, thread_id=report.thread_id or 0, actor_id=actor.id, step_id=step.id
    )
    record(session, event, actor_id=actor.id)
    return report
