"""Tell that the moment of a reminder has come; be done with it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.bookmarks.events import BookmarkDue
from forum.bookmarks.models import Bookmark
from forum.kernel import clock
from forum.kernel.event_log import record

BATCH = 100


def announce_due(session: Session, *, limit: int = BATCH) -> int:
    """Record `BookmarkDue` for what has become due; return how many there were.

    Row and event are one transaction: killed in between, neither is there, and two workers skip
    what the other holds. So each moment is told once.
    """
    due = session.scalars(
        sa.select(Bookmark)
        .where(Bookmark.announced_at.is_(None), Bookmark.remind_at <= clock.now())
        .order_by(Bookmark.remind_at, Bookmark.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for bookmark in due:
        bookmark.announced_at = clock.now()
        event = BookmarkDue(bookmark_id=bookmark.id, actor_id=bookmark.actor_id)
        record(session, event, actor_id=bookmark.actor_id)
    return len(due)


def end_reminder(session: Session, bookmark: Bookmark) -> None:
    """Let the bookmark be due no more; it stays in the list, and its reader alone ends it."""
    session.execute(
        sa.update(Bookmark)
        .where(Bookmark.id == bookmark.id)
        .values(remind_at=None, announced_at=None)
        .execution_options(synchronize_session=False)
    )
