"""Mark notifications as read. How they are read is nobody else's business: nothing is recorded."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.kernel import clock
from forum.kernel.rows import change
from forum.notifications.models import Notification
from forum.threads.models import Post, Thread


def mark_thread_read(session: Session, account: Account, thread: Thread, *, number: int) -> int:
    """Mark what was told of the thread's posts up to this number; return how many rows it was."""
    posts = sa.select(Post.id).where(Post.thread_id == thread.id, Post.number <= number)
    return _mark(session, account, Notification.post_id.in_(posts), thread_id=thread.id)


def mark_group_read(session: Session, account: Account, newest: Notification) -> int:
    """Mark what is shown as one with this row; what was told later stays unread."""
    return _mark(
        session,
        account,
        Notification.kind == newest.kind,
        Notification.public_id <= newest.public_id,
        thread_id=newest.thread_id,
    )


def mark_all_read(session: Session, account: Account, *, newest: str) -> int:
    """Mark all up to the one with this public id, the newest that the page has shown."""
    return _mark(session, account, Notification.public_id <= newest)


def quieten_thread(session: Session, account: Account, thread_id: int) -> None:
    """Settle all that was told of a thread which the account has muted."""
    _mark(session, account, thread_id=thread_id)


def quieten_channel(session: Session, account: Account, channel_id: int) -> None:
    """Settle all that was told of a channel which the account has muted."""
    threads = sa.select(Thread.id).where(Thread.channel_id == channel_id)
    _mark(session, account, Notification.thread_id.in_(threads))


def replace_unread(session: Session, account_ids: Sequence[int], key: str) -> None:
    """Take away what was told under this key and not read; something more exact stands there."""
    if account_ids:
        change(
            session,
            sa.delete(Notification).where(
                Notification.account_id.in_(account_ids),
                Notification.key == key,
                Notification.read_at.is_(None),
            ),
        )


def _mark(
    session: Session,
    account: Account,
    *conditions: sa.ColumnElement[bool],
    thread_id: int | None = None,
) -> int:
    """Set the same moment on all rows, so that they stay together; no letter tells of them."""
    statement = sa.update(Notification).where(
        Notification.account_id == account.id, Notification.read_at.is_(None), *conditions
    )
    if thread_id is not None:
        statement = statement.where(Notification.thread_id == thread_id)
    return change(session, statement.values(read_at=clock.now(), mail_due_at=None))
