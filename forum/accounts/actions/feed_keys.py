"""Make the key of a member's feeds; revoke it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.events import FeedKeyMade, FeedKeyRevoked
from forum.accounts.models import Account, FeedKey
from forum.accounts.queries import key_hash
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.rows import change


def make_feed_key(session: Session, account: Account, *, key: str) -> FeedKey:
    """Store the hash of a fresh random key; the one before it opens nothing from now on."""
    lock(session, account)
    change(session, sa.delete(FeedKey).where(FeedKey.account_id == account.id))
    row = FeedKey(account_id=account.id, key_hash=key_hash(key), created_at=clock.now())
    session.add(row)
    session.flush()
    record(session, FeedKeyMade(account_id=account.id), actor_id=account.actor_id)
    return row


def revoke_feed_key(session: Session, account: Account) -> None:
    """Let the account have no key; where there is none, nothing happens."""
    if change(session, sa.delete(FeedKey).where(FeedKey.account_id == account.id)):
        record(session, FeedKeyRevoked(account_id=account.id), actor_id=account.actor_id)
