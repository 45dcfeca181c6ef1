"""Stand for a stage of the verification; take it back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.event_log import record
from forum.practices.actions.holding import hold_report, insist
from forum.practices.events import ReportVerified, VerificationWithdrawn
from forum.practices.models import ExperienceReport, Stage, Verification
from forum.practices.policy import can_verify
from forum.threads.text import clean_reason


def verify(
    session: Session, actor: Actor, report: ExperienceReport, stage: Stage, *, note: str = ""
) -> Verification:
    """Stand for a stage of the report as it is now, with city and date; return that.

    Who stands for it already does so for the present version. Raises `NotAllowed`, `Invalid` for
    the field ``reason``, and `Conflict` ``report_moved_on``.
    """
    report = hold_report(session, report.id)
    membership = membership_of(session, actor, report.channel_id)
    insist(can_verify(actor, report, membership, stage, reached=stages_reached(session, report)))
    return stand_for(session, actor, report, stage, note=clean_reason(note))


def withdraw_verification(
    session: Session, actor: Actor, report: ExperienceReport, stage: Stage
) -> None:
    """Take back what one has stood for. Raises `NotFound` where one has not."""
    report = hold_report(session, report.id)
    verification = _own(session, actor, report, stage)
    if verification is None:
        raise NotFound("no_verification")
    session.delete(verification)
    event = VerificationWithdrawn(
        report_id=report.id, thread_id=report.thread_id or 0, actor_id=actor.id, stage=stage
    )
    record(session, event, actor_id=actor.id)


def stand_for(
    session: Session, actor: Actor, report: ExperienceReport, stage: Stage, *, note: str = ""
) -> Verification:
    """Write down who stands for the stage of the held report; whether they may was asked before."""
    verification = _own(session, actor, report, stage)
    if verification is None:
        verification = Verification(report_id=report.id, stage=stage, actor_id=actor.id)
        session.add(verification)
    elif verification.version == report.version and verification.note == note:
        return verification
    verification.city_id = actor.city_id
    verification.version = report.version
    verification.note = note
    verification.created_at = clock.now()
    event = ReportVerified(
        report_id=report.id,
        thread_id=report.thread_id or 0,
        actor_id=actor.id,
        stage=stage,
        city_id=actor.city_id,
        version=report.version,
    )
    record(session, event, actor_id=actor.id)
    return verification


def stages_reached(session: Session, report: ExperienceReport) -> frozenset[Stage]:
    """Return the stages that somebody stands for."""
    statement = sa.select(Verification.stage).where(Verification.report_id == report.id)
    return frozenset(session.scalars(statement))


def _own(
    session: Session, actor: Actor, report: ExperienceReport, stage: Stage
) -> Verification | None:
    return session.scalars(
        sa.select(Verification).where(
            Verification.report_id == report.id,
            Verification.stage == stage,
            Verification.actor_id == actor.id,
        )
    ).one_or_none()
