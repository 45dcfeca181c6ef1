"""How letters go out, for those who look after them: in numbers, and why one member got none."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from forum.accounts.models import Account, Actor
from forum.channels.models import Channel, Membership
from forum.digests.models import (
    Issue,
    IssueState,
    LetterKind,
    Newsletter,
    Order,
    OrderConsent,
)
from forum.digests.obstacles import Reason, Standing, obstacle
from forum.kernel.errors import NotFound
from forum.mailboxes.models import Mailbox
from forum.mailboxes.queries import failing_mailbox

# What somebody has to look at.
OPEN = (IssueState.UNKNOWN, IssueState.FAILED)
MOST_OPEN = 100
MOST_FOUND = 30
MOST_LETTERS = 30

Counts = Mapping[IssueState, int]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """The letters of one week, or of one newsletter, by where they stand."""

    period: str
    kind: LetterKind
    subject: str | None
    """Of a newsletter."""
    counts: Counts


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """One letter that a member has ordered, or asked for, and what stands in its way now."""

    order: Order
    """With its channel."""
    asked_at: dt.datetime | None
    """Where it is not confirmed yet: when it was last asked for."""
    obstacle: Reason | None


@dataclass(frozen=True, slots=True)
class MemberDelivery:
    """Everything that decides whether letters reach one member."""

    account: Account
    """With its actor."""
    mailbox: Mailbox | None
    """Where letters come back."""
    orders: Sequence[OrderStanding]
    issues: Sequence[Issue]
    """The last ones, newest first, with channel and newsletter."""


def counts_since(session: Session, since: dt.datetime) -> list[PeriodCounts]:
    """Count letters by week and kind, newsletters one by one, latest first."""
    rows = session.execute(
        sa.select(
            Issue.period,
            Issue.kind,
            Issue.state,
            sa.func.count(),
            sa.func.max(Issue.due_at),
            sa.func.max(Issue.newsletter_id),
        )
        .where(Issue.created_at >= since)
        .group_by(Issue.period, Issue.kind, Issue.state)
    ).all()
    subjects = _subjects(session, {row[5] for row in rows if row[5] is not None})
    counted: dict[tuple[str, LetterKind], dict[IssueState, int]] = {}
    latest: dict[tuple[str, LetterKind], dt.datetime] = {}
    named: dict[tuple[str, LetterKind], str | None] = {}
    for period, kind, state, number, due_at, newsletter_id in rows:
        key = (period, kind)
        counted.setdefault(key, {})[state] = number
        latest[key] = max(due_at, latest.get(key, due_at))
        named[key] = subjects.get(newsletter_id)
    order = sorted(counted, key=lambda key: (latest[key], key[1]), reverse=True)
    return [
        PeriodCounts(period, kind, named[period, kind], counted[period, kind])
        for period, kind in order
    ]


def open_issues(session: Session) -> Sequence[Issue]:
    """Return the letters that failed or are unclear and that nobody has looked at, newest first.

    With account and actor, channel and newsletter.
    """
    return session.scalars(
        sa.select(Issue)
        .where(Issue.state.in_(OPEN), Issue.looked_at.is_(None))
        .options(
            joinedload(Issue.account).joinedload(Account.actor),
            joinedload(Issue.channel),
            joinedload(Issue.newsletter),
        )
        .order_by(Issue.id.desc())
        .limit(MOST_OPEN)
    ).all()


def issue_by_public_id(session: Session, public_id: str) -> Issue:
    """Return a letter. Raises `NotFound` ``no_issue``."""
    found = session.scalars(sa.select(Issue).where(Issue.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("no_issue")
    return found


def paused_mailboxes(session: Session) -> Sequence[tuple[Mailbox, Account]]:
    """Return the mailboxes that letters come back from, the latest first, with their owners."""
    rows = session.execute(
        sa.select(Mailbox, Account)
        .join(Account, Account.id == Mailbox.account_id)
        .join(Account.actor)
        .where(Mailbox.paused_at.is_not(None), Mailbox.email == Account.email)
        .options(contains_eager(Account.actor))
        .order_by(Mailbox.paused_at.desc(), Mailbox.account_id)
        .limit(MOST_OPEN)
    )
    return [(mailbox, account) for mailbox, account in rows]


def members_named(session: Session, text: str) -> Sequence[Account]:
    """Return accounts whose name or address holds these words, with their actors, by name."""
    words = text.split()[:5]
    if not words:
        return ()
    holds = [
        sa.or_(
            Actor.name.icontains(word, autoescape=True),
            Account.email.icontains(word, autoescape=True),
        )
        for word in words
    ]
    return session.scalars(
        sa.select(Account)
        .join(Account.actor)
        .where(*holds)
        .options(contains_eager(Account.actor))
        .order_by(Actor.name, Actor.id)
        .limit(MOST_FOUND)
    ).all()


def account_of_member(session: Session, public_id: str) -> Account:
    """Return the account of an actor, with actor and organisation. Raises `NotFound`."""
    found = session.scalars(
        sa.select(Account)
        .join(Account.actor)
        .where(Actor.public_id == public_id)
        .options(contains_eager(Account.actor).joinedload(Actor.organisation))
    ).one_or_none()
    if found is None:
        raise NotFound("no_such_profile")
    return found


def delivery_to(session: Session, account: Account, now: dt.datetime) -> MemberDelivery:
    """Return why letters reach this member, or do not (actor and organisation loaded)."""
    mailbox = failing_mailbox(session, account)
    rows = session.execute(
        sa.select(Order, Channel, Membership)
        .outerjoin(Channel, Channel.id == Order.channel_id)
        .outerjoin(
            Membership,
            sa.and_(
                Membership.channel_id == Order.channel_id,
                Membership.actor_id == account.actor_id,
            ),
        )
        .where(Order.account_id == account.id)
        .options(contains_eager(Order.channel))
        .order_by(Order.id)
    ).all()
    waiting = _waiting(session, account)
    orders = [
        OrderStanding(
            order,
            None if order.counts else waiting.get(order.key),
            obstacle(Standing(account, order, mailbox is not None, channel, membership), now),
        )
        for order, channel, membership in rows
    ]
    issues = session.scalars(
        sa.select(Issue)
        .where(Issue.account_id == account.id)
        .options(joinedload(Issue.channel), joinedload(Issue.newsletter))
        .order_by(Issue.due_at.desc(), Issue.id.desc())
        .limit(MOST_LETTERS)
    ).all()
    return MemberDelivery(account, mailbox, orders, issues)


def _waiting(session: Session, account: Account) -> dict[str, dt.datetime]:
    rows = session.execute(
        sa.select(OrderConsent.key, sa.func.max(OrderConsent.asked_at))
        .where(OrderConsent.account_id == account.id, OrderConsent.confirmed_at.is_(None))
        .group_by(OrderConsent.key)
    )
    return {row[0]: row[1] for row in rows}


def _subjects(session: Session, ids: set[int]) -> dict[int | None, str]:
    rows = session.execute(
        sa.select(Newsletter.id, Newsletter.subject).where(Newsletter.id.in_(ids))
    )
    return {row[0]: row[1] for row in rows}
