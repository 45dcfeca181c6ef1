"""Begin a report; its inverse is `discard`."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City
from forum.channels.models import Channel, Theme
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.practices.actions.holding import note_step, take
from forum.practices.events import ReportBegun, ReportDiscarded
from forum.practices.fields import cleaned, put
from forum.practices.models import ExperienceReport, ReportState
from forum.practices.policy import can_begin
from forum.practices.states import Verb
from forum.threads.actions.record import drop_held


def begin(
    session: Session,
    actor: Actor,
    channel: Channel,
    *,
    values: Mapping[str, str],
    submission_key: str | None = None,
) -> ExperienceReport:
    """Make a draft with these values and return it; sent twice, it is the first one.

    Raises `NotAllowed`, and `Invalid` for a field.
    """
    require(can_begin(actor, channel, membership_of(session, actor, channel.id)))
    if submission_key is not None and (first := _begun_before(session, actor, submission_key)):
        return first
    report = ExperienceReport(
        channel_id=channel.id,
        author_id=actor.id,
        state=ReportState.DRAFT,
        version=1,
        title="",
        target_groups="",
        texts={},
        submission_key=submission_key,
        created_at=clock.now(),
        updated_at=clock.now(),
        adoption_count=0,
    )
    write(session, report, values)
    session.add(report)
    session.flush()
    note_step(session, actor.id, report, Verb.BEGIN, former=None)
    event = ReportBegun(report_id=report.id, channel_id=channel.id, actor_id=actor.id)
    record(session, event, actor_id=actor.id)
    return report


def discard(session: Session, actor: Actor, report: ExperienceReport) -> None:
    """Throw a report away that was never released, with its versions and its held thread.

    Raises `NotAllowed`, and `Conflict` ``report_moved_on``.
    """
    report = take(session, actor, report, Verb.DISCARD)
    event = ReportDiscarded(
        report_id=report.id, channel_id=report.channel_id, thread_id=report.thread_id
    )
    if report.thread is not None:
        drop_held(session, actor, report.thread)
    session.delete(report)
    record(session, event, actor_id=actor.id)


def write(session: Session, report: ExperienceReport, values: Mapping[str, str]) -> None:
    """Clean the values and write them into the report. Raises `Invalid` for a field."""
    values = cleaned(values)
    chosen: tuple[tuple[str, type[City | Theme]], ...] = (("city", City), ("theme", Theme))
    for name, table in chosen:
        key = values.get(name)
        if key and session.get(table, int(key)) is None:
            raise Invalid("not_a_choice", field=name)
    put(report, values)


def _begun_before(session: Session, actor: Actor, key: str) -> ExperienceReport | None:
    return session.scalars(
        sa.select(ExperienceReport).where(
            ExperienceReport.author_id == actor.id, ExperienceReport.submission_key == key
        )
    ).one_or_none()
