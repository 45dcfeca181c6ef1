"""Reading accounts, actors and where they belong."""

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor, SignIn


def key_hash(key: str) -> str:
    """Return what is stored of a sign-in key."""
    return hashlib.sha256(key.encode()).hexdigest()


def sign_in_by_key(session: Session, key: str) -> SignIn | None:
    """Return the running sign-in of an active account, with account, actor, organisation and city."""
    actor = joinedload(SignIn.account).joinedload(Account.actor)
    return session.scalars(
        sa.select(SignIn)
        .join(SignIn.account)
        .where(
            SignIn.key_hash == key_hash(key),
            SignIn.ended_at.is_(None),
            Account.state == AccountState.ACTIVE,
        )
        .options(actor.joinedload(Actor.organisation), actor.joinedload(Actor.city))
    ).one_or_none()
