"""What becomes of a letter that came in for one of our addresses.

    bounce+…@     it came back: points for the mailbox of the account
    reply+…@      an answer: a post, or a refusal with its reason
    end+…@        one regular letter of one account ends, without a word
    help@, our sender    nobody reads that: help, once a day
    all else      there is no such address; refused before the letter is sent

The note that a letter came in and what it causes are one transaction. Its key is taken first: on
both databases a second copy of the letter waits for the first, and finds it done.
"""

import hashlib
import re
from dataclasses import dataclass
from email.utils import parseaddr

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.orm import Session

from forum.accounts.addresses import fold_email
from forum.accounts.models import Account, AccountState
from forum.accounts.queries import account_by_email
from forum.digests.actions.order import end_order
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.ids import new_public_id
from forum.kernel.mime.reading import ReadLetter, read_letter
from forum.kernel.rows import insert_into
from forum.mail.addresses import (
    OrderOf,
    ReplyTo,
    help_address,
    is_ours,
    read_bounce_address,
    read_ending_address,
    read_reply_address,
)
from forum.mail.context import settings
from forum.mail.incoming import replies
from forum.mail.incoming.answers import send_help
from forum.mail.incoming.bounces import account_of_letter, read_bounce
from forum.mail.incoming.proof import is_disproved
from forum.mail.models import IncomingKind, IncomingMail
from forum.mailboxes.actions import Report, note_bounce

_MOST_STEPS = 40
"""`Received` headers of a letter that does not go round in circles (RFC 5321, 6.3)."""
_STORABLE = re.compile(r"[^\x00-\x1f\x7f]{0,254}")

LOOP, NO_BOUNCE, NO_ACCOUNT, FORGED = "loop", "no_bounce", "no_account", "forged"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a letter is to go: at most one of these."""

    mail_key: str | None = None
    reply_to: ReplyTo | None = None
    ends: OrderOf | None = None
    is_question: bool = False


@dataclass(slots=True)
class _Found:
    """What was found out before the transaction begins."""

    kind: IncomingKind
    reason: str = ""
    report: Report | None = None
    answer: replies.Answer | None = None


def destination_of(recipient: str) -> Destination | None:
    """Return where a letter to this address goes, `None` where there is no such address.

    Asks no database: a server may look addresses up here before it takes a letter in.
    """
    if (mail_key := read_bounce_address(recipient)) is not None:
        return Destination(mail_key=mail_key)
    if (reply_to := read_reply_address(recipient)) is not None:
        return Destination(reply_to=reply_to)
    if (ends := read_ending_address(recipient)) is not None:
        return Destination(ends=ends)
    _, own = parseaddr(settings().mail_from)
    if is_ours(recipient) and recipient.lower() in {own.lower(), help_address()}:
        return Destination(is_question=True)
    return None


def take_in(content: bytes, envelope_sender: str, recipient: str) -> IncomingKind | None:
    """Take the letter in and commit what it causes; `None`: it was here before.

    Raises what the database raises: then nothing has happened and it is to be handed in again.
    """
    goes_to = destination_of(recipient)
    if goes_to is None:
        return IncomingKind.STRAY
    letter = read_letter(content)
    key = _key(letter, content, recipient)
    if _is_known(key):  # before anything dear: files of an answer are looked at and kept
        return None
    found = _look_at(letter, content, envelope_sender, goes_to, key)
    with unit_of_work() as session:
        incoming = _begun(session, key, found, letter, len(content))
        if incoming is None:
            return None
        _act(session, incoming, letter, goes_to, found)
        kind, reason = incoming.kind, incoming.reason
    log.info("mail_taken_in", kind=kind.value, reason=reason, size=len(content))
    return kind


def _look_at(
    letter: ReadLetter, content: bytes, envelope_sender: str, goes_to: Destination, key: str
) -> _Found:
    """Find out what the letter is; writes nothing but files of an answer."""
    if goes_to.ends is not None:
        # Whoever has the letter may, as by its link; programs write there, and say nothing in it.
        return _Found(IncomingKind.ENDING)
    goes_round = letter.headers.count("Received") > _MOST_STEPS
    if goes_to.mail_key is not None and not goes_round:
        # Before its sender is looked at: our own mail server says in the name of our domain that a
        # letter came back.
        report = read_bounce(content, key)
        if report is not None:
            return _Found(IncomingKind.BOUNCE, report=report)
    if goes_round or is_ours(letter.sender):
        return _Found(IncomingKind.AUTOMATIC, LOOP)
    is_machine = letter.is_automatic or not envelope_sender
    if goes_to.mail_key is not None:
        # Holiday replies go where letters come back to, and so do notes that one is late.
        kind = IncomingKind.AUTOMATIC if is_machine else IncomingKind.STRAY
        return _Found(kind, NO_BOUNCE)
    if goes_to.reply_to is not None and not is_machine:
        answer = replies.prepare(letter, *goes_to.reply_to)
        return _Found(IncomingKind.REPLY, answer=answer)
    return _Found(IncomingKind.AUTOMATIC if is_machine else IncomingKind.QUESTION)


def _act(
    session: Session,
    incoming: IncomingMail,
    letter: ReadLetter,
    goes_to: Destination,
    found: _Found,
) -> None:
    if found.report is not None and goes_to.mail_key is not None:
        account = account_of_letter(session, goes_to.mail_key)
        if account is None:
            incoming.reason = NO_ACCOUNT
        else:
            incoming.account_id = account.id
            note_bounce(session, account, found.report)
    elif found.answer is not None:
        replies.publish(session, incoming, found.answer)
    elif goes_to.ends is not None:
        _end(session, incoming, goes_to.ends)
    elif found.kind is IncomingKind.QUESTION:
        _answer(session, incoming, letter)


def _end(session: Session, incoming: IncomingMail, ends: OrderOf) -> None:
    account = session.get(Account, ends.account_id)
    if account is None or account.state is not AccountState.ACTIVE:
        incoming.reason = NO_ACCOUNT
        return
    incoming.account_id = account.id
    end_order(session, account, ends.key, how="mail")


def _answer(session: Session, incoming: IncomingMail, letter: ReadLetter) -> None:
    account = account_by_email(session, fold_email(letter.sender)) if letter.sender else None
    if account is None:
        incoming.kind, incoming.reason = IncomingKind.STRAY, NO_ACCOUNT
        return
    incoming.account_id = account.id
    if is_disproved(letter.headers.first("Authentication-Results")):
        incoming.reason = FORGED
        return
    send_help(session, incoming, account, letter.message_id)


def _is_known(key: str) -> bool:
    with current_app.app_context():
        return bool(db.session.scalar(sa.select(sa.exists().where(IncomingMail.key == key))))


def _begun(
    session: Session, key: str, found: _Found, letter: ReadLetter, size: int
) -> IncomingMail | None:
    """Note the letter; `None` if it is noted already."""
    insert = insert_into(session, IncomingMail).values(
        public_id=new_public_id(),
        key=key,
        kind=found.kind,
        sender=letter.sender if _STORABLE.fullmatch(letter.sender) else "",
        reason=found.reason,
        size=size,
        created_at=clock.now(),
    )
    added = insert.on_conflict_do_nothing(index_elements=[IncomingMail.key])
    new_id = session.scalar(added.returning(IncomingMail.id))
    return None if new_id is None else session.get_one(IncomingMail, new_id)


def _key(letter: ReadLetter, content: bytes, recipient: str) -> str:
    told = letter.message_id.encode() or content
    return hashlib.sha256(recipient.lower().encode() + b"\0" + told).hexdigest()
