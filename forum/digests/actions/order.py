"""Order a letter, and end it again: asked for on a page, agreed to in the mailbox (double opt-in).

Nothing comes before the order is confirmed by the link in a mail to the account's own address. The
words that were agreed to, the mail and both moments are kept for each single order. A consent is
the person's and names "the address of my account": when that address changes, which both mailboxes
must agree to, the order goes along; a link that waited in the old mailbox is good for nothing.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.channels.queries import membership_of
from forum.digests import wording
from forum.digests.actions.change import Preferences, apply, next_due_of
from forum.digests.events import OrderAsked, OrderConfirmed, OrderEnded
from forum.digests.models import Issue, IssueState, LetterKind, Order, OrderConsent
from forum.digests.obstacles import Reason
from forum.digests.policy import can_order
from forum.digests.queries.orders import CONFIRMATION_LIFETIME, order_by_key
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotFound, TooMany
from forum.kernel.event_log import record
from forum.kernel.verdict import require

# Mails that ask to confirm something, to one account within an hour.
MOST_ASKED = 10
NOT_HANDED_OVER = (IssueState.PLANNED, IssueState.SELECTED)


def ask_for(
    session: Session,
    account: Account,
    kind: LetterKind,
    *,
    channel: Channel | None = None,
    preferences: Preferences | None = None,
    hub_name: str,
) -> OrderConsent:
    """Ask for a letter (actor of the account loaded); the mail that confirms it goes out.

    Asking again sends another mail, and changes what was wished. Raises ``Conflict``
    ("already_ordered") where the letter comes already, ``TooMany`` ("too_many") after ten mails in
    an hour.
    """
    lock(session, account)
    membership = None if channel is None else membership_of(session, account.actor, channel.id)
    require(can_order(account.actor, channel, membership))
    key = kind.key(None if channel is None else channel.id)
    order = order_by_key(session, account, key)
    if order is not None and order.counts:
        raise Conflict("already_ordered")
    if _asked_lately(session, account) >= MOST_ASKED:
        raise TooMany("too_many")
    if order is None:
        order = Order(account_id=account.id, key=key, kind=kind, channel=channel)
        session.add(order)
        session.flush()
    apply(session, account, order, preferences or Preferences())
    name = "" if channel is None else channel.name
    words = wording.wording_of(kind, account.locale, hub=hub_name, channel=name)
    consent = _begin_proof(session, account, key, words)
    record(session, OrderAsked(consent_id=consent.id), actor_id=account.actor_id)
    return consent


def confirm(session: Session, consent: OrderConsent, account: Account) -> Order:
    """Confirm what was asked for; whoever can read the mail may (actor of the account loaded).

    Confirming twice is confirming once. Raises ``NotFound("link")`` for an order that was given up
    or has ended since, waited too long, or was sent to an address that is not the account's now.
    """
    lock(session, account)
    lock(session, consent)
    now = clock.now()
    order = order_by_key(session, account, consent.key)
    is_over = consent.withdrawn_at is not None or consent.email != account.email
    if order is None or is_over or consent.account_id != account.id:
        raise NotFound("link")
    if consent.confirmed_at is not None:
        return order
    if consent.asked_at <= now - CONFIRMATION_LIFETIME:
        raise NotFound("link")
    channel = order.channel
    membership = None if channel is None else membership_of(session, account.actor, channel.id)
    require(can_order(account.actor, channel, membership))
    consent.confirmed_at = now
    _forget_waiting(session, account, consent.key)
    if order.counts:  # confirmed by another mail: this one is a second proof, and changes nothing
        return order
    order.confirmed_at, order.ended_at = now, None
    order.next_due_at = next_due_of(session, account, order, now=now)
    record(session, OrderConfirmed(account_id=account.id, key=order.key), actor_id=account.actor_id)
    return order


def end_order(session: Session, account: Account, key: str, *, how: str) -> Order | None:
    """Send this letter no more, and withdraw the consent to it; ending twice is ending once.

    `how`: "page", "link", "one_click", "mail", "settings_link", "account_closed". A wish that was
    never confirmed is forgotten. Letters not handed over yet are not sent, and what stood in them
    may come again with another order. Returns the order, or ``None`` where there is none.
    """
    lock(session, account)
    now = clock.now()
    _forget_waiting(session, account, key)
    order = order_by_key(session, account, key)
    if order is None:
        return None
    if order.confirmed_at is None:
        session.delete(order)
        session.flush()
        return None
    if order.ended_at is not None:
        return order
    order.ended_at, order.next_due_at, order.paused_until = now, None, None
    session.execute(
        sa.update(OrderConsent)
        .where(
            OrderConsent.account_id == account.id,
            OrderConsent.key == key,
            OrderConsent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now, withdrawn_by=how)
    )
    session.execute(
        sa.update(Issue)
        .where(Issue.account_id == account.id, Issue.key == key, Issue.state.in_(NOT_HANDED_OVER))
        .values(state=IssueState.SKIPPED, reason=Reason.ENDED.value)
    )
    record(
        session,
        OrderEnded(account_id=account.id, key=key, how=how),
        actor_id=account.actor_id,
    )
    return order


def purge_unconfirmed_orders(session: Session, now: dt.datetime) -> int:
    """Forget what was asked for and not confirmed in time; return how many wishes. Once a day."""
    late = sa.select(OrderConsent).where(
        OrderConsent.confirmed_at.is_(None), OrderConsent.asked_at <= now - CONFIRMATION_LIFETIME
    )
    consents = session.scalars(late).all()
    for consent in consents:
        session.delete(consent)
    session.flush()
    still_waiting = sa.exists().where(
        OrderConsent.account_id == Order.account_id, OrderConsent.key == Order.key
    )
    session.execute(
        sa.delete(Order)
        .where(Order.confirmed_at.is_(None), ~still_waiting)
        .execution_options(synchronize_session=False)
    )
    return len(consents)


def _begin_proof(session: Session, account: Account, key: str, words: str) -> OrderConsent:
    consent = OrderConsent(
        account_id=account.id,
        key=key,
        email=account.email,
        wording_version=wording.CURRENT,
        wording=words,
        locale=account.locale,
    )
    session.add(consent)
    session.flush()
    return consent


def _asked_lately(session: Session, account: Account) -> int:
    an_hour_ago = clock.now() - dt.timedelta(hours=1)
    return session.scalars(
        sa.select(sa.func.count())
        .select_from(OrderConsent)
        .where(OrderConsent.account_id == account.id, OrderConsent.asked_at > an_hour_ago)
    ).one()


def _forget_waiting(session: Session, account: Account, key: str) -> None:
    """Delete other wishes for the same letter that nobody has confirmed: their links end."""
    session.flush()
    session.execute(
        sa.delete(OrderConsent).where(
            OrderConsent.account_id == account.id,
            OrderConsent.key == key,
            OrderConsent.confirmed_at.is_(None),
        )
    )
