"""Handing letters to the mail server, each at most once.

    waiting ──claim──▸ waiting, leased ──server waits for the text──▸ handing ──▸ sent
                                └─▸ waiting (later), failed               └─▸ unknown

Each arrow is a commit of its own. A process killed before ``handing`` costs a delay; killed in it,
nobody knows whether the letter has gone out, and it is never sent again by itself.
"""

import datetime as dt
from dataclasses import dataclass
from email.errors import MessageError

import sqlalchemy as sa
import structlog
from flask import current_app

from forum.extensions import unit_of_work
from forum.kernel import clock
from forum.kernel.rows import change
from forum.mail.addresses import envelope_sender
from forum.mail.context import settings
from forum.mail.mime import address_on_the_wire, compose
from forum.mail.models import MailState, OutgoingMail
from forum.mail.smtp import Connection, PutOff, Refused, ServerUnreachable, Unclear

# 1, 2, 4, 8 … minutes, then every six hours: given up after four to five days (RFC 5321, 4.5.4.1).
MAX_ATTEMPTS = 25
_FIRST_PAUSE = dt.timedelta(minutes=1)
_LONGEST_PAUSE = dt.timedelta(hours=6)
LEASE = dt.timedelta(minutes=3)
# Long enough to answer "I never got that letter".
KEPT_FOR = dt.timedelta(days=30)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter as it goes over the line."""

    text: bytes
    sender: str
    """Of the envelope: where it comes back to if it cannot be delivered."""
    recipient: str


# What cannot be written as a letter: nobody is to blame but the letter.
UNWRITABLE = (MessageError, ValueError)


@dataclass(frozen=True)
class Claim:
    """A letter that is ours to send now, and as which attempt."""

    mail: OutgoingMail
    attempt: int


def send_due() -> int:
    """Send every letter that is due; return how many the server has taken."""
    if not settings().smtp_host:
        return 0
    _give_up_lost()
    sent = 0
    with Connection(settings()) as connection:
        while True:
            # A session of its own for each letter.
            with current_app.app_context():
                claim = _claim()
                if claim is None:
                    return sent
                with structlog.contextvars.bound_contextvars(
                    request_id=claim.mail.request_id,
                    mail_id=claim.mail.public_id,
                    letter=claim.mail.letter,
                ):
                    try:
                        sent += _send(connection, claim)
                    except ServerUnreachable:
                        return sent  # the others would wait for the same server


def pack(mail: OutgoingMail) -> Parcel:
    """Return the letter ready to be handed over. Raises one of `UNWRITABLE`."""
    recipient = address_on_the_wire(mail.recipient)
    return Parcel(compose(mail, settings()), envelope_sender(mail), recipient)


def pause_after(attempt: int) -> dt.timedelta:
    """Return how long to wait after an attempt that the server has put off."""
    doubled: int = 2 ** min(attempt - 1, 20)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)


def prune_mail() -> int:
    """Forget letters that were settled long ago; return how many."""
    with unit_of_work() as session:
        return change(
            session,
            sa.delete(OutgoingMail).where(
                OutgoingMail.created_at < clock.now() - KEPT_FOR,
                OutgoingMail.state.not_in([MailState.WAITING, MailState.HANDING]),
            ),
        )


def _claim() -> Claim | None:
    """Take the next due letter for this worker, for the time of the lease."""
    now = clock.now()
    with unit_of_work() as session:
        mail = session.scalars(
            sa.select(OutgoingMail)
            .where(
                OutgoingMail.state == MailState.WAITING,
                OutgoingMail.next_attempt_at <= now,
                sa.or_(OutgoingMail.leased_until.is_(None), OutgoingMail.leased_until < now),
            )
            .order_by(OutgoingMail.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if mail is None:
            return None
        mail.attempts += 1
        mail.leased_until = now + LEASE
        return Claim(mail, mail.attempts)


def _send(connection: Connection, claim: Claim) -> bool:
    """Try once, and note how it went; return whether the server has taken the letter."""
    mail = claim.mail
    if claim.attempt > MAX_ATTEMPTS:
        return _settle(claim, MailState.FAILED, "each attempt ended with the whole process")

    def note_handing() -> bool:
        return _note(claim, MailState.WAITING, state=MailState.HANDING)

    try:
        parcel = pack(mail)
        connection.send(parcel.text, parcel.sender, parcel.recipient, note_handing)
    except ServerUnreachable as error:
        _put_off(claim, str(error))
        raise
    except PutOff as error:
        _put_off(claim, str(error))
    except (Refused, *UNWRITABLE) as error:
        _settle(claim, MailState.FAILED, str(error))
    except Unclear as error:
        _note(claim, MailState.HANDING, state=MailState.UNKNOWN, last_error=str(error)[:2000])
        log.exception("mail_unknown")
    else:
        return _settle(claim, MailState.SENT, None)
    return False


def _put_off(claim: Claim, reason: str) -> None:
    """Try again later, longer each time; give up after the last attempt."""
    if claim.attempt >= MAX_ATTEMPTS:
        _settle(claim, MailState.FAILED, reason)
        return
    log.warning("mail_put_off", attempt=claim.attempt, error=reason)
    _note(
        claim,
        MailState.WAITING,
        MailState.HANDING,
        state=MailState.WAITING,
        next_attempt_at=clock.now() + pause_after(claim.attempt),
        leased_until=None,
        last_error=reason[:2000],
    )


def _settle(claim: Claim, state: MailState, reason: str | None) -> bool:
    """Note the end, and forget the text: it may hold a link that signs in."""
    noted = _note(
        claim,
        MailState.WAITING,
        MailState.HANDING,
        MailState.UNKNOWN,
        state=state,
        last_error=reason and reason[:2000],
        sent_at=clock.now() if state is MailState.SENT else None,
        text="",
        html="",
    )
    if state is MailState.SENT:
        log.info("mail_sent", attempt=claim.attempt)
    else:
        log.error("mail_failed", attempt=claim.attempt, error=reason)
    return noted and state is MailState.SENT


def _note(claim: Claim, *states: MailState, **values: object) -> bool:
    """Write how it went, unless another worker has taken the letter over."""
    with unit_of_work() as session:
        ours = sa.update(OutgoingMail).where(
            OutgoingMail.id == claim.mail.id,
            OutgoingMail.attempts == claim.attempt,
            OutgoingMail.state.in_(states),
        )
        return change(session, ours.values(values)) == 1


def _give_up_lost() -> None:
    """Mark letters whose sender was lost in the middle of the hand-over."""
    with unit_of_work() as session:
        lost = change(
            session,
            sa.update(OutgoingMail)
            .where(OutgoingMail.state == MailState.HANDING)
            .where(OutgoingMail.leased_until < clock.now())
            .values(state=MailState.UNKNOWN, last_error="the sending process was lost"),
        )
    if lost:
        log.error("mail_unknown", letters=lost)
