"""From what the moderation removes without a case to the statement that it owes.

Subscribers: they read the present state, and what is stated already is not stated again.
"""

from sqlalchemy.orm import Session, joinedload

from forum.moderation.actions.state_reasons import opening_post, state_removal
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
