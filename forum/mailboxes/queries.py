"""How sending to accounts goes."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.mailboxes.models import Mailbox


def failing_mailbox(session: Session, account: Account) -> Mailbox | None:
    """Return the mailbox of the account if delivery to its present address is paused."""
    return session.scalars(
        sa.select(Mailbox).where(
            Mailbox.account_id == account.id,
            Mailbox.email == account.email,
            Mailbox.paused_at.is_not(None),
        )
    ).one_or_none()


def has_failing_mailbox(account_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Return the same for all accounts, as a condition."""
    return sa.exists().where(
        Account.id == account_id,
        Mailbox.account_id == Account.id,
        Mailbox.email == Account.email,
        Mailbox.paused_at.is_not(None),
    )
