"""Letters go over a real socket, each at most once, whatever the other side does."""

import datetime as dt
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.mail import sender
from forum.mail.models import MailState, OutgoingMail
from forum.mail.sender import LEASE, MAX_ATTEMPTS, prune_mail, send_due
from forum.mail.smtp import Connection
from forum.settings import Settings
from tests.mail.post_office import PostOffice, open_post_office


@pytest.fixture
def office(app: Flask, settings: Settings) -> Iterator[PostOffice]:
    with open_post_office() as office:
        app.extensions["settings"] = settings.model_copy(
            update={
                "smtp_host": "127.0.0.1",
                "smtp_port": office.port,
                "smtp_security": "none",
                "mail_from": "Forum für Löbau <forum@example.org>",
            }
        )
        yield office
        app.extensions["settings"] = settings


def write(session: Session, recipient: str = "ada@example.org", **values: object) -> OutgoingMail:
    number = session.query(OutgoingMail).count()
    mail = OutgoingMail(
        **{
            "message_id": f"<{number}@forum.test>",
            "letter": "greeting",
            "locale": "de",
            "recipient": recipient,
            "subject": "Schöne Grüße aus Löbau",
            "text": ".Punkt am Anfang\nGrüße\n",
            "html": "<p>Grüße</p>",
            "state": MailState.WAITING,
            "next_attempt_at": clock.now(),
            **values,
        }
    )
    session.add(mail)
    session.commit()
    return mail


def let_time_pass(session: Session) -> None:
    past = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    session.execute(sa.update(OutgoingMail).values(next_attempt_at=past, leased_until=past))
    session.commit()


def test_a_letter_arrives_whole_and_its_text_is_forgotten(
    session: Session, office: PostOffice
) -> None:
    mail = write(session)
    assert send_due() == 1
    assert send_due() == 0
    [letter] = office.letters
    assert letter["To"] == "ada@example.org"
    assert letter["From"] == "Forum für Löbau <forum@example.org>"
    assert letter["Subject"] == "Schöne Grüße aus Löbau"
    assert letter["Message-ID"] == mail.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "de"
    assert letter["Date"].datetime == mail.created_at.replace(microsecond=0)
    assert letter.get_content_type() == "multipart/alternative"
    text, html = letter.iter_parts()
    assert text.get_content().splitlines() == [".Punkt am Anfang", "Grüße"]
    assert html.get_content().splitlines() == ["<p>Grüße</p>"]
    session.refresh(mail)
    assert (mail.state, mail.text, mail.html) == (MailState.SENT, "", "")
    assert mail.sent_at is not None


def test_many_letters_share_a_connection_and_one_refused_stops_no_other(
    session: Session, office: PostOffice
) -> None:
    bad = write(session, "no address at all")
    for number in range(5):
        write(session, f"reader{number}@bücher.example")
    assert send_due() == 5
    assert office.recipients == [f"reader{number}@xn--bcher-kva.example" for number in range(5)]
    session.refresh(bad)
    assert bad.state is MailState.FAILED


def test_no_address_can_smuggle_in_another(session: Session, office: PostOffice) -> None:
    mail = write(session, "a@example.org\r\nRCPT TO:<b@example.org>")
    assert send_due() == 0
    session.refresh(mail)
    assert mail.state is MailState.FAILED
    assert office.letters == []


@pytest.mark.parametrize("answer", ["answer_to_recipient", "answer_to_text"])
def test_a_letter_put_off_by_the_server_is_tried_again_later(
    session: Session, office: PostOffice, answer: str
) -> None:
    mail = write(session)
    setattr(office, answer, "451 Come back later")
    assert send_due() == 0
    session.refresh(mail)
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    assert mail.next_attempt_at > clock.now()
    assert mail.last_error == "451 Come back later"
    setattr(office, answer, "250 OK")
    assert send_due() == 0, "not before its pause is over"
    let_time_pass(session)
    assert send_due() == 1


@pytest.mark.parametrize("answer", ["answer_to_recipient", "answer_to_text"])
def test_a_letter_refused_for_good_is_not_tried_again(
    session: Session, office: PostOffice, answer: str
) -> None:
    mail = write(session)
    setattr(office, answer, "550 No such mailbox")
    assert send_due() == 0
    let_time_pass(session)
    setattr(office, answer, "250 OK")
    assert send_due() == 0
    session.refresh(mail)
    assert (mail.state, mail.text) == (MailState.FAILED, "")
    assert mail.last_error == "550 No such mailbox"


