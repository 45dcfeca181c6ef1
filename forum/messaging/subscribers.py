"""What follows in rooms and keepings from what happened to messages and posts."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.messaging.actions.mark_kept import mark_kept
from forum.messaging.events import MessageRemoved
from forum.messaging.models import Keeping, KeepingState, KeptPart, Treatment
from forum.threads.events import PostReleased
from forum.threads.models import Post


def withdraw_removed(session: Session, event: MessageRemoved) -> None:
    """Quote nothing that was removed before there is a thread; see `answer` for afterwards."""
    unpublished = sa.select(Keeping.id).where(
        Keeping.state.in_((KeepingState.DRAFT, KeepingState.ASKED))
    )
    session.execute(
        sa.update(KeptPart)
        .where(KeptPart.message_id == event.message_id, KeptPart.keeping_id.in_(unpublished))
        .values(treatment=Treatment.WITHDRAWN, source="")
        .execution_options(synchronize_session=False)
    )


def show_released(session: Session, event: PostReleased) -> None:
    """Let the messages point to their thread, now that others can read it."""
    found = session.execute(
        sa.select(Keeping, Post)
        .join(Post, Post.id == Keeping.post_id)
        .where(Post.id == event.post_id, Post.visible_at.is_not(None), Post.removed_at.is_(None))
    ).one_or_none()
    if found is not None:
        mark_kept(session, found[0])
