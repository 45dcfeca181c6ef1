"""The link to one's mail settings that stands in letters, and whose it is.

It opens these settings and nothing else, without signing in. It has no age, since letters are kept
for years, but it ends with the address: who has left a mailbox behind leaves its links behind.
"""

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor
from forum.kernel.errors import NotFound

# What the hub signs it for.
PURPOSE = "mail_settings"


def text_for(account_id: int, email: str) -> str:
    """Return what is to be signed, as one line."""
    return f"{account_id} {_mark(email)}"


def account_of(session: Session, text: str) -> Account:
    """Return whose settings these are, with the actor. Raises ``NotFound("link")``."""
    number, _, mark = text.partition(" ")
    actor = joinedload(Account.actor)
    account = session.scalars(
        sa.select(Account)
        .where(
            Account.id == (int(number) if number.isdecimal() else 0),
            Account.state == AccountState.ACTIVE,
        )
        .options(actor.joinedload(Actor.organisation), actor.joinedload(Actor.city))
    ).one_or_none()
    if account is None or mark != _mark(account.email):
        raise NotFound("link")
    return account


def _mark(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()[:16]
