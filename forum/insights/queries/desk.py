"""What waits for a moderator in their channels; administrators look after all of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import moderated_channels
from forum.insights.working_days import working_days_before
from forum.kernel.paging import Page
from forum.moderation.models import Case, CaseState
from forum.moderation.policy import decidable_cases
from forum.practices.models import ExperienceReport, ReportState
from forum.threads.models import Placement, Post, Thread, ThreadKind
from forum.threads.policy import listed_threads, moderated_threads
from forum.threads.queries.kinds import is_unanswered
from forum.threads.queries.lists import threads_page
from forum.threads.queries.orders import Sort, Stretch
from forum.threads.queries.rows import ThreadSummary

# So long somebody else may answer first; then a question needs help.
UNANSWERED_WORKING_DAYS = 3
# So long a channel may be quiet before somebody should give it a push.
SILENT_FOR = dt.timedelta(days=60)
# So long before its review day a report is listed, so that there is time to ask its author.
REVIEW_AHEAD = dt.timedelta(days=30)
LISTED = 10

_REVIEWED = (ReportState.RELEASED, ReportState.RECOMMENDED)


@dataclass(frozen=True, slots=True)
class OpenCases:
    """What the moderation has to decide."""

    count: int
    oldest_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report whose review day comes."""

    title: str
    thread_public_id: str
    channel: str
    review_on: dt.date


@dataclass(frozen=True, slots=True)
class SilentChannel:
    """A channel in which nobody has written for long, or never."""

    name: str
    slug: str
    last_at: dt.datetime | None


def open_cases(session: Session, actor: Actor) -> OpenCases:
    """Return how many cases this actor may decide, and since when the oldest waits."""
    row = session.execute(
        sa.select(sa.func.count(), sa.func.min(Case.opened_at)).where(
            Case.state == CaseState.OPEN, decidable_cases(actor)
        )
    ).one()
    return OpenCases(*row)


def late_questions(
    session: Session, actor: Actor, now: dt.datetime, zone: str
) -> Page[ThreadSummary]:
    """Return the questions without any reply for three working days, the oldest first."""
    before = working_days_before(now, UNANSWERED_WORKING_DAYS, zone)
    return threads_page(
        session,
        actor,
        Thread.kind == ThreadKind.QUESTION,
        is_unanswered(),
        moderated_threads(actor),
        Thread.archived_at.is_(None),
        Thread.visible_at < before,
        stretch=Stretch(sort=Sort.OLDEST),
    )


def due_reports(session: Session, actor: Actor, today: dt.date) -> Sequence[DueReport]:
    """Return the reports to be looked at again soon, the longest due first."""
    rows = session.execute(
        sa.select(
            ExperienceReport.title, Thread.public_id, Channel.name, ExperienceReport.review_on
        )
        .join(Thread, Thread.id == ExperienceReport.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(
            ExperienceReport.state.in_(_REVIEWED),
            ExperienceReport.review_on <= today + REVIEW_AHEAD,
            listed_threads(actor),
            moderated_threads(actor),
        )
        .order_by(ExperienceReport.review_on, ExperienceReport.id)
        .limit(LISTED)
    )
    return [
        DueReport(title, public_id, channel, review_on)
        for title, public_id, channel, review_on in rows
        if review_on is not None
    ]


def silent_channels(session: Session, actor: Actor, now: dt.datetime) -> Sequence[SilentChannel]:
    """Return the channels without a post that can be read since long, the longest first.

    A channel lives by what is shown in it, at home there or not. One nobody has ever written in is
    listed last, and not before it is old enough.
    """
    since = now - SILENT_FOR
    alive = (
        sa.select(Placement.channel_id)
        .join(Thread, Thread.id == Placement.thread_id)
        .join(Post, Post.thread_id == Thread.id)
        .where(
            Post.visible_at >= since,
            Post.removed_at.is_(None),
            Thread.visible_at.is_not(None),
            Thread.removed_at.is_(None),
        )
    )
    rows = session.execute(
        sa.select(Channel.name, Channel.slug, Channel.last_activity_at)
        .where(
            moderated_channels(actor),
            Channel.archived_at.is_(None),
            Channel.created_at < since,
            Channel.id.not_in(alive),
        )
        .order_by(Channel.last_activity_at.asc().nulls_last(), Channel.name, Channel.id)
    )
    return [SilentChannel(*row) for row in rows]
