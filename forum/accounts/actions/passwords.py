"""New passwords: changed by the owner, or reset by whoever has the mailbox."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.actions.sign_ins import end_other_sign_ins
from forum.accounts.addresses import fold_email
from forum.accounts.events import PasswordChanged, PasswordResetRequested
from forum.accounts.models import Account, PasswordReset, SignIn
from forum.accounts.queries import account_by_email, good_password_reset
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.event_log import record

RESET_LIFETIME = dt.timedelta(hours=2)


def change_password(
    session: Session, account: Account, *, password_hash: str, keep: SignIn | None
) -> Account:
    """Set the password, end all other sign-ins and make open reset links worthless."""
    lock(session, account)
    account.password_hash = password_hash
    end_other_sign_ins(session, account, keep=keep)
    void_password_resets(session, account.email)
    record(session, PasswordChanged(account_id=account.id), actor_id=account.actor_id)
    return account


def request_password_reset(session: Session, *, email: str, locale: str) -> PasswordReset:
    """Note that a link is wanted. Looks nothing up: the same work for every address."""
    reset = PasswordReset(
        email=fold_email(email), locale=locale, expires_at=clock.now() + RESET_LIFETIME
    )
    session.add(reset)
    session.flush()
    record(session, PasswordResetRequested(reset_id=reset.id))
    return reset


def reset_password(session: Session, reset: PasswordReset, *, password_hash: str) -> Account:
    """Set the password by a link, once, and end all sign-ins.

    Raises `NotFound` ("reset_over") where the link is used, too old or not the newest.
    """
    lock(session, reset)
    good_password_reset(session, reset.public_id, now=clock.now())
    account = account_by_email(session, reset.email)
    if account is None:
        raise NotFound("reset_over")
    return change_password(session, account, password_hash=password_hash, keep=None)


def void_password_resets(session: Session, *emails: str) -> None:
    """Make the open links of these addresses worthless."""
    session.execute(
        sa.update(PasswordReset)
        .where(PasswordReset.email.in_(emails), PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
