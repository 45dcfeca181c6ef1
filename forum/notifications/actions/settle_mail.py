"""Settle the mail of notifications; put it off where a letter could not be made."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.kernel import clock
from forum.kernel.rows import change
from forum.notifications.models import Notification
from forum.notifications.queries import Mailing

# 1, 2, 4, 8 … minutes; given up after about four hours: what is told stands on the page anyhow.
MAX_ATTEMPTS = 8
_PAUSE = dt.timedelta(minutes=1)


def settle_mail(session: Session, mailing: Mailing) -> None:
    """Note that nothing of this is due any more, in the transaction that writes the letter."""
    in_letter = {item.notification_id for item in mailing.items}
    dropped = [one for one in mailing.settled if one not in in_letter]
    _settle(session, in_letter, mailed_at=clock.now())
    _settle(session, dropped)


def put_mail_off(session: Session, account: Account) -> bool:
    """Try the account's letter again later; return whether there is a further attempt."""
    due = sa.and_(Notification.account_id == account.id, Notification.mail_due_at.is_not(None))
    attempts = session.scalar(sa.select(sa.func.max(Notification.mail_attempts)).where(due)) or 0
    again = attempts + 1 < MAX_ATTEMPTS
    later = clock.now() + _PAUSE * 2**attempts if again else None
    change(
        session,
        sa.update(Notification).where(due).values(mail_due_at=later, mail_attempts=attempts + 1),
    )
    return again


def _settle(session: Session, ids: Collection[int], **values: dt.datetime) -> None:
    if ids:
        change(
            session,
            sa.update(Notification)
            .where(Notification.id.in_(ids))
            .values(mail_due_at=None, **values),
        )
