"""What follows for a report when something happens to its thread.

Each reads the present state, so that an event that comes twice or late does no harm.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.practices.actions.holding import hold_report, keep_version
from forum.practices.models import ExperienceReport
from forum.threads.events import ThreadMoved, ThreadRenamed
from forum.threads.models import Thread


def follow_thread(session: Session, event: ThreadMoved) -> None:
    """Let the moderation of the channel it stands in now look after the report."""
    report = _report_of(session, event.thread_id)
    if report is not None and report.thread is not None:
        report.channel_id = report.thread.channel_id


def follow_title(session: Session, event: ThreadRenamed) -> None:
    """Let a report be called what its thread is called."""
    report = _report_of(session, event.thread_id)
    if report is None or report.thread is None or report.title == report.thread.title:
        return
    report.title = report.thread.title
    report.version += 1
    keep_version(session, None, report)


def _report_of(session: Session, thread_id: int) -> ExperienceReport | None:
    found = session.scalar(
        sa.select(ExperienceReport.id)
        .join(Thread, Thread.id == ExperienceReport.thread_id)
        .where(Thread.id == thread_id)
    )
    return None if found is None else hold_report(session, found)
