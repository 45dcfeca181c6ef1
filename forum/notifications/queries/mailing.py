"""What is due to go out by mail, looked at again just before it does."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor
from forum.mailboxes.queries import failing_mailbox
from forum.notifications.kinds import Kind, Way
from forum.notifications.models import Notification
from forum.notifications.queries.preferences import wishes_of
from forum.notifications.queries.shown import visible_to
from forum.threads.models import Post, ReadMark, Thread
from forum.threads.queries.following import muted_threads
from forum.threads.queries.unread import muted_channels


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a letter tells of."""

    kind: Kind
    notification_id: int
    author: Actor | None
    post: Post
    thread: Thread
    """With its home channel."""
    by_channel: bool
    """Letters were chosen for the channel, whatever the kind."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """What is settled now, and what of it is still worth a letter, oldest first."""

    settled: Sequence[int]
    """Ids of the notifications whose mail is due, whether they are in the letter or not."""
    items: Sequence[Item]


def accounts_with_mail_due(session: Session, now: dt.datetime, *, limit: int = 100) -> list[int]:
    """Return the accounts whose oldest mail is due, those who wait longest first."""
    waiting = (
        sa.select(Notification.account_id)
        .where(Notification.mail_due_at <= now)
        .group_by(Notification.account_id)
        .order_by(sa.func.min(Notification.mail_due_at))
        .limit(limit)
    )
    return list(session.scalars(waiting))


def hold_account(session: Session, account_id: int) -> Account | None:
    """Hold an account while its letter is made; ``None``: another worker is at it.

    The actor comes with organisation and city.
    """
    actor = joinedload(Account.actor)
    return session.scalars(
        sa.select(Account)
        .where(Account.id == account_id)
        .options(actor.joinedload(Actor.organisation), actor.joinedload(Actor.city))
        .with_for_update(of=Account, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def mailing_for(session: Session, account: Account, now: dt.datetime) -> Mailing:
    """Return what has gathered for the account, if the oldest of it is due.

    Everything is asked again, as it is now: read meanwhile, removed, not allowed any more, muted,
    another wish, account closed, letters that come back.
    """
    due = session.execute(
        sa.select(Notification.id, Notification.mail_due_at)
        .where(Notification.account_id == account.id, Notification.mail_due_at.is_not(None))
        .order_by(Notification.mail_due_at, Notification.id)
    ).all()
    if not due or due[0].mail_due_at > now:  # another worker was quicker
        return Mailing((), ())
    settled = [row.id for row in due]
    actor = account.actor
    if account.state is not AccountState.ACTIVE or actor.closed_at or actor.is_shut_out:
        return Mailing(settled, ())
    if failing_mailbox(session, account) is not None:
        return Mailing(settled, ())  # it would come back; all of it stands in the page
    wishes = wishes_of(session, account)
    items = [
        Item(
            told.kind,
            told.id,
            author,
            post,
            thread,
            by_channel=wishes.channels.get(thread.channel_id) is Way.MAIL,
        )
        for told, author, post, thread in _still_worth_it(session, account, settled)
        if wishes.way(told.kind, thread.channel_id) is Way.MAIL
    ]
    return Mailing(settled, items)


def _still_worth_it(
    session: Session, account: Account, ids: Sequence[int]
) -> Sequence[sa.Row[Notification, Actor, Post, Thread]]:
    actor = account.actor
    own = sa.and_(
        Thread.id.not_in(muted_threads(actor)), Thread.channel_id.not_in(muted_channels(actor))
    )
    seen = sa.exists().where(
        ReadMark.actor_id == actor.id,
        ReadMark.thread_id == Thread.id,
        ReadMark.number >= Post.number,
        ReadMark.updated_at >= Notification.created_at,
    )
    return session.execute(
        sa.select(Notification, Actor, Post, Thread)
        .join(Thread, Thread.id == Notification.thread_id)
        .join(Post, Post.id == Notification.post_id)
        .outerjoin(Actor, Actor.id == Notification.actor_id)
        .where(
            *visible_to(account),
            Notification.id.in_(ids),
            Notification.read_at.is_(None),
            ~seen,
            sa.or_(own, Notification.kind == Kind.BOOKMARK_DUE),
        )
        .options(joinedload(Actor.organisation), joinedload(Actor.city), joinedload(Thread.channel))
        .order_by(Notification.id)
        .execution_options(populate_existing=True)
    ).all()
