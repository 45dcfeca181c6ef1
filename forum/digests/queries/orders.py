"""Which letters an account has ordered, and which orders wait to be confirmed."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.channels.policy import readable_channels
from forum.digests.models import LetterKind, Order, OrderConsent, OrderedChannel
from forum.kernel.errors import NotFound

# As long as a sign-up waits; afterwards the wish is forgotten.
CONFIRMATION_LIFETIME = dt.timedelta(days=14)


def orders_of(session: Session, account: Account) -> Sequence[Order]:
    """Return all orders of the account, with their channels, those that have ended included."""
    return session.scalars(
        sa.select(Order)
        .where(Order.account_id == account.id)
        .options(joinedload(Order.channel))
        .order_by(Order.id)
        .execution_options(populate_existing=True)
    ).all()


def order_by_key(session: Session, account: Account, key: str) -> Order | None:
    """Return the account's order of this letter, with its channel, or ``None``."""
    return session.scalars(
        sa.select(Order)
        .where(Order.account_id == account.id, Order.key == key)
        .options(joinedload(Order.channel))
        .execution_options(populate_existing=True)
    ).one_or_none()


def counts_as_ordered(session: Session, account: Account, kind: LetterKind) -> bool:
    """Tell whether a letter of this kind comes to the account."""
    return bool(
        session.scalar(
            sa.select(
                sa.exists().where(
                    Order.account_id == account.id,
                    Order.kind == kind,
                    Order.confirmed_at.is_not(None),
                    Order.ended_at.is_(None),
                )
            )
        )
    )


def waiting_consents(
    session: Session, account: Account, *, now: dt.datetime
) -> dict[str, OrderConsent]:
    """Return by key what was asked for at the present address and is not confirmed yet."""
    rows = session.scalars(
        sa.select(OrderConsent)
        .where(
            OrderConsent.account_id == account.id,
            OrderConsent.email == account.email,
            OrderConsent.confirmed_at.is_(None),
            OrderConsent.withdrawn_at.is_(None),
            OrderConsent.asked_at > now - CONFIRMATION_LIFETIME,
        )
        .order_by(OrderConsent.id)
    )
    return {consent.key: consent for consent in rows}


def consent_by_public_id(session: Session, public_id: str) -> OrderConsent:
    """Return what a link asks to confirm. Raises ``NotFound("link")`` where it is forgotten."""
    consent = session.scalars(
        sa.select(OrderConsent).where(OrderConsent.public_id == public_id)
    ).one_or_none()
    if consent is None:
        raise NotFound("link")
    return consent


def consent_that_holds(session: Session, account_id: int, key: str) -> OrderConsent | None:
    """Return the proof of an order: the newest that was confirmed and not withdrawn."""
    return session.scalars(
        sa.select(OrderConsent)
        .where(
            OrderConsent.account_id == account_id,
            OrderConsent.key == key,
            OrderConsent.confirmed_at.is_not(None),
            OrderConsent.withdrawn_at.is_(None),
        )
        .order_by(OrderConsent.confirmed_at.desc(), OrderConsent.id.desc())
        .limit(1)
    ).one_or_none()


def chosen_channel_ids(session: Session, order: Order) -> frozenset[int]:
    """Return the channels chosen for the weekly letter; none: those the member belongs to."""
    return frozenset(
        session.scalars(
            sa.select(OrderedChannel.channel_id).where(OrderedChannel.order_id == order.id)
        )
    )


def readable_of(session: Session, account: Account, orders: Sequence[Order]) -> frozenset[int]:
    """Return the ids of the orders' channels that the account may (still) read; actor loaded."""
    ids = [order.channel_id for order in orders if order.channel_id is not None]
    if not ids:
        return frozenset()
    condition = readable_channels(account.actor)
    return frozenset(session.scalars(sa.select(Channel.id).where(Channel.id.in_(ids), condition)))
