"""Reading attachments: one for a reader, one's own, those of a page of posts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.attachments.models import Attachment, AttachmentUse, MessageAttachment
from forum.attachments.policy import NO_ATTACHMENT, can_read
from forum.channels.models import Membership
from forum.kernel.errors import NotFound
from forum.kernel.paging import Page
from forum.kernel.verdict import Denied, require
from forum.messaging.models import Message, Participant, Room
from forum.messaging.policy import Belonging
from forum.threads.models import Post, Thread
from forum.threads.policy import readable_posts

PAGE = 30


@dataclass(frozen=True, slots=True)
class OwnAttachment:
    """A file in its owner's list, with the posts that show it now and that the owner may read."""

    attachment: Attachment
    posts: tuple[Post, ...]
    is_shown: bool
    """Whether any standing post or message shows it, readable or not."""
    in_message: bool
    is_kept: bool
    """Whether at least a former version of a post shows it."""


def attachment_by_public_id(session: Session, public_id: str) -> Attachment:
    """Return the attachment whatever its state, or raise ``NotFound``."""
    found = session.scalars(
        sa.select(Attachment).where(Attachment.public_id == public_id)
    ).one_or_none()
    if found is None:
        raise NotFound(NO_ATTACHMENT)
    return found


def attachment_for(session: Session, actor: Actor | None, public_id: str) -> Attachment:
    """Return the attachment for this reader; raises ``NotFound`` and ``NotAllowed``."""
    attachment = attachment_by_public_id(session, public_id)
    verdict = can_read(
        actor,
        attachment,
        uses_of(session, actor, attachment),
        messages_with(session, actor, attachment),
    )
    if isinstance(verdict, Denied) and verdict.reason == NO_ATTACHMENT:
        raise NotFound(NO_ATTACHMENT)
    require(verdict)
    return attachment


def uses_of(
    session: Session, actor: Actor | None, attachment: Attachment
) -> list[tuple[Post, Membership | None]]:
    """Return the posts that show it, thread and home loaded, with the actor's memberships there."""
    is_own = sa.and_(
        Membership.channel_id == Thread.channel_id,
        Membership.actor_id == (0 if actor is None else actor.id),
    )
    statement = (
        sa.select(Post, Membership)
        .join(AttachmentUse, AttachmentUse.post_id == Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Membership, is_own)
        .where(AttachmentUse.attachment_id == attachment.id)
        .order_by(Post.id)
        .options(joinedload(Post.thread).joinedload(Thread.channel))
    )
    return [(post, membership) for post, membership in session.execute(statement)]


def messages_with(
    session: Session, actor: Actor | None, attachment: Attachment
) -> list[tuple[Message, Belonging]]:
    """Return the messages that show it now, room and channel loaded, and the actor's part there."""
    if actor is None:
        return []
    member = sa.and_(Membership.channel_id == Room.channel_id, Membership.actor_id == actor.id)
    taking_part = sa.and_(Participant.room_id == Room.id, Participant.actor_id == actor.id)
    statement = (
        sa.select(Message, Membership, Participant)
        .join(MessageAttachment, MessageAttachment.message_id == Message.id)
        .join(Room, Room.id == Message.room_id)
        .outerjoin(Membership, member)
        .outerjoin(Participant, taking_part)
        .where(MessageAttachment.attachment_id == attachment.id, MessageAttachment.is_current)
        .order_by(Message.id)
        .options(joinedload(Message.room).joinedload(Room.channel))
    )
    return [
        (message, Belonging(membership, participant))
        for message, membership, participant in session.execute(statement)
    ]


def is_shown(session: Session, attachment: Attachment) -> bool:
    """Tell whether a post or a message that stands shows the file in its present version."""
    in_post = sa.select(_shown_by().where(AttachmentUse.attachment_id == attachment.id).exists())
    return bool(session.scalar(in_post) or _in_messages(session, [attachment.id]))


