"""Help for who writes to an address that nobody reads.

Only members get it, at the address of their account, and once a day: the hub can neither be made to
write to strangers nor talk to another machine.
"""

import datetime as dt
import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.accounts.policy import can_come_in
from forum.kernel import clock
from forum.mail.context import settings
from forum.mail.letters import queue_letter
from forum.mail.models import IncomingMail

_ONCE_IN = dt.timedelta(days=1)
_ID = re.compile(r"<[!-;=?-~]{1,250}>")

ANSWERED_ALREADY, SHUT_OUT = "answered_already", "shut_out"


def send_help(session: Session, incoming: IncomingMail, account: Account, message_id: str) -> None:
    """Tell the member that nobody reads this address, and where to write instead."""
    if not can_come_in(account.actor):
        incoming.reason = SHUT_OUT
        return
    # Two letters at once wait for each other here.
    session.execute(sa.select(Account.id).where(Account.id == account.id).with_for_update())
    if _was_answered(session, incoming.sender):
        incoming.reason = ANSWERED_ALREADY
        return
    headers = {"Auto-Submitted": "auto-replied"}
    if _ID.fullmatch(message_id):
        headers |= {"In-Reply-To": message_id, "References": message_id}
    queue_letter(
        session,
        to=account.email,
        locale=account.locale,
        letter="mail_help",
        headers=headers,
        name=account.actor.name,
        can_answer=bool(settings().mail_domain),
    )
    incoming.answered_at = clock.now()


def _was_answered(session: Session, sender: str) -> bool:
    recent = sa.select(IncomingMail.id).where(
        IncomingMail.sender == sender, IncomingMail.answered_at > clock.now() - _ONCE_IN
    )
    return session.scalars(recent.limit(1)).first() is not None
