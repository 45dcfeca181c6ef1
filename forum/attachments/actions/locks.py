"""Taking attachments for a change: read again as they are now, and held until the commit.

After actor, thread and post, in the order of their ids, so that two changes never wait for each
other.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.attachments.models import Attachment, AttachmentUse, MessageAttachment


def is_in_use() -> sa.ColumnElement[bool]:
    """Return the condition for files that posts or messages show, now or in former versions."""
    in_post = sa.exists().where(AttachmentUse.attachment_id == Attachment.id)
    in_message = sa.exists().where(MessageAttachment.attachment_id == Attachment.id)
    return sa.or_(in_post, in_message)


def hold(session: Session, condition: sa.ColumnElement[bool]) -> Sequence[Attachment]:
    """Return the attachments that the condition holds for."""
    return session.scalars(
        sa.select(Attachment)
        .where(condition)
        .order_by(Attachment.id)
        .with_for_update(of=Attachment)
        .execution_options(populate_existing=True)
    ).all()
