"""Letters are composed in the reader's language and bound to what caused them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy.orm import Session

from forum.extensions import unit_of_work
from forum.kernel.event_log import DELIVERY
from forum.mail.letters import queue_letter
from forum.mail.models import MailState, OutgoingMail

_TEMPLATES = {
    "mail/greeting/subject.txt": "Hello {{ name }},\n welcome",
    "mail/greeting/body.txt": (
        '{% extends "mail/layouts/letter.txt" %}{% block text %}Hello {{ name }}, '
        '{{ url_for("static", filename="x") }}{% endblock %}'
    ),
    "mail/greeting/body.html": (
        '{% extends "mail/layouts/letter.html" %}'
        "{% block text %}<h1>Hello {{ name }}</h1>{% endblock %}"
    ),
}


@pytest.fixture
def templates(app: Flask) -> Iterator[None]:
    before = app.jinja_env.loader
    assert before is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader(_TEMPLATES), before])
    yield
    app.jinja_env.loader = before


def greet(session: Session, name: str = "Ada") -> OutgoingMail:
    return queue_letter(session, to="ada@example.org", locale="en", letter="greeting", name=name)


def test_a_letter_stands_in_the_ledger_once_its_cause_is_committed(
    session: Session, templates: None
) -> None:
    with unit_of_work() as work:
        greet(work)
    mail = session.query(OutgoingMail).one()
    assert mail.subject == "Hello Ada, welcome"
    assert "Hello Ada, http://forum.test/static/x" in mail.text
    assert "<h1>Hello Ada</h1>" in mail.html
    assert mail.state is MailState.KEPT, "without a mail server it waits for nothing"


def test_a_letter_is_gone_with_the_change_that_caused_it(session: Session, templates: None) -> None:
    def greet_and_fail() -> None:
        with unit_of_work() as work:
            greet(work)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        greet_and_fail()
    assert session.query(OutgoingMail).count() == 0


def test_a_subscriber_run_again_makes_no_second_letter(session: Session, templates: None) -> None:
    session.info[DELIVERY] = "17:mail.greet"
    first = greet(session)
    assert greet(session) is first
    session.info[DELIVERY] = "18:mail.greet"
    assert greet(session) is not first
    del session.info[DELIVERY]


def test_a_name_can_neither_break_a_header_nor_the_html(session: Session, templates: None) -> None:
    mail = greet(session, name="Eve\r\nBcc: all@example.org\x00<script>")
    assert mail.subject == "Hello Eve Bcc: all@example.org <script>, welcome"
    assert "<script>" not in mail.html


def test_links_lead_to_the_public_address_whatever_host_was_asked_for(
    app: Flask, session: Session, templates: None
) -> None:
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        mail = greet(session)
    assert "http://forum.test/static/x" in mail.text
    assert "evil.example" not in mail.text + mail.html


@pytest.mark.parametrize(("locale", "words"), [("de", "automatisch"), ("en", "automatically")])
def test_a_letter_speaks_the_language_of_its_reader(
    session: Session, templates: None, locale: str, words: str
) -> None:
    mail = queue_letter(session, to="a@example.org", locale=locale, letter="greeting", name="Ada")
    assert words in mail.text
    assert f'lang="{locale}"' in mail.html


def test_every_letter_has_a_subject_and_both_bodies(app: Flask) -> None:
    folder = Path(app.root_path) / "templates" / "mail"
    parts = {"subject.txt", "body.txt", "body.html"}
    assert [
        letter.name
        for letter in folder.iterdir()
        # Regular letters make their subject with the rest.
        if letter.name not in {"layouts", "regular"}
        and parts != {part.name for part in letter.iterdir()}
    ] == []
