"""What stands in the way of letters, loaded for many at once."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from forum.accounts.models import Account, Actor
from forum.channels.models import Channel, Membership
from forum.digests.models import Issue, IssueState, Newsletter, Order
from forum.digests.obstacles import Standing
from forum.mailboxes.models import Mailbox

WAITING = (IssueState.PLANNED, IssueState.SELECTED)


def is_something_due(session: Session, now: dt.datetime) -> bool:
    """Tell whether a letter is to be planned now."""
    return bool(session.scalar(sa.select(sa.exists().where(Order.next_due_at <= now))))


def is_something_waiting(session: Session, now: dt.datetime) -> bool:
    """Tell whether a letter is to be handed over now, or was lost."""
    waits = sa.exists().where(
        Issue.state.in_([*WAITING, IssueState.HANDING]),
        Issue.next_attempt_at <= now,
        sa.or_(Issue.leased_until.is_(None), Issue.leased_until < now),
    )
    return bool(session.scalar(sa.select(waits)))


def due_orders(session: Session, now: dt.datetime, *, limit: int) -> Sequence[Standing]:
    """Hold the orders whose letter is due, and return how they stand; others hold others."""
    rows = session.execute(
        sa.select(Order, Account, Mailbox, Channel, Membership)
        .select_from(Order)
        .join(Account, Account.id == Order.account_id)
        .outerjoin(Mailbox, _fails())
        .outerjoin(Channel, Channel.id == Order.channel_id)
        .outerjoin(Membership, _belongs())
        .where(Order.next_due_at <= now)
        .options(_whole_actor())
        .order_by(Order.next_due_at, Order.id)
        .limit(limit)
        .with_for_update(of=Order, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return [
        Standing(account, order, mailbox is not None, channel, membership)
        for order, account, mailbox, channel, membership in rows
    ]


def standings_of(session: Session, issue_ids: Collection[int]) -> Mapping[int, Standing]:
    """Return how letters stand, by the id of the issue."""
    rows = session.execute(
        sa.select(Issue.id, Account, Order, Mailbox, Channel, Membership)
        .select_from(Issue)
        .join(Account, Account.id == Issue.account_id)
        .outerjoin(Order, sa.and_(Order.account_id == Issue.account_id, Order.key == Issue.key))
        .outerjoin(Mailbox, _fails())
        .outerjoin(Newsletter, Newsletter.id == Issue.newsletter_id)
        .outerjoin(Channel, Channel.id == sa.func.coalesce(Order.channel_id, Newsletter.channel_id))
        .outerjoin(Membership, _belongs())
        .where(Issue.id.in_(sorted(issue_ids)))
        .options(_whole_actor())
        .execution_options(populate_existing=True)
    )
    return {
        issue_id: Standing(account, order, mailbox is not None, channel, membership)
        for issue_id, account, order, mailbox, channel, membership in rows
    }


def _whole_actor() -> ExecutableOption:
    return joinedload(Account.actor).joinedload(Actor.organisation)


def _fails() -> ColumnElement[bool]:
    """Letters to the present address come back; another address begins without any points."""
    return sa.and_(
        Mailbox.account_id == Account.id,
        Mailbox.email == Account.email,
        Mailbox.paused_at.is_not(None),
    )


def _belongs() -> ColumnElement[bool]:
    return sa.and_(Membership.actor_id == Account.actor_id, Membership.channel_id == Channel.id)
