"""From what the moderation removes without a case to the statement that it owes.

Subscribers: they read the present state, and what is stated already is not stated again.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.messaging.events import MessageRemoved
from forum.messaging.models import Message, Room
from forum.moderation.actions.state_reasons import (
    opening_post,
    state_removal,
    state_removal_of_message,
)
from forum.threads.events import PostRemoved, ThreadRemoved
from forum.threads.models import Post


def state_removal_of_post(session: Session, event: PostRemoved) -> None:
    """Tell the author why, unless it was the author, or a decision that has told already."""
    if not event.by_author:
        post = session.get(Post, event.post_id, options=[joinedload(Post.thread)])
        if post is not None:
            state_removal(session, post)


def state_removal_of_thread(session: Session, event: ThreadRemoved) -> None:
    """Tell who began the thread why, unless it was they, or a decision that has told already."""
    if not event.by_author:
        post = opening_post(session, event.thread_id)
        if post is not None:
            state_removal(session, post)


def state_removal_of_said(session: Session, event: MessageRemoved) -> None:
    """Tell the author of a message why, unless it was the author, or a decision has told."""
    if not event.is_by_author:
        message = session.scalars(
            sa.select(Message)
            .where(Message.id == event.message_id)
            .options(joinedload(Message.room).joinedload(Room.channel))
            .execution_options(populate_existing=True)
        ).one_or_none()
        if message is not None:
            state_removal_of_message(session, message)
