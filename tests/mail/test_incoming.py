"""Letters that come in: each is taken in once, and what a machine wrote is never answered."""

import datetime as dt
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.kernel import clock
from forum.mail.addresses import (
    bounce_address,
    help_address,
    read_bounce_address,
    read_reply_address,
    reply_address,
)
from forum.mail.incoming.retention import KEPT_FOR, prune_incoming
from forum.mail.incoming.routing import destination_of, take_in
from forum.mail.models import IncomingKind, IncomingMail, MailState, OutgoingMail
from forum.mail.sender import pack
from forum.mailboxes.models import Bounce, Mailbox
from forum.settings import Settings
from tests.factories.accounts import account_of, make_actor
from tests.factories.letters import make_issue, make_order

OUR_SENDER = "forum@mail.example.org"


@pytest.fixture(autouse=True)
def _domain(app: Flask, settings: Settings) -> Iterator[None]:
    update = {"mail_domain": "mail.example.org", "mail_from": f"Forum <{OUR_SENDER}>"}
    app.extensions["settings"] = settings.model_copy(update=update)
    with app.app_context():
        yield
    app.extensions["settings"] = settings


@pytest.fixture
def account(session: Session) -> Account:
    return account_of(session, make_actor(session))


@pytest.fixture
def mail(session: Session, account: Account) -> OutgoingMail:
    mail = OutgoingMail(
        message_id="<1@forum.test>",
        letter="greeting",
        locale="de",
        recipient=account.email,
        subject="Grüße",
        text="",
        html="",
        state=MailState.SENT,
        next_attempt_at=clock.now(),
    )
    session.add(mail)
    session.commit()
    return mail


