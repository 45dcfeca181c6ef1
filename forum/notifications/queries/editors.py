"""Who looks after the texts of a thread that everybody may suggest about."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor, Role
from forum.channels.models import Membership, MembershipRole
from forum.notifications.kinds import Kind
from forum.notifications.queries.recipients import Candidates
from forum.threads.models import Post, Thread, ThreadKind

# Their authors may edit the summary, or the report, themselves.
_OWN = frozenset({ThreadKind.QUESTION, ThreadKind.EXPERIENCE_REPORT})


def of_editors(thread: Thread, kind: Kind) -> list[Candidates]:
    """Return who moderates the home channel, and the author of a question or a report.

    Where nobody moderates, the administrators look after it.
    """
    moderators = sa.select(Membership.actor_id).where(
        Membership.channel_id == thread.channel_id, Membership.role == MembershipRole.MODERATOR
    )
    admins = sa.select(Actor.id).where(Actor.role == Role.ADMIN, ~sa.exists(moderators))
    found = [Candidates(kind, moderators), Candidates(kind, admins)]
    if thread.kind in _OWN:
        author = sa.select(Thread.author_id).where(Thread.id == thread.id)
        found.append(Candidates(kind, author))
    return found


def opening_post(session: Session, thread_id: int) -> Post | None:
    """Return the post that opens a thread, with thread and home, if it can be read."""
    return session.scalars(
        sa.select(Post)
        .where(
            Post.thread_id == thread_id,
            Post.number == 1,
            Post.removed_at.is_(None),
            Post.visible_at.is_not(None),
        )
        .options(joinedload(Post.thread).joinedload(Thread.channel))
    ).one_or_none()
