"""Mail comes in over a real socket: taken in when it is committed, bounded whatever is in it."""

import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.extensions import db
from forum.mail.addresses import bounce_address
from forum.mail.incoming.server import MOST_CONNECTIONS
from forum.mail.models import IncomingMail, OutgoingMail
from tests.factories.accounts import account_of, make_actor
from tests.hubs import OpenHub
from tests.mail.door import Postman, open_door

OUR_SENDER = "forum@mail.example.org"
MEGABYTE = 1024**2


@pytest.fixture
def hub(open_hub: OpenHub, tmp_path: object) -> Iterator[Flask]:
    changes = {
        "mail_domain": "mail.example.org",
        "mail_from": f"Forum <{OUR_SENDER}>",
        "incoming_megabytes": 5,
    }
    with open_hub(tmp_path, **changes) as hub, hub.app_context():  # type: ignore[arg-type]
        yield hub


@pytest.fixture
def member(hub: Flask) -> str:
    session: Session = db.session()
    return account_of(session, make_actor(session)).email


def letter(sender: str, body: bytes = b"Hallo", headers: bytes = b"") -> bytes:
    return b"From: %s\r\n%s\r\n%s" % (sender.encode(), headers, body)


def count(model: type[IncomingMail] | type[OutgoingMail]) -> int:
    session: Session = db.session()
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_each_recipient_is_answered_by_itself(hub: Flask, member: str) -> None:
    gone = bounce_address("0000000000000000")
    with open_door(hub) as port, Postman(port) as postman:
        codes = postman.deliver(
            letter(member, b".Punkt\r\n..\r\n"),
            OUR_SENDER,
            "nobody@mail.example.org",
            gone,
            sender=member,
        )
        assert codes == [250, 550, 250]
        assert postman.deliver(letter(member), "nobody@mail.example.org") == [550]
        # The same connection goes on, and what was handed in before does nothing.
        assert postman.deliver(b"", OUR_SENDER, sender=member) == [250]
        again = letter(member, b".Punkt\r\n..\r\n")
        assert postman.deliver(again, OUR_SENDER, sender=member) == [250]
    assert count(IncomingMail) == 3
    # Without the dots that the protocol adds, and with the line end that it asks for.
    assert len(again) + 2 in db.session.scalars(sa.select(IncomingMail.size)).all()
    assert count(OutgoingMail) == 1


def test_a_letter_is_put_off_while_the_database_is_away(hub: Flask, member: str) -> None:
    session: Session = db.session()
    with open_door(hub) as port, Postman(port) as postman:
        session.execute(sa.text("ALTER TABLE incoming_mail RENAME TO away"))
        session.commit()
        assert postman.deliver(letter(member), OUR_SENDER, sender=member) == [451]
        session.execute(sa.text("ALTER TABLE away RENAME TO incoming_mail"))
        session.commit()
        assert postman.deliver(letter(member), OUR_SENDER, sender=member) == [250]
    assert count(IncomingMail) == 1
    assert count(OutgoingMail) == 1


def test_copies_that_come_at_once_are_one_letter(hub: Flask, member: str) -> None:
    codes: list[int] = []

    def deliver(port: int) -> None:
        with Postman(port) as postman:
            codes.extend(postman.deliver(letter(member), OUR_SENDER, sender=member))

    with open_door(hub) as port:
        threads = [threading.Thread(target=deliver, args=(port,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert codes == [250] * 6
    assert count(IncomingMail) == 1
    assert count(OutgoingMail) == 1


def deep(levels: int) -> bytes:
    parts = (
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(levels)
    )
    return b"".join(parts) + b"\r\nHallo"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x" * 50 * MEGABYTE, 552),
        (b"x\r\n" * 10 * MEGABYTE, 552),
        (b"From: a@example.org\r\nX: " + b"y" * 4 * MEGABYTE, 250),
        (b"\r\n" * 2 * MEGABYTE, 250),
        (b"From: a@example.org\r\n" + deep(1000), 250),
        (b"From: a@example.org\r\nSubject: x\r\n Bcc: b@example.org\r\n\r\n\0\xff", 250),
    ],
    ids=["50 MB", "30 MB of lines", "header", "empty lines", "1,000 deep", "nulls"],
)
def test_hostile_letters_cost_little(hub: Flask, member: str, content: bytes, code: int) -> None:
    with open_door(hub) as port, Postman(port) as postman:
        tracemalloc.start()
        begun = time.monotonic()
        assert postman.deliver(content, OUR_SENDER, OUR_SENDER, sender=member) == [code, code]
        taken, (_, most) = time.monotonic() - begun, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert postman.deliver(letter(member), OUR_SENDER, sender=member) == [250]
    assert taken < 20
    # The postman's own copies are in it: three times what it sends.
    assert most < 4 * len(content) + 40 * MEGABYTE


def test_who_is_slow_is_let_go_and_holds_up_nobody(hub: Flask, member: str) -> None:
    with open_door(hub, seconds_a_command=1) as port:
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(MOST_CONNECTIONS)]
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as late:
                assert late.recv(100).startswith(b"421")
            deadline = time.monotonic() + 20
            for line in slow:
                line.settimeout(max(0.1, deadline - time.monotonic()))
                while line.recv(1000):
                    pass
        finally:
            for line in slow:
                line.close()
        with Postman(port) as postman:
            assert postman.deliver(letter(member), OUR_SENDER, sender=member) == [250]


def test_a_letter_that_breaks_off_is_none(hub: Flask, member: str) -> None:
    with open_door(hub) as port:
        with Postman(port) as postman:
            postman.docmd("MAIL", f"FROM:<{member}>")
            postman.docmd("RCPT", f"TO:<{OUR_SENDER}>")
            postman.docmd("DATA")
            postman.send(letter(member))
            postman.close()
        with Postman(port) as postman:
            assert postman.deliver(letter(member), OUR_SENDER, sender=member) == [250]
    assert count(IncomingMail) == 1
