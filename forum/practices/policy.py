"""Who may do what with an experience report.

Every question is asked with the report (channel and thread loaded, and the thread's channel) and
the actor's membership in the channel. What the state of a report allows stands in
`forum.practices.states`; whether it is one's own turn is asked first, so that nobody learns a
state that is none of their business.
"""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Channel, Membership
from forum.kernel.verdict import Denied, Verdict, allowed_if
from forum.practices.models import ExperienceReport, ReportState, Stage
from forum.practices.states import HANDED_IN, PUBLISHED, STEPS, Part, Verb
from forum.threads import policy as threads
from forum.threads.models import Thread

MOVED_ON = "report_moved_on"
"""Entitled, but the report is in another state (by now)."""

# An own text can always be kept, taken back and thrown away, also by who may not write just now.
_KEEPING = frozenset({Verb.SAVE, Verb.DISCARD, Verb.WITHDRAW, Verb.REWORK})


def can_read_report(
    actor: Actor | None, report: ExperienceReport, membership: Membership | None
) -> Verdict:
    """Answer as for the thread: held ones are for author and moderation; drafts for the author."""
    if report.state is ReportState.DRAFT or report.thread is None:
        return _can_keep(actor, report)
    return threads.can_read_thread(actor, report.thread, membership)


def readable_reports(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``ExperienceReport`` that holds where `can_read_report` allows."""
    drafts = sa.or_(
        ExperienceReport.state == ReportState.DRAFT, ExperienceReport.thread_id.is_(None)
    )
    own: ColumnElement[bool] = sa.false()
    if actor is not None and channels.is_present(actor):
        own = ExperienceReport.author_id == actor.id
    readable = sa.select(Thread.id).where(threads.readable_threads(actor)).correlate(None)
    return sa.or_(sa.and_(drafts, own), sa.and_(~drafts, ExperienceReport.thread_id.in_(readable)))


def listed_reports(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``ExperienceReport`` for lists: released, and its thread listed."""
    listed = sa.select(Thread.id).where(threads.listed_threads(actor)).correlate(None)
    return sa.and_(
        ExperienceReport.state.in_(sorted(PUBLISHED)), ExperienceReport.thread_id.in_(listed)
    )


def can_begin(actor: Actor | None, channel: Channel, membership: Membership | None) -> Verdict:
    """Answer whether the actor may begin a report here: as for any thread."""
    return channels.can_start_thread(actor, channel, membership)


def can_review(
    actor: Actor | None, report: ExperienceReport, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may judge the report: the channel's moderation, never the author."""
    moderates = channels.can_moderate(actor, report.channel, membership)
    if not moderates:
        return moderates
    if threads.is_author(actor, report.author_id):
        return Denied("own_report")
    return allowed_if(report.channel.archived_at is None, "channel_archived")


def reviewable_reports(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``ExperienceReport``: handed in, and `can_review` allows."""
    if actor is None:
        return sa.false()
    moderated = (
        sa.select(Channel.id)
        .where(channels.moderated_channels(actor), Channel.archived_at.is_(None))
        .correlate(None)
    )
    return sa.and_(
        ExperienceReport.state.in_(sorted(HANDED_IN)),
        ExperienceReport.author_id != actor.id,
        ExperienceReport.channel_id.in_(moderated),
    )


def can_take_step(
    actor: Actor | None, report: ExperienceReport, membership: Membership | None, verb: Verb
) -> Verdict:
    """Answer whether it is the actor's turn, and then whether the state allows the step."""
    step = STEPS[verb]
    verdict: Verdict = Denied("signed_out")
    if Part.AUTHOR in step.by and threads.is_author(actor, report.author_id):
        verdict = _can_write_own(actor, report, membership, verb)
    elif Part.REVIEWER in step.by:
        verdict = can_review(actor, report, membership)
    else:
        verdict = _can_keep(actor, report)
    if not verdict:
        return verdict
    if report.thread is not None and report.thread.removed_at is not None and verb not in _KEEPING:
        return Denied("thread_removed")
    return allowed_if(report.state in step.to, MOVED_ON)


def can_verify(
    actor: Actor | None,
    report: ExperienceReport,
    membership: Membership | None,
    stage: Stage,
    *,
    reached: Collection[Stage],
) -> Verdict:
    """Answer whether the actor may stand for a stage; `reached` are those that somebody stands for.

    That it is complete and plausible says a reviewer; that it holds elsewhere says somebody who
    works in another city.
    """
    readable = can_read_report(actor, report, membership)
    if not readable:
        return readable
    if stage is Stage.CONFIRMED:
        entitled = _can_confirm(actor, report, membership)
    else:
        entitled = can_review(actor, report, membership)
    if not entitled:
        return entitled
    if report.thread is None or report.thread.removed_at is not None:
        return Denied("thread_removed")
    open_for = {ReportState.RELEASED, ReportState.RECOMMENDED}
    if stage is not Stage.CONFIRMED:
        open_for |= HANDED_IN
    if report.state not in open_for:
        return Denied(MOVED_ON)
    order = list(Stage)
    before = order[: order.index(stage)]
    return allowed_if(all(one in reached for one in before), "stage_before_missing")


def _can_confirm(
    actor: Actor | None, report: ExperienceReport, membership: Membership | None
) -> Verdict:
    writable = channels.can_write(actor, report.channel, membership)
    if not writable:
        return writable
    if threads.is_author(actor, report.author_id):
        return Denied("own_report")
    if not channels.is_peer(actor):
        return Denied("peers_confirm")
    if actor is None or actor.city_id is None:
        return Denied("no_city")
    return allowed_if(actor.city_id != report.city_id, "own_city")


def _can_write_own(
    actor: Actor | None, report: ExperienceReport, membership: Membership | None, verb: Verb
) -> Verdict:
    if verb in _KEEPING:
        return _can_keep(actor, report)
    if verb is Verb.SUBMIT:
        return channels.can_start_thread(actor, report.channel, membership)
    return channels.can_write(actor, report.channel, membership)


def _can_keep(actor: Actor | None, report: ExperienceReport) -> Verdict:
    if not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(threads.is_author(actor, report.author_id), "not_your_report")


def can_adopt(
    actor: Actor | None, report: ExperienceReport, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may enter in the log that they have tried it: all but the author."""
    readable = can_read_report(actor, report, membership)
    if not readable:
        return readable
    writable = channels.can_write(actor, report.channel, membership)
    if not writable:
        return writable
    if threads.is_author(actor, report.author_id):
        return Denied("own_report")
    if report.thread is None or report.thread.removed_at is not None:
        return Denied("thread_removed")
    return allowed_if(report.state in PUBLISHED, MOVED_ON)


def can_change_adoption(
    actor: Actor | None,
    report: ExperienceReport,
    membership: Membership | None,
    *,
    adopter_id: int,
) -> Verdict:
    """Answer whether the actor may reword an entry of the log: nobody but who made it."""
    allowed = can_adopt(actor, report, membership)
    if not allowed:
        return allowed
    return allowed_if(actor is not None and actor.id == adopter_id, "not_your_adoption")


def can_remove_adoption(
    actor: Actor | None,
    report: ExperienceReport,
    membership: Membership | None,
    *,
    adopter_id: int,
) -> Verdict:
    """Answer whether the actor may take an entry out of the log: who made it, and moderation."""
    readable = can_read_report(actor, report, membership)
    if not readable:
        return readable
    if channels.can_moderate(actor, report.channel, membership):
        return allowed_if(report.channel.archived_at is None, "channel_archived")
    if not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(actor is not None and actor.id == adopter_id, "not_your_adoption")
