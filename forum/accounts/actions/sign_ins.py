"""Signing in and out, in this browser and in others."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.events import SignedIn, SignInsEnded
from forum.accounts.models import Account, AccountState, Actor, SignIn
from forum.accounts.policy import can_come_in
from forum.accounts.queries import key_hash
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.event_log import record
from forum.kernel.verdict import require

SEEN_EVERY = dt.timedelta(minutes=10)


def start_sign_in(
    session: Session,
    account: Account,
    *,
    key: str,
    device: str,
    verified_hash: str,
    better_hash: str | None = None,
) -> SignIn:
    """Sign in with a fresh random key; `verified_hash` is what the password was checked against.

    `better_hash` replaces it where the cost of hashes has changed. Raises `Conflict`
    ("sign_in_again") if password or account have changed since the check, and `NotAllowed`
    ("suspended", "banned") for who is shut out.
    """
    lock(session, account)
    if account.password_hash != verified_hash or account.state is not AccountState.ACTIVE:
        raise Conflict("sign_in_again")
    require(can_come_in(_as_it_is(session, account)))
    if better_hash:
        account.password_hash = better_hash
    devices = session.scalars(
        sa.select(SignIn.device).where(SignIn.account_id == account.id).distinct()
    ).all()
    sign_in = SignIn(
        account_id=account.id, key_hash=key_hash(key), device=device, last_seen_at=clock.now()
    )
    session.add(sign_in)
    session.flush()
    is_new_device = bool(devices) and device not in devices
    record(
        session,
        SignedIn(sign_in_id=sign_in.id, is_new_device=is_new_device),
        actor_id=account.actor_id,
    )
    return sign_in


def _as_it_is(session: Session, account: Account) -> Actor:
    """Return the account's actor as it stands now, whatever was read before the lock."""
    actor = session.get_one(Actor, account.actor_id)
    session.refresh(actor, ("suspended_until", "banned_at"))
    return actor


def end_sign_in(session: Session, account: Account, public_id: str) -> None:
    """Sign one browser of the account out. Raises `NotFound` for one that is not theirs."""
    ended = session.execute(
        sa.update(SignIn)
        .where(
            SignIn.public_id == public_id,
            SignIn.account_id == account.id,
            SignIn.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .returning(SignIn.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    if not ended:
        raise NotFound("no_such_sign_in")
    record(session, SignInsEnded(account_id=account.id), actor_id=account.actor_id)


def end_other_sign_ins(session: Session, account: Account, *, keep: SignIn | None) -> None:
    """Sign the account out everywhere but here."""
    others = SignIn.id != keep.id if keep is not None else sa.true()
    session.execute(
        sa.update(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), others)
        .values(ended_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
    record(session, SignInsEnded(account_id=account.id), actor_id=account.actor_id)


def note_sign_in_seen(session: Session, sign_in: SignIn) -> None:
    """Note that the sign-in is in use. Not on every request: see `is_due`."""
    session.execute(
        sa.update(SignIn).where(SignIn.id == sign_in.id).values(last_seen_at=clock.now())
    )


def is_due(sign_in: SignIn) -> bool:
    """Tell whether it is time to note again that the sign-in is in use."""
    return clock.now() - sign_in.last_seen_at >= SEEN_EVERY
