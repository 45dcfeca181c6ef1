"""Read a report as its reviewer: begin and leave, ask back, reject."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_source
from forum.practices.actions.holding import days_after, go, take
from forum.practices.events import ReportRejected, ReportReturned, ReviewBegun, ReviewLeft
from forum.practices.fields import BY_NAME
from forum.practices.models import ExperienceReport, Remark, ReportState, ReportStep
from forum.practices.states import Verb
from forum.threads.text import clean_reason

REMARK_LIMIT = 2_000
DUE_AFTER = 14
"""Days in which the author is asked to answer, unless the reviewer says otherwise."""
LATEST_DUE = 365


def begin_review(session: Session, actor: Actor, report: ExperienceReport) -> ExperienceReport:
    """Say that one reads the report now, and return it; who reads it already begins nothing anew.

    Raises `NotAllowed`, and `Conflict` ``report_moved_on``.
    """
    report = take(session, actor, report, Verb.BEGIN_REVIEW)
    go(session, actor, report, Verb.BEGIN_REVIEW)
    record(session, ReviewBegun(report_id=report.id, actor_id=actor.id), actor_id=actor.id)
    return report


def leave_review(session: Session, actor: Actor, report: ExperienceReport) -> ExperienceReport:
    """Let the report wait for a reviewer again, and return it. Raises as `begin_review` does."""
    report = take(session, actor, report, Verb.LEAVE_REVIEW)
    go(session, actor, report, Verb.LEAVE_REVIEW, to=_before_review(session, report))
    record(session, ReviewLeft(report_id=report.id, actor_id=actor.id), actor_id=actor.id)
    return report


def return_report(
    session: Session,
    actor: Actor,
    report: ExperienceReport,
    *,
    reason: str = "",
    remarks: Mapping[str, str] | None = None,
    due_on: dt.date | None = None,
    version: int | None = None,
) -> ExperienceReport:
    """Ask the author back, by a word on the whole and by remarks on fields; return the report.

    `remarks` by field name; empty ones are none. At least one word is owed. Without `due_on` the
    author has two weeks. Raises `NotAllowed`, `Invalid` for ``reason``, ``due_on`` or a field, and
    `Conflict` ``report_moved_on`` or ``edited_meanwhile``.
    """
    report = take(session, actor, report, Verb.RETURN, version=version)
    reason = clean_reason(reason)
    said = _remarks(remarks or {})
    if not reason and not said:
        raise Invalid("empty_reason", field="reason")
    report.due_on = _due(due_on)
    report.reminded_at = None
    _keep_remarks(session, actor, report, said)
    step = go(session, actor, report, Verb.RETURN, reason=reason)
    event = ReportReturned(
        report_id=report.id,
        thread_id=report.thread_id or 0,
        actor_id=actor.id,
        step_id=step.id,
        due_on=report.due_on.isoformat(),
    )
    record(session, event, actor_id=actor.id)
    return report


def reject(
    session: Session,
    actor: Actor,
    report: ExperienceReport,
    *,
    reason: str,
    version: int | None = None,
) -> ExperienceReport:
    """Say that the report will not be released, and why; return it. Raises as `return_report`."""
    report = take(session, actor, report, Verb.REJECT, version=version)
    reason = clean_reason(reason)
    if not reason:
        raise Invalid("empty_reason", field="reason")
    step = go(session, actor, report, Verb.REJECT, reason=reason)
    event = ReportRejected(
        report_id=report.id,
        thread_id=report.thread_id or 0,
        actor_id=actor.id,
        step_id=step.id,
    )
    record(session, event, actor_id=actor.id)
    return report


def _remarks(remarks: Mapping[str, str]) -> dict[str, str]:
    """Return the cleaned remarks that say something. Raises `Invalid` for the field."""
    said = {}
    for name, text in remarks.items():
        if name not in BY_NAME:
            raise Invalid("no_such_field", field="reason")
        clean = clean_source(text, limit=REMARK_LIMIT, field=name, may_be_empty=True)
        if clean:
            said[name] = clean
    return said


def _keep_remarks(
    session: Session, actor: Actor, report: ExperienceReport, said: Mapping[str, str]
) -> None:
    session.add_all(
        Remark(
            report_id=report.id,
            field=name,
            text=text,
            version=report.version,
            author_id=actor.id,
            created_at=clock.now(),
        )
        for name, text in said.items()
    )


def _due(day: dt.date | None) -> dt.date:
    if day is None:
        return days_after(DUE_AFTER)
    if not days_after(0) <= day <= days_after(LATEST_DUE):
        raise Invalid("due_out_of_range", field="due_on")
    return day


def _before_review(session: Session, report: ExperienceReport) -> ReportState:
    """Return as what the report was handed in when its review began."""
    former = session.scalars(
        sa.select(ReportStep.former)
        .where(ReportStep.report_id == report.id, ReportStep.verb == Verb.BEGIN_REVIEW)
        .order_by(ReportStep.id.desc())
        .limit(1)
    ).first()
    return former or ReportState.SUBMITTED
