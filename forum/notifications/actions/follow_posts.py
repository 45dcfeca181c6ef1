"""Let what was told of posts lead to where they stand now; posts that come back take it along."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.rows import change
from forum.notifications.models import Notification
from forum.threads.models import Post


def follow_posts(session: Session, thread_id: int) -> int:
    """Bring the rows about this thread to the threads of their posts; return how many moved.

    What was read stays read, and nothing is told anew: the key of a row names the post.
    """
    there = sa.select(Post.thread_id).where(Post.id == Notification.post_id)
    of_post = there.correlate(Notification).scalar_subquery()
    return change(
        session,
        sa.update(Notification)
        .where(Notification.thread_id == thread_id, of_post != thread_id)
        .values(thread_id=of_post),
    )
