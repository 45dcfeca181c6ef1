"""Forget files that nobody needs: the rows here, their contents by the job afterwards.

Each function is one short transaction's work, may be run again at any time, and gives the keys of
the contents that may go once it is committed. A crash in between leaves contents without a row,
which the job finds by itself.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.attachments.actions.locks import is_in_use
from forum.attachments.models import Attachment
from forum.kernel import clock
from forum.kernel.rows import change
from forum.messaging.models import RoomReader
from forum.threads.models import Draft

# Long enough to write a post; a draft that names a file keeps it as long as there is the draft.
UNUSED_KEPT = dt.timedelta(hours=24)
# Long enough to find out what was removed, and by whom.
REMOVED_KEPT = dt.timedelta(days=30)
BATCH = 200


def note_unused(session: Session) -> int:
    """Note which files nothing shows any more because post or message is gone; return how many."""
    return change(
        session,
        sa.update(Attachment)
        .where(Attachment.unused_at.is_(None), ~is_in_use())
        .values(unused_at=clock.now()),
    )


def unused_attachments() -> sa.ColumnElement[bool]:
    """Return the condition for files that were uploaded and then not needed."""
    drafted = sa.exists().where(
        Draft.actor_id == Attachment.owner_id, Draft.source.contains(Attachment.public_id)
    )
    in_chat = sa.exists().where(
        RoomReader.actor_id == Attachment.owner_id, RoomReader.draft.contains(Attachment.public_id)
    )
    is_over = Attachment.unused_at < clock.now() - UNUSED_KEPT
    return sa.and_(is_over, ~is_in_use(), ~drafted, ~in_chat)


def removed_attachments() -> sa.ColumnElement[bool]:
    """Return the condition for files that were removed long enough ago."""
    return Attachment.removed_at < clock.now() - REMOVED_KEPT


def forget_unused(session: Session) -> list[str]:
    """Delete the rows of files that nobody needed; return the keys of their contents."""
    return _forget(session, unused_attachments())


def forget_removed(session: Session) -> list[str]:
    """Delete the rows of files removed long ago; return the keys of their contents."""
    return _forget(session, removed_attachments())


def _forget(session: Session, condition: sa.ColumnElement[bool]) -> list[str]:
    rows = session.scalars(
        sa.select(Attachment)
        .where(condition)
        .order_by(Attachment.id)
        .limit(BATCH)
        .with_for_update(of=Attachment, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    if rows:
        ids = [row.id for row in rows]
        # Asked again: a post may have taken one up while we waited for its row.
        change(session, sa.delete(Attachment).where(Attachment.id.in_(ids), condition))
        kept = set(session.scalars(sa.select(Attachment.id).where(Attachment.id.in_(ids))))
        rows = [row for row in rows if row.id not in kept]
    return [key for row in rows for key in (row.key, row.preview_key)]
