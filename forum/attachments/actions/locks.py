"""Taking attachments for a change: read again as they are now, and held until the commit.

After actor, thread and post, in the order of their ids, so that two changes never wait for each
other.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.attachments.models import Attachment


def hold(session: Session, condition: sa.ColumnElement[bool]) -> Sequence[Attachment]:
    """Return the attachments that the condition holds for."""
    return session.scalars(
        sa.select(Attachment)
        .where(condition)
        .order_by(Attachment.id)
        .with_for_update(of=Attachment)
        .execution_options(populate_existing=True)
    ).all()
