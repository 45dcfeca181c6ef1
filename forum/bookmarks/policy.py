"""What can be bookmarked, and the same as SQL for the list."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels.models import Membership
from forum.channels.policy import is_present
from forum.kernel.verdict import Denied, Verdict, allowed_if
from forum.threads.models import Post, Thread
from forum.threads.policy import PostFacts, can_read_post, readable_posts


def can_bookmark(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer for members who may read the post as it stands; a tombstone holds nothing to keep.

    A bookmark that this no longer allows stays its owner's, and shows nothing of the post.
    """
    if not is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    readable = can_read_post(actor, post, thread, membership)
    if not readable:
        return readable
    return allowed_if(post.removed_at is None, "post_removed")


def bookmarkable_posts(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Post`` that holds where `can_bookmark` allows."""
    if not is_present(actor):
        return sa.false()
    return sa.and_(readable_posts(actor), Post.removed_at.is_(None))
