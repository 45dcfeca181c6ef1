"""Another e-mail address: wanted by the owner, agreed to at both mailboxes."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.actions.passwords import void_password_resets
from forum.accounts.addresses import clean_email
from forum.accounts.events import EmailChangeCancelled, EmailChanged, EmailChangeRequested
from forum.accounts.models import Account, EmailChange
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.event_log import record

EMAIL_CHANGE_LIFETIME = dt.timedelta(hours=48)


class Side(enum.StrEnum):
    """Which mailbox agrees."""

    OLD = "old"
    NEW = "new"


def request_email_change(session: Session, account: Account, *, new_email: str) -> EmailChange:
    """Begin a change, replacing one under way. Does not look whether the address is taken."""
    lock(session, account)
    address, now = clean_email(new_email, field="new_email"), clock.now()
    if address == account.email:
        raise Invalid("same_email", field="new_email")
    session.execute(
        sa.update(EmailChange)
        .where(EmailChange.account_id == account.id, EmailChange.ended_at.is_(None))
        .values(ended_at=now)
    )
    change = EmailChange(
        account_id=account.id,
        old_email=account.email,
        new_email=address,
        expires_at=now + EMAIL_CHANGE_LIFETIME,
    )
    session.add(change)
    session.flush()
    record(session, EmailChangeRequested(change_id=change.id), actor_id=account.actor_id)
    return change


def confirm_email_change(session: Session, change: EmailChange, *, side: Side) -> EmailChange:
    """Note that one mailbox agrees; carry the change out once both have.

    Raises `NotFound` ("link") when it is over, `Conflict` ("email_taken") when somebody else has
    taken the address meanwhile.
    """
    _lock_open(session, change)
    now = clock.now()
    if side is Side.OLD:
        change.old_confirmed_at = change.old_confirmed_at or now
    else:
        change.new_confirmed_at = change.new_confirmed_at or now
    if change.old_confirmed_at and change.new_confirmed_at:
        _carry_out(session, change, now)
    return change


def _carry_out(session: Session, change: EmailChange, now: dt.datetime) -> None:
    account = session.get_one(Account, change.account_id)
    try:
        with session.begin_nested():
            account.email = change.new_email
            account.email_confirmed_at = now
    except IntegrityError:
        raise Conflict("email_taken") from None
    change.ended_at = now
    # A link to the old mailbox must not open the account any more.
    void_password_resets(session, change.old_email, change.new_email)
    record(
        session,
        EmailChanged(change_id=change.id, account_id=account.id),
        actor_id=account.actor_id,
    )


def cancel_email_change(session: Session, change: EmailChange) -> EmailChange:
    """Call the change off. Raises `NotFound` ("link") when it is over."""
    _lock_open(session, change)
    change.ended_at = clock.now()
    record(session, EmailChangeCancelled(change_id=change.id))
    return change


def _lock_open(session: Session, change: EmailChange) -> None:
    # The account first, as everywhere: in the other order two of these would wait for each other.
    lock(session, session.get_one(Account, change.account_id))
    lock(session, change)
    if change.ended_at is not None or change.expires_at <= clock.now():
        raise NotFound("link")
