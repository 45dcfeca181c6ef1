"""What the link of a letter is about, as the account may still know of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor
from forum.channels.models import Channel
from forum.channels.policy import readable_channels
from forum.kernel.errors import NotFound
from forum.notifications.ending import Ending
from forum.notifications.kinds import Kind
from forum.threads.models import Thread
from forum.threads.policy import listed_threads


@dataclass(frozen=True, slots=True)
class Ended:
    """What is ended; nothing stands here that the account may not read any more."""

    account: Account
    kinds: Sequence[Kind]
    channels: Sequence[Channel]
    thread: Thread | None
    """With its home channel."""
    chat: bool = False
    """Letters about what was missed in chat."""
    hours: bool = False
    """Letters about chat hours."""


def ended_by(session: Session, ending: Ending) -> Ended:
    """Return the account, with its actor, and what its letters were about.

    Raises ``NotFound("link")`` where there is no such account any more.
    """
    actor = joinedload(Account.actor)
    account = session.scalars(
        sa.select(Account)
        .where(Account.id == ending.account_id, Account.state == AccountState.ACTIVE)
        .options(actor.joinedload(Actor.organisation), actor.joinedload(Actor.city))
    ).one_or_none()
    if account is None:
        raise NotFound("link")
    channels = session.scalars(
        sa.select(Channel).where(Channel.id.in_(ending.channels), readable_channels(account.actor))
    ).all()
    thread = session.scalars(
        sa.select(Thread)
        .where(Thread.id == (ending.thread_id or 0), listed_threads(account.actor))
        .options(joinedload(Thread.channel))
    ).one_or_none()
    return Ended(account, ending.kinds, channels, thread, ending.chat, ending.hours)
