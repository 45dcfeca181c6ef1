"""What administrators see of mail that is unclear or failed, and of what came in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.rows import change
from forum.mail.models import IncomingKind, IncomingMail, MailState, OutgoingMail

SHOWN = 50
_STATES = {
    MailState.UNKNOWN: _l("unclear: the connection or the process was lost"),
    MailState.FAILED: _l("refused by the mail server"),
}
_KINDS = {
    IncomingKind.REPLY: _l("Answer"),
    IncomingKind.QUESTION: _l("Answer to a letter that nobody reads"),
    IncomingKind.BOUNCE: _l("Report that a letter did not arrive"),
    IncomingKind.ENDING: _l("Ends a regular letter"),
    IncomingKind.AUTOMATIC: _l("Written by a machine"),
    IncomingKind.STRAY: _l("Leads nowhere"),
}


@dataclass(frozen=True, slots=True)
class TroubledMail:
    """One mail that may not have arrived."""

    subject: str
    recipient: str
    at: dt.datetime
    state: str
    said: str
    """What the mail server said."""
    resend_url: str | None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One mail that came in."""

    sender: str
    at: dt.datetime
    kind: str
    reason: str
    """Why nothing became of it, as a code; "" where all went well."""
    became_post: bool
    was_answered: bool


@dataclass(frozen=True, slots=True)
class MailsPage:
    """Both lists, newest first."""

    troubled: tuple[TroubledMail, ...]
    taken_in: tuple[TakenIn, ...]


def mails_page(session: Session) -> MailsPage:
    """Read both lists."""
    return MailsPage(
        tuple(_troubled(one) for one in _outgoing(session)),
        tuple(_taken_in(one) for one in _incoming(session)),
    )


def send_again(session: Session, public_id: str) -> bool:
    """Let a mail that is unclear be sent again, under the same Message-ID; false: it is not.

    Of one that the server refused the text is forgotten: it cannot be sent again.
    """
    unclear = sa.update(OutgoingMail).where(
        OutgoingMail.public_id == public_id,
        OutgoingMail.state == MailState.UNKNOWN,
        OutgoingMail.text != "",
    )
    # A worker that still holds it from before has lost it by the attempt.
    waiting = unclear.values(
        state=MailState.WAITING,
        attempts=OutgoingMail.attempts + 1,
        next_attempt_at=clock.now(),
        leased_until=None,
    )
    return change(session, waiting) == 1


def _outgoing(session: Session) -> Sequence[OutgoingMail]:
    return session.scalars(
        sa.select(OutgoingMail)
        .where(OutgoingMail.state.in_((MailState.UNKNOWN, MailState.FAILED)))
        .order_by(OutgoingMail.id.desc())
        .limit(SHOWN)
    ).all()


def _incoming(session: Session) -> Sequence[IncomingMail]:
    newest = sa.select(IncomingMail).order_by(IncomingMail.id.desc())
    return session.scalars(newest.limit(SHOWN)).all()


def _troubled(mail: OutgoingMail) -> TroubledMail:
    can_be_sent = mail.state is MailState.UNKNOWN and mail.text != ""
    address = url_for("mails.resend", public_id=mail.public_id)
    return TroubledMail(
        subject=mail.subject,
        recipient=mail.recipient,
        at=mail.created_at,
        state=str(_STATES[mail.state]),
        said=mail.last_error or "",
        resend_url=address if can_be_sent else None,
    )


def _taken_in(mail: IncomingMail) -> TakenIn:
    return TakenIn(
        sender=mail.sender,
        at=mail.created_at,
        kind=str(_KINDS[mail.kind]),
        reason=mail.reason,
        became_post=mail.post_id is not None,
        was_answered=mail.answered_at is not None,
    )
