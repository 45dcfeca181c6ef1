"""Who may upload, see, describe and remove files, and seeing them as SQL for lists.

A file is seen by whoever may read the words of at least one post that shows it, or whose former
version did, or of a message that shows it; and by its owner, who alone knows of it until then.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.attachments.models import Attachment, AttachmentUse, MessageAttachment
from forum.channels import policy as channels
from forum.channels.models import Membership
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.messaging import policy as messaging
from forum.messaging.models import Message
from forum.messaging.policy import Belonging
from forum.threads import policy as threads
from forum.threads.models import Post

NO_ATTACHMENT = "no_attachment"
# What was removed, and what nobody is to know of, is not there.
_HIDING = frozenset({"post_removed", "thread_removed", "post_held", "thread_held"})


def can_attach(actor: Actor | None) -> Verdict:
    """Answer whether the actor may upload files: every member."""
    if actor is None:
        return Denied("signed_out")
    return allowed_if(channels.is_present(actor), "members_only")


def can_read(
    actor: Actor | None,
    attachment: Attachment,
    uses: Iterable[tuple[Post, Membership | None]],
    in_messages: Iterable[tuple[Message, Belonging]] = (),
) -> Verdict:
    """Answer from the posts and messages that show it, each with what the actor has to do with it.

    Thread and home channel of the posts, room and channel of the messages are loaded. Denied with
    `NO_ATTACHMENT` where the actor is not to learn that there is such a file; else with the reason
    why the first post is closed.
    """
    if attachment.removed_at is not None:
        return Denied(NO_ATTACHMENT)
    if channels.is_present(actor) and _owns(actor, attachment):
        return Allowed()
    for message, own in in_messages:
        if messaging.can_read_message(actor, message, message.room, own):
            return Allowed()
    closed: Verdict = Denied(NO_ATTACHMENT)
    for post, membership in uses:
        verdict = threads.can_read_text(actor, post, post.thread, membership)
        if verdict:
            return verdict
        is_known = channels.can_know_of(actor, post.thread.channel, membership)
        if is_known and verdict.reason not in _HIDING and closed.reason == NO_ATTACHMENT:
            closed = verdict
    return closed


def readable_attachments(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Attachment`` that holds where `can_read` allows."""
    readable = (
        sa.select(AttachmentUse.attachment_id)
        .join(Post, Post.id == AttachmentUse.post_id)
        .where(threads.readable_texts(actor))
        .correlate(None)
    )
    in_messages = (
        sa.select(MessageAttachment.attachment_id)
        .join(Message, Message.id == MessageAttachment.message_id)
        .where(MessageAttachment.is_current, messaging.readable_messages(actor))
        .correlate(None)
    )
    seen = sa.or_(Attachment.id.in_(readable), Attachment.id.in_(in_messages))
    if actor is not None and channels.is_present(actor):
        seen = sa.or_(seen, Attachment.owner_id == actor.id)
    return sa.and_(Attachment.removed_at.is_(None), seen)


def can_describe(actor: Actor | None, attachment: Attachment) -> Verdict:
    """Answer whether the actor may change description and licence."""
    return _is_in_charge(actor, attachment)


def can_remove(actor: Actor | None, attachment: Attachment, *, is_shown: bool) -> Verdict:
    """Answer whether the actor may take the file away.

    `is_shown`: a post or a message that stands shows it. Then only administrators may: it must
    not lose what it speaks of. A former version does not keep anybody from removing a file.
    """
    verdict = _is_in_charge(actor, attachment)
    if not verdict or channels.is_admin(actor):
        return verdict
    return allowed_if(not is_shown, "attachment_is_shown")


def _is_in_charge(actor: Actor | None, attachment: Attachment) -> Verdict:
    if attachment.removed_at is not None:
        return Denied(NO_ATTACHMENT)
    is_own = channels.is_present(actor) and _owns(actor, attachment)
    return allowed_if(is_own or channels.is_admin(actor), "not_your_attachment")


def _owns(actor: Actor | None, attachment: Attachment) -> bool:
    return actor is not None and attachment.owner_id == actor.id
