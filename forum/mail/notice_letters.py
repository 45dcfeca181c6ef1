"""Letters to those who gave notice of content: that it came, and what was decided.

Anybody can type anybody's e-mail address into the form. So these letters carry nothing that was
typed there, no name, no text, no address of a page: whoever wants to send strangers a message finds
none of it in there. What was written stands behind the signed link. And the letters are counted:
see ``RECEIPTS_A_DAY``.
"""

import datetime as dt

import sqlalchemy as sa
from babel.dates import format_date, get_timezone
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState
from forum.accounts.queries import account_with_actor
from forum.mail.context import settings, signer
from forum.mail.letters import queue_letter
from forum.moderation.actions.give_notice import note_outcome, note_receipt
from forum.moderation.events import CaseDecided, NoticeGiven
from forum.moderation.models import Decision, Notice
from forum.moderation.queries.notices import notices_without_outcome

PURPOSE = "notice"


def confirm_notice(session: Session, event: NoticeGiven) -> None:
    """Confirm the receipt at once (Art. 16(4) of Regulation (EU) 2022/2065)."""
    notice = session.get(Notice, event.notice_id, with_for_update=True)
    if notice is None or notice.receipt_at is not None or _address_of(session, notice) is None:
        return
    if note_receipt(session, notice):
        _queue(session, notice, "notice_receipt")


def tell_outcome(session: Session, event: CaseDecided) -> None:
    """Tell everybody who gave notice of it what was decided (Art. 16(5)), each address once.

    A letter is bound to event and address, so several notices of one person get one answer.
    """
    decision = session.get(Decision, event.decision_id)
    if decision is None:
        return
    for notice in notices_without_outcome(session, decision):
        note_outcome(notice)
        # Where no receipt could be sent, no outcome is either: it stands on the notice's page.
        if notice.receipt_at is not None and _address_of(session, notice) is not None:
            _queue(session, notice, "notice_outcome", measure=decision.measure.value)


def _queue(session: Session, notice: Notice, letter: str, measure: str = "") -> None:
    account = _account_of(session, notice)
    zone = account.timezone if account else settings().timezone
    queue_letter(
        session,
        to=account.email if account else notice.email,
        locale=notice.locale,
        letter=letter,
        name=account.actor.name if account else "",
        reference=notice.public_id,
        day=_day(notice.created_at, zone, notice.locale),
        token=signer().sign(PURPOSE, notice.public_id),
        measure=measure,
    )


def _address_of(session: Session, notice: Notice) -> str | None:
    account = _account_of(session, notice)
    return account.email if account else notice.email or None


def _account_of(session: Session, notice: Notice) -> Account | None:
    if notice.actor_id is None:
        return None
    account_id = session.scalars(
        sa.select(Account.id).where(
            Account.actor_id == notice.actor_id, Account.state == AccountState.ACTIVE
        )
    ).one_or_none()
    return None if account_id is None else account_with_actor(session, account_id)


def _day(at: dt.datetime, zone: str, locale: str) -> str:
    return format_date(at.astimezone(get_timezone(zone)), "long", locale=locale)
