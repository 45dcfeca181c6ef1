"""The record, its versions, remarks and history."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor, City
from forum.channels.models import Channel, Theme
from forum.channels.policy import startable_channels
from forum.kernel.errors import NotFound
from forum.practices.models import (
    ExperienceReport,
    Remark,
    ReportState,
    ReportStep,
    ReportVersion,
)
from forum.practices.text import Names
from forum.threads.models import Thread


def report_of(session: Session, public_id: str) -> ExperienceReport:
    """Return the report with all it names, or raise `NotFound`; who may read it, a policy says."""
    report = session.scalars(
        sa.select(ExperienceReport)
        .where(ExperienceReport.public_id == public_id)
        .options(
            joinedload(ExperienceReport.channel),
            joinedload(ExperienceReport.thread).joinedload(Thread.channel),
            joinedload(ExperienceReport.author).joinedload(Actor.organisation),
            joinedload(ExperienceReport.author).joinedload(Actor.city),
            joinedload(ExperienceReport.city),
            joinedload(ExperienceReport.theme),
        )
    ).one_or_none()
    if report is None:
        raise NotFound("no_report")
    return report


def report_in(session: Session, thread_public_id: str) -> str:
    """Return the public id of the report that the thread stands for, or raise `NotFound`."""
    found = session.scalar(
        sa.select(ExperienceReport.public_id)
        .join(Thread, Thread.id == ExperienceReport.thread_id)
        .where(Thread.public_id == thread_public_id)
    )
    if found is None:
        raise NotFound("no_report")
    return found


def names_of(session: Session, record: Mapping[str, str]) -> Names:
    """Return what the ids of a record stand for."""
    city = session.get(City, int(record["city"])) if record.get("city") else None
    theme = session.get(Theme, int(record["theme"])) if record.get("theme") else None
    return Names(city="" if city is None else city.name, theme="" if theme is None else theme.name)


def themes(session: Session) -> Sequence[Theme]:
    """Return the fields of action one can choose."""
    return session.scalars(
        sa.select(Theme).where(Theme.archived_at.is_(None)).order_by(Theme.position, Theme.name)
    ).all()


def channels_to_report_in(session: Session, actor: Actor) -> Sequence[Channel]:
    """Return the channels in which the actor may begin a report, by name."""
    return session.scalars(
        sa.select(Channel).where(startable_channels(actor)).order_by(Channel.name)
    ).all()


def own_reports(session: Session, actor: Actor) -> Sequence[ExperienceReport]:
    """Return what the actor has written, what they worked on last first, with its channel."""
    return session.scalars(
        sa.select(ExperienceReport)
        .where(ExperienceReport.author_id == actor.id)
        .options(joinedload(ExperienceReport.channel), joinedload(ExperienceReport.thread))
        .order_by(ExperienceReport.updated_at.desc(), ExperienceReport.id.desc())
    ).all()


def steps_of(session: Session, report: ExperienceReport) -> Sequence[ReportStep]:
    """Return the history, the first step first, with who took each."""
    return session.scalars(
        sa.select(ReportStep)
        .where(ReportStep.report_id == report.id)
        .options(joinedload(ReportStep.actor))
        .order_by(ReportStep.id)
    ).all()


def remarks_of(session: Session, report: ExperienceReport) -> Sequence[Remark]:
    """Return what reviewers said about fields when they last asked back, with who did."""
    latest = (
        sa.select(sa.func.max(Remark.version))
        .where(Remark.report_id == report.id)
        .scalar_subquery()
    )
    return session.scalars(
        sa.select(Remark)
        .where(Remark.report_id == report.id, Remark.version == latest)
        .options(joinedload(Remark.author))
        .order_by(Remark.id)
    ).all()


def handed_in_before(session: Session, report: ExperienceReport) -> dict[str, str] | None:
    """Return the record as it was handed in before the last time, if it was."""
    last = report.submitted_version
    if last is None:
        return None
    # Being written again, it is compared with what was handed in last.
    is_written = report.state in {ReportState.DRAFT, ReportState.RETURNED, ReportState.REJECTED}
    earlier = ReportVersion.version <= last if is_written else ReportVersion.version < last
    return session.scalars(
        sa.select(ReportVersion.record)
        .where(ReportVersion.report_id == report.id, earlier)
        .order_by(ReportVersion.version.desc())
        .limit(1)
    ).first()


def versions_of(session: Session, report: ExperienceReport) -> Sequence[ReportVersion]:
    """Return all kept versions, the first one first."""
    return session.scalars(
        sa.select(ReportVersion)
        .where(ReportVersion.report_id == report.id)
        .order_by(ReportVersion.version)
    ).all()
