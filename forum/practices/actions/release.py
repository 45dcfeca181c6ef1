"""Release a report: from now on whoever reads the channel reads it."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.practices.actions.holding import go, opening_post, take
from forum.practices.actions.verify import stand_for
from forum.practices.events import ReportReleased
from forum.practices.models import ExperienceReport, Stage
from forum.practices.states import Verb
from forum.threads import actions as threads

REVIEW_AFTER_YEARS = 2


def release(
    session: Session,
    actor: Actor,
    report: ExperienceReport,
    *,
    reason: str = "",
    version: int | None = None,
) -> ExperienceReport:
    """Release the report with its thread, and return it; who releases stands for "complete".

    Raises `NotAllowed`, and `Conflict` ``report_moved_on`` or ``edited_meanwhile``.
    """
    report = take(session, actor, report, Verb.RELEASE, version=version)
    threads.release(session, actor, opening_post(session, report))
    step = go(session, actor, report, Verb.RELEASE, reason=reason)
    report.released_at = clock.now()
    report.review_on = next_review()
    report.due_on = report.reminded_at = None
    event = ReportReleased(
        report_id=report.id,
        thread_id=report.thread_id or 0,
        channel_id=report.channel_id,
        actor_id=actor.id,
        step_id=step.id,
    )
    record(session, event, actor_id=actor.id)
    stand_for(session, actor, report, Stage.COMPLETE)
    return report


def next_review() -> dt.date:
    """Return the day on which somebody should look whether it still holds: in 24 months."""
    today = clock.now().date()
    try:
        return today.replace(year=today.year + REVIEW_AFTER_YEARS)
    except ValueError:  # from a 29 February
        return today.replace(year=today.year + REVIEW_AFTER_YEARS, day=28)
