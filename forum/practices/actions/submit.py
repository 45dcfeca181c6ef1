"""Hand a report in, first or again; its inverse is `withdraw`, and `rework` after a rejection."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.practices.actions.holding import go, keep_version, require_same, take
from forum.practices.events import (
    ReportResubmitted,
    ReportReworked,
    ReportSubmitted,
    ReportWithdrawn,
)
from forum.practices.fields import missing_of, record_of
from forum.practices.models import ExperienceReport
from forum.practices.queries.record import names_of
from forum.practices.states import Verb
from forum.practices.text import as_markdown
from forum.threads.actions import ThreadPlan, start_thread
from forum.threads.actions.record import drop_held, rewrite_opening
from forum.threads.models import ThreadKind
from forum.threads.text import Text

HELD_BECAUSE = "report"
"""Why its opening post waits: released with the report, and with it alone."""


def submit(
    session: Session, actor: Actor, report: ExperienceReport, *, version: int, text: Text
) -> ExperienceReport:
    """Hand the draft in and return it; its thread is begun, and waits for the release.

    `text` is the record written out (`forum.practices.text.written_out`). Raises `NotAllowed`,
    `Invalid` ``incomplete`` for the first field that is missing, and `Conflict`
    ``report_moved_on`` or ``edited_meanwhile``.
    """
    report = take(session, actor, report, Verb.SUBMIT, version=version)
    thread_id = _hand_in(session, actor, report, Verb.SUBMIT, text)
    event = ReportSubmitted(
        report_id=report.id,
        channel_id=report.channel_id,
        thread_id=thread_id,
        author_id=report.author_id,
        version=report.version,
    )
    record(session, event, actor_id=actor.id)
    return report


def resubmit(
    session: Session, actor: Actor, report: ExperienceReport, *, version: int, text: Text
) -> ExperienceReport:
    """Hand a returned report in again and return it. Raises as `submit` does."""
    report = take(session, actor, report, Verb.RESUBMIT, version=version)
    thread_id = _hand_in(session, actor, report, Verb.RESUBMIT, text)
    event = ReportResubmitted(
        report_id=report.id,
        channel_id=report.channel_id,
        thread_id=thread_id,
        author_id=report.author_id,
        version=report.version,
    )
    record(session, event, actor_id=actor.id)
    return report


def withdraw(session: Session, actor: Actor, report: ExperienceReport) -> ExperienceReport:
    """Take the report back, make it a draft again, and return it; its thread goes for good.

    What was taken back is its author's alone, so handing it in again begins another thread.

    Raises `NotAllowed`, and `Conflict` ``report_moved_on``: it is released, or rejected.
    """
    report = take(session, actor, report, Verb.WITHDRAW)
    go(session, actor, report, Verb.WITHDRAW)
    report.due_on = report.reminded_at = None
    event = ReportWithdrawn(
        report_id=report.id, channel_id=report.channel_id, thread_id=report.thread_id or 0
    )
    if report.thread is not None:
        drop_held(session, actor, report.thread)
        report.thread = report.thread_id = None
    record(session, event, actor_id=actor.id)
    return report


def rework(session: Session, actor: Actor, report: ExperienceReport) -> ExperienceReport:
    """Make a rejected report a draft again, and return it. Raises as `withdraw` does."""
    report = take(session, actor, report, Verb.REWORK)
    go(session, actor, report, Verb.REWORK)
    event = ReportReworked(report_id=report.id, channel_id=report.channel_id)
    record(session, event, actor_id=actor.id)
    return report


def _hand_in(
    session: Session, actor: Actor, report: ExperienceReport, verb: Verb, text: Text
) -> int:
    """Check, keep the version, write the opening post, take the step; return the thread's id."""
    written = record_of(report)
    for name in missing_of(written):
        raise Invalid("incomplete", field=name)
    require_same(text, as_markdown(written, names_of(session, written)))
    if report.thread is None:
        plan = ThreadPlan(kind=ThreadKind.EXPERIENCE_REPORT, waits_because=(HELD_BECAUSE,))
        report.thread = start_thread(
            session, actor, report.channel, title=report.title, text=text, plan=plan
        )
        report.thread_id = report.thread.id
    else:
        rewrite_opening(session, actor, report.thread, text=text, title=report.title)
    keep_version(session, actor.id, report)
    report.submitted_at = clock.now()
    report.submitted_version = report.version
    report.due_on = report.reminded_at = None
    go(session, actor, report, verb)
    return report.thread.id
