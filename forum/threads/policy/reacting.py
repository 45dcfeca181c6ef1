"""Who may say something about a post without writing one, and who sees who has."""

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Membership
from forum.kernel.verdict import Denied, Verdict, allowed_if
from forum.threads.models import Thread
from forum.threads.policy.writing import PostFacts, can_read_post


def can_react(
    actor: Actor | None, post: PostFacts, thread: Thread, membership: Membership | None
) -> Verdict:
    """Answer for members who may read the post, and have not written it.

    A closed thread does not hinder: thanks come when the answer has been tried. What is archived,
    removed or held stays as it is.
    """
    readable = can_read_post(actor, post, thread, membership)
    if not readable:
        return readable
    writable = channels.can_write(actor, thread.channel, membership)
    if not writable:
        return writable
    if thread.removed_at is not None:
        return Denied("thread_removed")
    if post.removed_at is not None:
        return Denied("post_removed")
    if post.visible_at is None or thread.visible_at is None:
        return Denied("post_held")
    return allowed_if(actor is None or actor.id != post.author_id, "own_post")


def can_see_who_reacted(actor: Actor | None) -> Verdict:
    """Answer whether names stand beside the number, for posts the actor may read: for members."""
    reason = "signed_out" if actor is None else "members_only"
    return allowed_if(channels.is_present(actor), reason)
