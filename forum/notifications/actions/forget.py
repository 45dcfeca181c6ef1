"""Take back what is not true any more; forget what is old."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.rows import change
from forum.notifications.models import Notification

READ_KEPT = dt.timedelta(days=90)
UNREAD_KEPT = dt.timedelta(days=365)


def forget_told(session: Session, key: str) -> None:
    """Take back what was told under this key, whoever was told; it can be told again."""
    change(session, sa.delete(Notification).where(Notification.key == key))


def prune_notifications(session: Session) -> int:
    """Remove what was read long ago, and what nobody has read for a year; return how many."""
    now = clock.now()
    return change(
        session,
        sa.delete(Notification).where(
            sa.or_(
                Notification.read_at < now - READ_KEPT,
                Notification.created_at < now - UNREAD_KEPT,
            )
        ),
    )
