"""Let a message show the files that its text speaks of; the inverse is to edit them out."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.actions.locks import hold
from forum.attachments.models import Attachment, MessageAttachment
from forum.attachments.policy import readable_attachments
from forum.attachments.references import ids_in
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.messaging.models import Message

MOST_IN_A_MESSAGE = 10


def show_attachments_in_message(
    session: Session, actor: Actor, message: Message
) -> list[Attachment]:
    """Link the message to the files that its source names, and return those it shows now.

    Called after sending or editing, in the same transaction. Files are linked that the actor may
    read, and those linked before. What an edit took out is read by nobody any more because of this
    message; it is kept for the moderation as long as the message is. Raises `Invalid`
    ``too_many_attachments``.
    """
    named = ids_in(message.source)
    if len(named) > MOST_IN_A_MESSAGE:
        raise Invalid("too_many_attachments", field="body", limit=MOST_IN_A_MESSAGE)
    if not named and message.version == 1:
        return []  # it has never shown any
    uses = {use.attachment_id: use for use in _uses_of(session, message)}
    if not named and not uses:
        return []
    is_asked_for = sa.and_(Attachment.public_id.in_(named), readable_attachments(actor))
    rows = hold(session, sa.or_(Attachment.id.in_(list(uses)), is_asked_for))
    shown = [row for row in rows if row.public_id in named and row.removed_at is None]
    for use in uses.values():
        use.is_current = False
    for row in shown:
        use = uses.get(row.id) or MessageAttachment(
            attachment_id=row.id, message_id=message.id, created_at=clock.now()
        )
        use.is_current = True
        session.add(use)
        row.unused_at = None
    session.flush()
    return shown


def _uses_of(session: Session, message: Message) -> list[MessageAttachment]:
    return list(
        session.scalars(
            sa.select(MessageAttachment)
            .where(MessageAttachment.message_id == message.id)
            .execution_options(populate_existing=True)
        )
    )
