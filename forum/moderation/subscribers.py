"""From what happens to posts and reports to the cases about them.

Each reads the present state: what was released or withdrawn meanwhile brings nothing up any more.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.event_log import DELIVERY
from forum.messaging.events import MessageFlagged, MessageRemoved
from forum.moderation.actions.open_case import open_case, settle
from forum.moderation.models import Case, Source, Target
from forum.moderation.queries import Facts, Standing, facts_of
from forum.practices.events import (
    ReportDiscarded,
    ReportRejected,
    ReportReleased,
    ReportResubmitted,
    ReportReturned,
    ReportSubmitted,
    ReportWithdrawn,
)
from forum.practices.models import ExperienceReport
from forum.threads.events import (
    PostFlagged,
    PostHeld,
    PostRejected,
    PostReleased,
    PostRemoved,
    PostWithdrawn,
    ThreadMerged,
    ThreadMoved,
    ThreadRemoved,
    ThreadSplit,
)
from forum.threads.models import Post, Thread

# A report that was handed in waits in its own way, and has a case of its own.
OF_REPORT = "report"
WORD = "word"

OfPost = PostReleased | PostRejected | PostWithdrawn | PostRemoved
OfReport = ReportWithdrawn | ReportDiscarded | ReportReturned | ReportRejected | ReportReleased


def look_at_held_post(session: Session, event: PostHeld) -> None:
    """Let the moderation release the post or reject it."""
    facts = _standing(session, Target.POST, event.post_id, Standing.HELD)
    because = [reason for reason in event.because if reason != OF_REPORT]
    if facts is None or not because:
        return
    _bring_up(session, event, Source.HELD, because)


def look_at_flagged_post(session: Session, event: PostFlagged) -> None:
    """Let the moderation look at what a rule has found in a post that can be read."""
    if _standing(session, Target.POST, event.post_id, Standing.VISIBLE) is None:
        return
    _bring_up(session, event, Source.AUTOMATIC, event.because)


def look_at_flagged_message(session: Session, event: MessageFlagged) -> None:
    """Let the moderation look at a message in which a watched word stands, and go on standing."""
    if _standing(session, Target.MESSAGE, event.message_id, Standing.VISIBLE) is None:
        return
    open_case(
        session,
        target=Target.MESSAGE,
        target_id=event.message_id,
        source=Source.AUTOMATIC,
        key=_key(session, WORD),
        reason=WORD,
        detail=", ".join(event.words),
    )


def settle_message(session: Session, event: MessageRemoved) -> None:
    """Ask for no decision about a watched word in a message that is gone."""
    settle(session, Target.MESSAGE, event.message_id)


def look_at_report(session: Session, event: ReportSubmitted | ReportResubmitted) -> None:
    """Let the moderation answer a report that was handed in."""
    if _standing(session, Target.REPORT, event.report_id, Standing.SUBMITTED) is None:
        return
    again = isinstance(event, ReportResubmitted)
    open_case(
        session,
        target=Target.REPORT,
        target_id=event.report_id,
        source=Source.SUBMITTED,
        key=_key(session, "submitted"),
        reason="resubmitted" if again else "submitted",
    )


def settle_post(session: Session, event: OfPost) -> None:
    """Ask for no decision about a post that has had one, or is gone."""
    settle(session, Target.POST, event.post_id)


def settle_thread(session: Session, event: ThreadRemoved) -> None:
    """Ask for no decision about posts that went with their thread."""
    posts = sa.select(Post.id).where(Post.thread_id == event.thread_id)
    about = sa.select(Case.target_id).where(Case.target == Target.POST, Case.target_id.in_(posts))
    for post_id in session.scalars(about.order_by(Case.id)).all():
        settle(session, Target.POST, post_id)


def settle_report(session: Session, event: OfReport) -> None:
    """Ask for no decision about a report that was answered on its own page, or taken back."""
    settle(session, Target.REPORT, event.report_id)


def follow_thread(session: Session, event: ThreadMoved | ThreadMerged | ThreadSplit) -> None:
    """Let the moderation of the channel decide in which the posts stand now."""
    thread_id = event.thread_id if isinstance(event, ThreadMoved) else event.into_id
    home = sa.select(Thread.channel_id).where(Thread.id == thread_id).scalar_subquery()
    posts = sa.select(Post.id).where(Post.thread_id == thread_id)
    reports = sa.select(ExperienceReport.id).where(ExperienceReport.thread_id == thread_id)
    session.execute(
        sa.update(Case)
        .where(
            sa.or_(
                sa.and_(Case.target == Target.POST, Case.target_id.in_(posts)),
                sa.and_(Case.target == Target.REPORT, Case.target_id.in_(reports)),
            )
        )
        .values(channel_id=home)
        .execution_options(synchronize_session=False)
    )


def _standing(session: Session, target: Target, target_id: int, expected: Standing) -> Facts | None:
    facts = facts_of(session, target, target_id)
    return facts if facts is not None and facts.standing is expected else None


def _key(session: Session, what: str) -> str:
    """Return a key of this event: delivered again it is the same, and no other event has it."""
    event_id = str(session.info[DELIVERY]).partition(":")[0]
    return f"{what}:{event_id}"


def _bring_up(
    session: Session, event: PostHeld | PostFlagged, source: Source, because: list[str]
) -> None:
    """Let each reason be a signal of its own; the words that were found stand with theirs."""
    for reason in because:
        open_case(
            session,
            target=Target.POST,
            target_id=event.post_id,
            source=source,
            key=_key(session, reason),
            reason=reason,
            detail=", ".join(event.words) if reason == WORD else "",
        )
