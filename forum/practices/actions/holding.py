"""What all steps have in common: hold the report, ask whether the step may be taken, note it down.

Held first of all rows: report, actor, thread, post, channels.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.verdict import Denied, Verdict, require
from forum.practices.fields import record_of
from forum.practices.models import ExperienceReport, ReportState, ReportStep, ReportVersion
from forum.practices.policy import MOVED_ON, can_take_step
from forum.practices.states import STEPS, Verb
from forum.threads.models import Post, Thread
from forum.threads.text import Text


def hold_report(session: Session, report_id: int) -> ExperienceReport:
    """Return the report as it is now, with all it names, held until the commit.

    Raises `NotFound` ``no_report``: it was thrown away meanwhile.
    """
    report = session.scalars(
        sa.select(ExperienceReport)
        .where(ExperienceReport.id == report_id)
        .options(
            joinedload(ExperienceReport.channel),
            joinedload(ExperienceReport.thread).joinedload(Thread.channel),
            joinedload(ExperienceReport.city),
            joinedload(ExperienceReport.theme),
        )
        .with_for_update(key_share=True, of=ExperienceReport)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if report is None:
        raise NotFound("no_report")
    return report


def take(
    session: Session,
    actor: Actor,
    report: ExperienceReport,
    verb: Verb,
    *,
    version: int | None = None,
) -> ExperienceReport:
    """Return the held report once the actor may take this step with it, as they have seen it.

    Raises `NotAllowed`; `Conflict` ``report_moved_on`` in another state, and ``edited_meanwhile``
    with another `version` than the actor has read.
    """
    report = hold_report(session, report.id)
    membership = membership_of(session, actor, report.channel_id)
    insist(can_take_step(actor, report, membership, verb))
    if version is not None and version != report.version:
        raise Conflict("edited_meanwhile")
    return report


def insist(verdict: Verdict) -> None:
    """Raise unless the verdict allows; what is only too late is a conflict."""
    if isinstance(verdict, Denied) and verdict.reason == MOVED_ON:
        raise Conflict(MOVED_ON)
    require(verdict)


def go(
    session: Session,
    actor: Actor,
    report: ExperienceReport,
    verb: Verb,
    *,
    reason: str = "",
    to: ReportState | None = None,
) -> ReportStep:
    """Let the report take the step, and note it in the visible history."""
    former = report.state
    report.state = to or STEPS[verb].to[former]
    report.updated_at = clock.now()
    return note_step(session, actor.id, report, verb, former=former, reason=reason)


def note_step(
    session: Session,
    actor_id: int | None,
    report: ExperienceReport,
    verb: Verb,
    *,
    former: ReportState | None,
    reason: str = "",
) -> ReportStep:
    """Write a line of the history; `actor_id` is ``None`` where nobody did it here."""
    step = ReportStep(
        report_id=report.id,
        verb=verb,
        former=former,
        state=report.state,
        version=report.version,
        actor_id=actor_id,
        reason=reason,
        created_at=clock.now(),
    )
    session.add(step)
    session.flush()
    return step


def keep_version(session: Session, actor_id: int | None, report: ExperienceReport) -> None:
    """Keep the whole record as it stands; a version that is kept already stays as it is."""
    kept = sa.select(ReportVersion.id).where(
        ReportVersion.report_id == report.id, ReportVersion.version == report.version
    )
    if session.scalar(kept) is None:
        session.add(
            ReportVersion(
                report_id=report.id,
                version=report.version,
                record=record_of(report),
                saved_by_id=actor_id,
                created_at=clock.now(),
            )
        )


def opening_post(session: Session, report: ExperienceReport) -> Post:
    """Return the post that the record is written out in."""
    return session.scalars(
        sa.select(Post).where(Post.thread_id == report.thread_id, Post.number == 1)
    ).one()


def require_same(text: Text, source: str) -> None:
    """Insist that the composed text is the record as it is now.

    It is composed before the transaction, as rendering takes its time. Raises `Conflict`.
    """
    if text.source != source:
        raise Conflict("edited_meanwhile")


def days_after(days: int) -> dt.date:
    """Return the day so many days from today."""
    return clock.now().date() + dt.timedelta(days=days)
