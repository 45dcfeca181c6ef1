"""Remind, by the clock: of the day of a review, and of the day an answer is asked for."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.events import Event
from forum.practices.events import ReportAnswerDue, ReportReviewDue
from forum.practices.models import ExperienceReport, ReportState

BATCH = 100
BEFORE_DUE = dt.timedelta(days=3)
"""How long before its day an answer is reminded of."""


def remind(session: Session, *, limit: int = BATCH) -> int:
    """Record what has become due; return how much that was.

    Row and event are one transaction, and `reminded_at` says for which day it was done: each day is
    told once, however often this runs.
    """
    today = clock.now().date()
    review = sa.and_(
        ExperienceReport.state.in_([ReportState.RELEASED, ReportState.RECOMMENDED]),
        ExperienceReport.review_on <= today,
    )
    answer = sa.and_(
        ExperienceReport.state == ReportState.RETURNED,
        ExperienceReport.due_on <= today + BEFORE_DUE,
    )
    due = session.scalars(
        sa.select(ExperienceReport)
        .where(ExperienceReport.reminded_at.is_(None), sa.or_(review, answer))
        .order_by(ExperienceReport.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for report in due:
        report.reminded_at = clock.now()
        record(session, _event(report))
    return len(due)


def _event(report: ExperienceReport) -> Event:
    thread_id = report.thread_id or 0
    if report.state is ReportState.RETURNED:
        due_on = "" if report.due_on is None else report.due_on.isoformat()
        return ReportAnswerDue(report_id=report.id, thread_id=thread_id, due_on=due_on)
    review_on = "" if report.review_on is None else report.review_on.isoformat()
    return ReportReviewDue(report_id=report.id, thread_id=thread_id, review_on=review_on)