def test_a_line_cut_before_the_text_costs_a_delay(session: Session, office: PostOffice) -> None:
    mail = write(session)
    office.answer_to_recipient = "hang up"
    assert send_due() == 0
    session.refresh(mail)
    assert mail.state is MailState.WAITING
    office.answer_to_recipient = "250 OK"
    let_time_pass(session)
    assert send_due() == 1


def test_a_line_cut_after_the_text_leaves_it_unknown_and_is_never_repeated(
    session: Session, office: PostOffice
) -> None:
    mail, next_mail = write(session), write(session)
    office.answer_to_text = "hang up"
    assert send_due() == 0
    office.answer_to_text = "250 OK"
    let_time_pass(session)
    assert send_due() == 0
    session.refresh(mail)
    session.refresh(next_mail)
    assert mail.state is next_mail.state is MailState.UNKNOWN
    assert len(office.letters) == 2, "it had in fact arrived"


def test_a_sender_lost_in_the_middle_leaves_it_unknown(
    session: Session, office: PostOffice
) -> None:
    mail = write(session, state=MailState.HANDING, leased_until=clock.now() + LEASE)
    assert send_due() == 0
    assert session.scalars(sa.select(OutgoingMail.state)).all() == [MailState.HANDING]
    let_time_pass(session)
    assert send_due() == 0
    session.refresh(mail)
    assert mail.state is MailState.UNKNOWN
    assert office.letters == []


def test_a_sender_lost_before_costs_the_lease(session: Session, office: PostOffice) -> None:
    write(session)
    assert sender._claim() is not None
    assert send_due() == 0
    let_time_pass(session)
    assert send_due() == 1


def test_a_sender_that_comes_late_does_not_send(
    app: Flask, session: Session, office: PostOffice
) -> None:
    write(session)
    late = sender._claim()
    assert late is not None
    let_time_pass(session)
    assert send_due() == 1
    with Connection(app.extensions["settings"]) as connection:
        assert sender._send(connection, late) is False
    assert len(office.letters) == 1


def test_no_server_stops_at_the_first_letter_and_blames_none(
    app: Flask, session: Session, office: PostOffice
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        closed = nobody.getsockname()[1]
    reachable = app.extensions["settings"]
    app.extensions["settings"] = reachable.model_copy(update={"smtp_port": closed})
    first, second = write(session), write(session)
    assert send_due() == 0
    session.refresh(first)
    session.refresh(second)
    assert (first.attempts, second.attempts) == (1, 0)
    app.extensions["settings"] = reachable
    let_time_pass(session)
    assert send_due() == 2


@pytest.mark.parametrize("key", [b"no key at all", None])
def test_a_key_that_cannot_sign_costs_a_delay_and_no_letter(
    app: Flask, session: Session, office: PostOffice, tmp_path: Path, key: bytes | None
) -> None:
    path = tmp_path / "dkim.pem"
    if key is not None:
        path.write_bytes(key)
    reachable = app.extensions["settings"]
    app.extensions["settings"] = reachable.model_copy(
        update={"dkim_domain": "example.org", "dkim_key_file": path}
    )
    first, second = write(session), write(session)
    assert send_due() == 0
    session.refresh(first)
    assert (first.state, first.attempts) == (MailState.WAITING, 1)
    assert office.letters == [], "nothing goes out unsigned"
    app.extensions["settings"] = reachable
    let_time_pass(session)
    assert send_due() == 2
    session.refresh(second)
    assert second.state is MailState.SENT


def test_a_letter_nobody_takes_is_given_up_in_the_end(session: Session, office: PostOffice) -> None:
    mail = write(session, attempts=MAX_ATTEMPTS - 1)
    office.answer_to_recipient = "451 Later"
    assert send_due() == 0
    session.refresh(mail)
    assert mail.state is MailState.FAILED


def test_old_letters_are_forgotten_unless_they_still_wait(session: Session) -> None:
    long_ago = clock.now() - dt.timedelta(days=40)
    write(session, created_at=long_ago, state=MailState.SENT)
    waiting = write(session, created_at=long_ago)
    new = write(session, state=MailState.SENT)
    assert prune_mail() == 1
    left = session.scalars(sa.select(OutgoingMail.id).order_by(OutgoingMail.id)).all()
    assert left == [waiting.id, new.id]
