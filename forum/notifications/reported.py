"""Who is told of experience reports: their authors of answers, author and moderation of dates."""

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.channels.models import Membership, MembershipRole
from forum.notifications.actions import About, tell
from forum.notifications.kinds import Kind, Way
from forum.notifications.queries import recipients_of
from forum.notifications.queries.candidates import of_actor
from forum.notifications.queries.recipients import Candidates
from forum.practices.events import (
    RecommendationWithdrawn,
    ReportAnswerDue,
    ReportOutdated,
    ReportRecommended,
    ReportRejected,
    ReportReleased,
    ReportReturned,
    ReportReviewDue,
    ReportVerified,
)
from forum.practices.models import ExperienceReport, ReportState, ReportStep, Stage, Verification
from forum.threads.models import Post, Thread

Answer = (
    ReportReturned
    | ReportRejected
    | ReportReleased
    | ReportRecommended
    | RecommendationWithdrawn
    | ReportOutdated
)


def tell_of_answer(session: Session, event: Answer) -> None:
    """Tell the author what became of the report, unless they did it themselves.

    Why it was rejected is told by a letter of its own, the statement of reasons.
    """
    found = _report_and_post(session, event.report_id)
    if found is None or session.get(ReportStep, event.step_id) is None:
        return
    report, post = found
    recipients = recipients_of(
        session,
        post.thread,
        of_actor(report.author_id, Kind.REPORT_ANSWERED),
        by=event.actor_id,
        even_if_muted=True,
        even_if_gone=True,
    )
    if isinstance(event, ReportRejected):
        recipients = [replace(one, way=_on_page(one.way)) for one in recipients]
    tell(
        session,
        recipients,
        About(f"report:{event.step_id}", post.thread_id, post.id, event.actor_id),
    )


def tell_of_confirmation(session: Session, event: ReportVerified) -> None:
    """Tell the author that another city confirms the report."""
    found = _report_and_post(session, event.report_id)
    if found is None or event.stage != Stage.CONFIRMED:
        return
    report, post = found
    standing = sa.select(Verification.id).where(
        Verification.report_id == report.id,
        Verification.stage == Stage.CONFIRMED,
        Verification.actor_id == event.actor_id,
    )
    if session.scalar(standing) is None:
        return
    candidates = of_actor(report.author_id, Kind.REPORT_CONFIRMED)
    recipients = recipients_of(session, post.thread, candidates, by=event.actor_id)
    key = f"confirmed:{report.id}:{event.actor_id}"
    tell(session, recipients, About(key, post.thread_id, post.id, event.actor_id))


def tell_of_review_date(session: Session, event: ReportReviewDue) -> None:
    """Remind author and moderation to look whether a report still holds."""
    found = _report_and_post(session, event.report_id)
    if found is None or _day(found[0].review_on) != event.review_on:
        return
    report, post = found
    moderating = sa.select(Membership.actor_id).where(
        Membership.channel_id == report.channel_id, Membership.role == MembershipRole.MODERATOR
    )
    candidates = [
        *of_actor(report.author_id, Kind.REPORT_DUE),
        Candidates(Kind.REPORT_DUE, moderating),
    ]
    recipients = recipients_of(session, post.thread, candidates, by=None, even_if_muted=True)
    key = f"review:{report.id}:{event.review_on}"
    tell(session, recipients, About(key, post.thread_id, post.id, None))


def tell_of_due_answer(session: Session, event: ReportAnswerDue) -> None:
    """Remind the author that an answer is asked for."""
    found = _report_and_post(session, event.report_id)
    if found is None or found[0].state is not ReportState.RETURNED:
        return
    report, post = found
    if _day(report.due_on) != event.due_on:
        return
    candidates = of_actor(report.author_id, Kind.REPORT_DUE)
    recipients = recipients_of(
        session, post.thread, candidates, by=None, even_if_muted=True, even_if_gone=True
    )
    key = f"answer:{report.id}:{event.due_on}"
    tell(session, recipients, About(key, post.thread_id, post.id, None))


def _report_and_post(session: Session, report_id: int) -> tuple[ExperienceReport, Post] | None:
    """Return the report with its opening post, held or not; nothing of what was taken away."""
    row = session.execute(
        sa.select(ExperienceReport, Post)
        .join(Post, sa.and_(Post.thread_id == ExperienceReport.thread_id, Post.number == 1))
        .join(Thread, Thread.id == Post.thread_id)
        .where(ExperienceReport.id == report_id, Thread.removed_at.is_(None))
        .options(joinedload(Post.thread).joinedload(Thread.channel))
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _on_page(way: Way) -> Way:
    return Way.PAGE if way is Way.MAIL else way


def _day(day: object) -> str:
    return "" if day is None else str(day)
