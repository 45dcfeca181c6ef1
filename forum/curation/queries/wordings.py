"""What stands in the place that a suggestion is about."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.curation.queries.summaries import summary_of
from forum.practices.fields import PROSE, value_of
from forum.practices.models import ExperienceReport
from forum.practices.states import PUBLISHED
from forum.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Wording:
    """A text that can be suggested about."""

    text: str
    version: int


def wording_of(session: Session, thread: Thread, field: str) -> Wording | None:
    """Return the present text of the summary (field "") or of a field of the thread's report."""
    if field:
        return wording_in(report_about(session, thread), field)
    summary = summary_of(session, thread)
    return None if summary is None else Wording(summary.source, summary.version)


def wording_in(report: ExperienceReport | None, field: str) -> Wording | None:
    """Return the text of a field of a released report; only prose can be suggested about."""
    if report is None or field not in PROSE or report.state not in PUBLISHED:
        return None
    return Wording(value_of(report, field), report.version)


def report_about(session: Session, thread: Thread) -> ExperienceReport | None:
    """Return the thread's report with what its rules ask about."""
    return session.scalars(
        sa.select(ExperienceReport)
        .where(ExperienceReport.thread_id == thread.id)
        .options(
            joinedload(ExperienceReport.channel),
            joinedload(ExperienceReport.thread).joinedload(Thread.channel),
        )
    ).one_or_none()
