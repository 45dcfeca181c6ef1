"""Who may release posts that wait, refuse them, and take them back."""

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Membership
from forum.kernel.verdict import Denied, Verdict, allowed_if
from forum.threads.models import Thread, ThreadKind
from forum.threads.policy.writing import PostFacts, is_author


def can_release(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may let others read the post: moderation, but never one's own.

    A closed thread does not hinder: the post was written before.
    """
    verdict = can_reject(actor, post, thread, membership)
    if not verdict:
        return verdict
    return allowed_if(thread.channel.archived_at is None, "channel_archived")


def can_reject(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may say that the post will not be released: not of one's own."""
    moderates = channels.can_moderate(actor, thread.channel, membership)
    if not moderates:
        return moderates
    return allowed_if(not is_author(actor, post.author_id), "others_release")


def can_withdraw(actor: Actor | None, post: PostFacts, thread: Thread) -> Verdict:
    """Answer whether the actor may take the post back while it waits: its author alone.

    The opening post of an experience report goes with the report.
    """
    if not is_author(actor, post.author_id):
        return Denied("signed_out" if actor is None else "not_your_post")
    if post.visible_at is not None:
        return Denied("post_released")
    if post.removed_at is not None or thread.removed_at is not None:
        return Denied("post_removed")
    is_report = post.number == 1 and thread.kind is ThreadKind.EXPERIENCE_REPORT
    return allowed_if(not is_report, "part_of_report")