def letter(sender: str, text: str = "Hallo", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["Message-ID"] = "<a@example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return bytes(message)


def came_in(session: Session) -> IncomingMail:
    return session.scalars(sa.select(IncomingMail)).one()


def answers(session: Session) -> list[OutgoingMail]:
    return list(session.scalars(sa.select(OutgoingMail).where(OutgoingMail.letter == "mail_help")))


def report(
    status: str,
    action: str = "failed",
    words: str = "smtp; 550 gone",
    host: str = "mx.example.net",
) -> bytes:
    return (
        f"From: MAILER-DAEMON@{host}\nMessage-ID: <dsn@mx>\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nEs ging nicht.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        f"Final-Recipient: rfc822; ada@example.org\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: {words}\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nx\n--b--\n"
    ).encode()


QMAIL = (
    b"From: MAILER-DAEMON@mx.example.net\nMessage-ID: <q@mx>\nSubject: failure notice\n\n"
    b"Hi. This is the qmail-send program at mx.example.net.\n"
    b"I'm afraid I wasn't able to deliver your message to the following addresses.\n"
    b"This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    b"<ada@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
    b"--- Below this line is a copy of the message.\n\nReturn-Path: <x@y.de>\n"
)
EXIM = (
    b"From: Mail Delivery System <Mailer-Daemon@mx.example.net>\nMessage-ID: <e@mx>\n"
    b"X-Failed-Recipients: ada@example.org\nSubject: Mail delivery failed\n\n"
    b"This message was created automatically by mail delivery software.\n\n"
    b"  ada@example.org\n    mailbox is full: retry timeout exceeded\n"
)


# ------------------------------------------------------------------------------- addresses


def test_an_address_is_read_in_any_case_and_only_as_it_was_made(app: Flask) -> None:
    bounce, reply = bounce_address("01jc0v9ffzh3mq8k"), reply_address(10**17, 10**17)
    for address in (bounce, reply):
        assert len(address.partition("@")[0]) <= 64
    assert read_bounce_address(bounce.upper()) == "01jc0v9ffzh3mq8k"
    assert read_reply_address(f"<{reply.title()}>") == (10**17, 10**17)
    last = "b" if bounce.partition("@")[0][-1] == "a" else "a"
    forged = bounce.partition("@")[0][:-1] + last + "@mail.example.org"
    assert read_bounce_address(forged) is None
    assert read_reply_address(reply.replace("100", "200", 1)) is None
    assert read_reply_address(bounce.replace("bounce", "reply")) is None
    assert read_bounce_address(bounce.replace("mail.example.org", "example.org")) is None


def test_there_are_no_other_addresses(app: Flask) -> None:
    assert destination_of(bounce_address("x")) is not None
    assert destination_of(OUR_SENDER.upper()) is not None
    for unknown in (
        "",
        "@",
        "postmaster",
        "root@mail.example.org",
        "forum@example.org",
        "a" * 5000,
    ):
        assert destination_of(unknown) is None


# --------------------------------------------------------------------------------- bounces


@pytest.mark.parametrize(
    ("content", "is_permanent", "status"),
    [
        (report("5.1.1"), True, "5.1.1"),
        (report("5.2.2"), False, "5.2.2"),
        (report("4.4.1"), False, "4.4.1"),
        (report("5.7.1", words="smtp; 554 5.7.1 spam"), False, "5.7.1"),
        (report("5.0.0", words="x" * 90_000), True, "5.0.0"),
        (report("5.1.1", host="mail.example.org"), True, "5.1.1"),
        (QMAIL, True, "5.1.1"),
        (EXIM, False, ""),
    ],
    ids=["gone", "full", "later", "disliked", "endless", "our own server", "qmail", "Exim"],
)
def test_a_letter_that_comes_back_is_counted_for_its_account(
    session: Session,
    account: Account,
    mail: OutgoingMail,
    content: bytes,
    is_permanent: bool,
    status: str,
) -> None:
    assert take_in(content, "", bounce_address(mail.public_id)) is IncomingKind.BOUNCE
    bounce = session.scalars(sa.select(Bounce)).one()
    assert (bounce.account_id, bounce.is_permanent, bounce.status) == (
        account.id,
        is_permanent,
        status,
    )
    assert session.get_one(Mailbox, account.id).points in {0.4, 1.0}
    assert answers(session) == []


@pytest.mark.parametrize(
    ("content", "sender"),
    [
        (report("4.4.1", action="delayed"), ""),
        (report("2.0.0", action="delivered"), ""),
        (letter("ada@example.org", Subject="Abwesenheitsnotiz: Grüße"), "ada@example.org"),
        (letter("ada@example.org", "550 5.1.1 no such user"), "ada@example.org"),
    ],
    ids=["delayed", "delivered", "holiday", "somebody"],
)
def test_what_did_not_come_back_counts_for_nothing(
    session: Session, mail: OutgoingMail, content: bytes, sender: str
) -> None:
    take_in(content, sender, bounce_address(mail.public_id))
    assert session.scalars(sa.select(Bounce)).all() == []
    assert came_in(session).reason == "no_bounce"


def test_what_comes_back_from_an_old_address_counts_for_nothing(
    session: Session, account: Account, mail: OutgoingMail
) -> None:
    account.email = "new@example.org"
    session.commit()
    take_in(report("5.1.1"), "", bounce_address(mail.public_id))
    assert session.scalars(sa.select(Bounce)).all() == []


@pytest.mark.parametrize("is_newer", [False, True], ids=["before", "since"])
def test_a_regular_letter_counts_for_the_address_it_went_to(
    session: Session, account: Account, is_newer: bool
) -> None:
    order = make_order(session, session.get_one(Actor, account.actor_id))
    issue = make_issue(session, order, sent_at=clock.now() - dt.timedelta(days=1))
    account.email = "new@example.org"
    account.email_confirmed_at = clock.now() - dt.timedelta(days=2 if is_newer else 0)
    session.commit()
    take_in(report("5.1.1"), "", bounce_address(issue.public_id))
    assert len(session.scalars(sa.select(Bounce)).all()) == is_newer


# --------------------------------------------------------------------------------- answers


def test_a_member_who_writes_to_nobody_gets_help_once_a_day(
    session: Session, account: Account
) -> None:
    for number in range(3):
        content = letter(account.email, Subject=f"Frage {number}").replace(b"<a@", b"<%d@" % number)
        assert take_in(content, account.email, OUR_SENDER) is IncomingKind.QUESTION
    (answer,) = answers(session)
    assert answer.recipient == account.email
    assert answer.headers is not None
    assert answer.headers["Auto-Submitted"] == "auto-replied"
    assert answer.headers["In-Reply-To"] == "<0@example.org>"
    with time_machine.travel(clock.now() + dt.timedelta(hours=25)):
        take_in(letter(account.email).replace(b"<a@", b"<z@"), account.email, OUR_SENDER)
    assert len(answers(session)) == 2


@pytest.mark.parametrize(
    ("headers", "envelope"),
    [
        ({"Auto-Submitted": "auto-replied"}, "member"),
        ({"Auto-Submitted": "auto-generated (vacation)"}, "member"),
        ({"Precedence": "bulk"}, "member"),
        ({"X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply, All"}, "member"),
        ({"List-Id": "<liste.example.org>"}, "member"),
        ({"Subject": "Abwesenheitsnotiz: Ihr Wochenüberblick"}, "member"),
        ({"Subject": "Automatische Antwort: Wochenüberblick KW 47"}, "member"),
        ({"Subject": "AW: [Extern] Nicht im Büro"}, "member"),
        ({"Subject": "Automatic reply: Weekly letter"}, "member"),
        ({"Subject": "Gelesen: Wochenüberblick"}, "member"),
        ({"Subject": "Frage"}, ""),
    ],
)
def test_a_machine_is_never_answered(
    session: Session, account: Account, headers: dict[str, str], envelope: str
) -> None:
    content = letter(account.email, **headers)
    assert take_in(content, envelope and account.email, OUR_SENDER) is IncomingKind.AUTOMATIC
    assert answers(session) == []


@pytest.mark.parametrize(
    "subject",
    ["Ich bin ab Montag im Urlaub, wer vertritt mich?", "Vertretung im Büro", "AW: Lesung im Mai"],
)
def test_people_may_write_about_holidays(session: Session, account: Account, subject: str) -> None:
    take_in(letter(account.email, Subject=subject), account.email, OUR_SENDER)
    assert len(answers(session)) == 1


def test_strangers_loops_and_forgeries_are_told_nothing(session: Session, account: Account) -> None:
    failed = "mx.example.org; dmarc=fail header.from=example.org"
    for number, (content, reason) in enumerate(
        [
            (letter("stranger@example.net"), "no_account"),
            (letter(OUR_SENDER), "loop"),
            (b"Received: from a\n" * 60 + letter(account.email), "loop"),
            (letter(account.email, Authentication_Results=failed), "forged"),
            (letter(f"{account.email}, other@example.org"), "no_account"),
            (b"From: \r\n\r\n", "no_account"),
        ]
    ):
        take_in(content.replace(b"<a@", b"<%d@" % number), "x@example.net", OUR_SENDER)
        newest = session.scalars(sa.select(IncomingMail).order_by(IncomingMail.id.desc())).first()
        assert newest is not None
        assert newest.reason == reason
    assert answers(session) == []


def test_a_letter_is_taken_in_once_however_often_it_comes(
    session: Session, account: Account, mail: OutgoingMail
) -> None:
    for _ in range(3):
        take_in(letter(account.email), account.email, OUR_SENDER)
        take_in(report("5.1.1"), "", bounce_address(mail.public_id))
    kinds = sorted(session.scalars(sa.select(IncomingMail.kind)))
    assert kinds == [IncomingKind.BOUNCE, IncomingKind.QUESTION]
    assert len(answers(session)) == 1


def test_what_came_in_is_forgotten_after_some_months(session: Session, account: Account) -> None:
    take_in(letter(account.email), account.email, OUR_SENDER)
    assert prune_incoming(session) == 0
    with time_machine.travel(clock.now() + KEPT_FOR + dt.timedelta(days=1)):
        assert prune_incoming(session) == 1


def test_a_letter_comes_back_to_an_address_of_its_own_but_no_answer_does(
    session: Session, account: Account, mail: OutgoingMail
) -> None:
    assert read_bounce_address(pack(mail).sender) == mail.public_id
    take_in(letter(account.email), account.email, OUR_SENDER)
    assert pack(answers(session)[0]).sender == ""


def test_an_answer_to_a_regular_letter_is_met_with_help(session: Session, account: Account) -> None:
    assert take_in(letter(account.email), account.email, help_address()) is IncomingKind.QUESTION
    assert len(answers(session)) == 1
