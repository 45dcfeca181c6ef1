"""Remove a post and leave a tombstone; restore it."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.accept import drop_acceptance
from forum.threads.actions.counting import count_channels, count_thread
from forum.threads.actions.locks import hold_post, placements_of
from forum.threads.actions.screening import hold_on
from forum.threads.events import PostRemoved, PostRestored
from forum.threads.models import Post
from forum.threads.policy import TOO_LATE, can_remove, can_restore
from forum.threads.text import clean_reason


def remove(session: Session, actor: Actor, post: Post, *, reason: str = "") -> Post:
    """Make the post a tombstone and return it: number, place and permalink stay.

    A question that it answered is open again, and stays so where the post is restored. The
    moderation owes a reason, which the page shows; authors owe none. Removing what is removed
    changes nothing. Raises `NotAllowed`, and `Invalid` for the field ``reason``.
    """
    post = hold_post(session, post.id)
    if post.removed_at is not None:
        return post
    membership = membership_of(session, actor, post.thread.channel_id)
    require(can_remove(actor, post, post.thread, membership))
    reason = clean_reason(reason)
    by_author = actor.id == post.author_id
    if not by_author and not reason:
        raise Invalid("empty_reason", field="reason")
    post.removed_at = clock.now()
    post.removed_by_id = actor.id
    post.removal_reason = reason
    drop_acceptance(session, actor, post.thread, because="post_removed", post=post)
    _count(session, post)
    event = PostRemoved(
        post_id=post.id, thread_id=post.thread_id, by_author=by_author, reason=reason
    )
    record(session, event, actor_id=actor.id)
    return post


def restore(session: Session, actor: Actor, post: Post, *, even_late: bool = False) -> Post:
    """Take a removal back and return the post; what is not removed stays as it is.

    `even_late`: an objection was upheld, which takes longer than a change of mind may.
    Raises `NotAllowed`: see `can_restore` for who may, and for how long.
    """
    post = hold_post(session, post.id)
    if post.removed_at is None:
        return post
    membership = membership_of(session, actor, post.thread.channel_id)
    verdict = can_restore(actor, post, post.thread, membership)
    if not (even_late and verdict.reason == TOO_LATE):
        require(verdict)
    post.removed_at = None
    post.removed_by_id = None
    post.removal_reason = None
    _count(session, post)
    event = PostRestored(post_id=post.id, thread_id=post.thread_id)
    record(session, event, actor_id=actor.id)
    if post.visible_at is None:
        hold_on(session, post)
    return post


def _count(session: Session, post: Post) -> None:
    count_thread(session, post.thread)
    count_channels(session, placements_of(session, post.thread))