def _shown_by() -> sa.Select[int]:
    return (
        sa.select(AttachmentUse.post_id)
        .join(Post, Post.id == AttachmentUse.post_id)
        .where(AttachmentUse.is_current, Post.removed_at.is_(None))
    )


def _in_messages(session: Session, ids: Collection[int]) -> set[int]:
    """Return which of these files a message that stands shows."""
    if not ids:
        return set()
    showing = (
        sa.select(MessageAttachment.attachment_id)
        .join(Message, Message.id == MessageAttachment.message_id)
        .where(
            MessageAttachment.attachment_id.in_(ids),
            MessageAttachment.is_current,
            Message.removed_at.is_(None),
        )
    )
    return set(session.scalars(showing))


def stored_bytes(session: Session, actor: Actor) -> int:
    """Return how much of the quota the actor's files take; removed ones take nothing."""
    return int(
        session.scalar(
            sa.select(sa.func.coalesce(sa.func.sum(Attachment.size), 0)).where(
                Attachment.owner_id == actor.id, Attachment.removed_at.is_(None)
            )
        )
        or 0
    )


def own_attachments(session: Session, actor: Actor, before: str | None) -> Page[OwnAttachment]:
    """Return a page of the actor's files, latest first, with where they are shown."""
    statement = sa.select(Attachment).where(
        Attachment.owner_id == actor.id, Attachment.removed_at.is_(None)
    )
    if before:
        statement = statement.where(Attachment.public_id < before)
    found = list(session.scalars(statement.order_by(Attachment.public_id.desc()).limit(PAGE + 1)))
    rows = found[:PAGE]
    return Page(
        _with_posts(session, actor, rows),
        after=rows[-1].public_id if len(found) > PAGE else None,
    )


def _with_posts(
    session: Session, actor: Actor, attachments: list[Attachment]
) -> list[OwnAttachment]:
    uses: dict[int, list[tuple[AttachmentUse, Post, bool]]] = defaultdict(list)
    readable = sa.select(Post.id).where(readable_posts(actor)).correlate(None)
    statement = (
        sa.select(AttachmentUse, Post, Post.id.in_(readable))
        .join(Post, Post.id == AttachmentUse.post_id)
        .where(AttachmentUse.attachment_id.in_([one.id for one in attachments]))
        .order_by(Post.id)
        .options(joinedload(Post.thread))
    )
    for use, post, is_readable in session.execute(statement) if attachments else ():
        uses[use.attachment_id].append((use, post, bool(is_readable)))
    in_messages = _in_messages(session, [one.id for one in attachments])
    return [_own(one, uses[one.id], in_message=one.id in in_messages) for one in attachments]


def _own(
    attachment: Attachment, uses: list[tuple[AttachmentUse, Post, bool]], *, in_message: bool
) -> OwnAttachment:
    showing = [
        (post, is_readable)
        for use, post, is_readable in uses
        if use.is_current and post.removed_at is None
    ]
    return OwnAttachment(
        attachment=attachment,
        posts=tuple(post for post, is_readable in showing if is_readable),
        is_shown=bool(showing) or in_message,
        in_message=in_message,
        is_kept=bool(uses),
    )


def shown_in_posts(session: Session, post_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Return the files that posts show now, by post; the reader may read these posts."""
    shown: dict[int, list[Attachment]] = defaultdict(list)
    statement = (
        sa.select(AttachmentUse.post_id, Attachment)
        .join(Attachment, Attachment.id == AttachmentUse.attachment_id)
        .where(
            AttachmentUse.post_id.in_(list(post_ids)),
            AttachmentUse.is_current,
            Attachment.removed_at.is_(None),
        )
        .order_by(Attachment.id)
    )
    for post_id, attachment in session.execute(statement):
        shown[post_id].append(attachment)
    return shown


def opening_post_of(session: Session, thread: Thread) -> Post:
    """Return the post that opens the thread."""
    return session.scalars(
        sa.select(Post).where(Post.thread_id == thread.id, Post.number == 1)
    ).one()
