"""A letter came back; delivery is tried again."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.rows import change, insert_into
from forum.kernel.verdict import require
from forum.mailboxes.events import DeliveryPaused, DeliveryResumed
from forum.mailboxes.models import Bounce, Mailbox
from forum.mailboxes.points import AFTER_RESUMING, THRESHOLD, after_bounce
from forum.mailboxes.policy import can_resume_delivery

BOUNCES_KEPT_FOR = dt.timedelta(days=180)
_LONGEST_DIAGNOSTIC = 1_000


@dataclass(frozen=True, slots=True)
class Report:
    """What another server says about a letter that it did not deliver."""

    key: str
    """Names the message that told so (SHA-256): it counts once."""
    is_permanent: bool
    status: str
    """Enhanced status code (RFC 3463), "" for none."""
    diagnostic: str


def note_bounce(session: Session, account: Account, report: Report) -> Mailbox:
    """Note that a letter to the account came back; pause delivery when it was one too many.

    The membership is never touched. Another address begins without any points.
    """
    session.execute(sa.select(Account.id).where(Account.id == account.id).with_for_update())
    now, diagnostic = clock.now(), _storable(report.diagnostic)
    insert = insert_into(session, Bounce).values(
        key=report.key,
        account_id=account.id,
        email=account.email,
        is_permanent=report.is_permanent,
        status=report.status[:12],
        diagnostic=diagnostic,
        created_at=now,
    )
    is_new = session.execute(insert.on_conflict_do_nothing().returning(Bounce.id)).first()
    mailbox = session.get(Mailbox, account.id, populate_existing=True)
    if mailbox is None:
        mailbox = Mailbox(account_id=account.id, email=account.email, diagnostic="")
        session.add(mailbox)
    elif mailbox.email != account.email:
        mailbox.email, mailbox.points_at, mailbox.paused_at = account.email, None, None
    if is_new is None:
        return mailbox
    points = after_bounce(
        mailbox.points or 0.0, mailbox.points_at, now, is_permanent=report.is_permanent
    )
    mailbox.points, mailbox.points_at, mailbox.diagnostic = points, now, diagnostic
    if points >= THRESHOLD and mailbox.paused_at is None:
        mailbox.paused_at = now
        record(session, DeliveryPaused(account_id=account.id, is_permanent=report.is_permanent))
    session.flush()
    return mailbox


def resume_delivery(session: Session, actor: Actor, account: Account) -> Mailbox | None:
    """Have letters to the account tried again; return its mailbox, `None` if it never failed.

    If the next letter comes back for good, delivery pauses again. Raises `NotAllowed`.
    """
    session.execute(sa.select(Account.id).where(Account.id == account.id).with_for_update())
    mailbox = session.get(Mailbox, account.id, populate_existing=True)
    require(can_resume_delivery(actor, account))
    if mailbox is None or mailbox.paused_at is None:
        return mailbox
    mailbox.paused_at = None
    mailbox.points, mailbox.points_at = AFTER_RESUMING, clock.now() - dt.timedelta(days=1)
    record(session, DeliveryResumed(account_id=account.id), actor_id=actor.id)
    session.flush()
    return mailbox


def prune_bounces(session: Session) -> int:
    """Forget letters that came back long ago; return how many."""
    long_ago = clock.now() - BOUNCES_KEPT_FOR
    return change(session, sa.delete(Bounce).where(Bounce.created_at < long_ago))


def _storable(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(plain.split())[:_LONGEST_DIAGNOSTIC]
