"""Letters about what somebody was told: what has gathered in two minutes, in one of them.

The rows of the notifications are the ledger. They are settled in the transaction that puts the
letter into the outgoing mail, so a worker that is killed writes it later, and never twice.
"""

import structlog
from flask import current_app

from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.mail.letters import queue_letter
from forum.mail.told import letter_about
from forum.notifications.actions import put_mail_off, settle_mail
from forum.notifications.queries import accounts_with_mail_due, hold_account, mailing_for

log = structlog.get_logger(__name__)


def write_notices() -> int:
    """Write every letter that is due; return how many. One that fails holds up no other."""
    tried: set[int] = set()
    written = 0
    while due := _due() - tried:
        tried |= due
        for account_id in due:
            # A session of its own for each.
            with current_app.app_context():
                written += _try(account_id)
    return written


def _due() -> set[int]:
    with current_app.app_context():
        return set(accounts_with_mail_due(db.session(), clock.now()))


def _try(account_id: int) -> bool:
    try:
        return _write(account_id)
    except Exception:
        log.exception("notice_failed", account_id=account_id)
    with unit_of_work() as session:
        account = hold_account(session, account_id)
        if account is not None and not put_mail_off(session, account):
            log.error("notice_given_up", account_id=account_id)
    return False


def _write(account_id: int) -> bool:
    """Settle what is due for the account; return whether a letter was worth it."""
    with unit_of_work() as session:
        account = hold_account(session, account_id)
        if account is None:
            return False
        mailing = mailing_for(session, account, clock.now())
        settle_mail(session, mailing)
        if not mailing.items:
            return False
        about = letter_about(account, mailing.items)
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter="notification",
            headers=about.headers,
            name=account.actor.name,
            about=about,
        )
        return True
