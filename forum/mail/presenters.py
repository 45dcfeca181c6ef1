"""The outbox page as its templates see it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _l

from forum.mail.models import MailState, OutgoingMail

_STATES = {
    MailState.WAITING: _l("waiting to be sent"),
    MailState.HANDING: _l("being sent"),
    MailState.SENT: _l("sent"),
    MailState.FAILED: _l("refused by the mail server"),
    MailState.UNKNOWN: _l("perhaps sent: the connection broke off"),
    MailState.KEPT: _l("kept here, because no mail server is set"),
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in the list."""

    subject: str
    recipient: str
    state: str
    created_at: dt.datetime
    url: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter with its headers and both texts."""

    row: LetterRow
    text: str
    html_url: str


def outbox_page(letters: Iterable[OutgoingMail]) -> list[LetterRow]:
    """Return the rows of the list."""
    return [_row(mail) for mail in letters]


def letter_page(mail: OutgoingMail) -> LetterPage:
    """Return what the page of one letter shows."""
    return LetterPage(
        row=_row(mail),
        text=mail.text,
        html_url=url_for("outbox.html", public_id=mail.public_id),
    )


def _row(mail: OutgoingMail) -> LetterRow:
    return LetterRow(
        subject=mail.subject,
        recipient=mail.recipient,
        state=str(_STATES[mail.state]),
        created_at=mail.created_at,
        url=url_for("outbox.letter", public_id=mail.public_id),
    )
