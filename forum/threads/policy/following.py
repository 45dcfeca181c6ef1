"""Who may follow and mute threads, and watch tags."""

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Membership, Tag
from forum.kernel.verdict import Denied, Verdict, allowed_if
from forum.threads.models import Thread
from forum.threads.policy.writing import can_read_thread


def can_follow(actor: Actor | None, thread: Thread, membership: Membership | None) -> Verdict:
    """Answer whether the actor may follow or mute the thread: members, whatever they may read."""
    if not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return can_read_thread(actor, thread, membership)


def can_watch_tag(actor: Actor | None, tag: Tag) -> Verdict:
    """Answer whether the actor may watch the tag: members, as long as it is given to threads."""
    if not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(tag.archived_at is None, "tag_archived")
