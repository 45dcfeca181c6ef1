"""Forgotten passwords, and changing one's own."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, PasswordReset
from forum.kernel import clock
from tests.factories.accounts import make_actor, make_application, sign_in
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import form_with, send, submit
from tests.web.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("english")
OLD = "neun Äpfel im Quartier"
NEW = "zehn Birnen am Marktplatz"


@pytest.fixture
def ada(session: Session) -> Actor:
    return make_actor(session, "Ada Beispiel", password=OLD, locale="en")


def address_of(actor: Actor) -> str:
    return f"{actor.handle}@example.org"


def ask(client: FlaskClient, email: str) -> None:
    answer = submit(client, "/password/forgotten", {"email": email})
    assert answer.location == "/password/sent"


def can_enter(client: FlaskClient, actor: Actor, password: str) -> bool:
    values: dict[str, object] = {"email": address_of(actor), "password": password}
    return submit(another_browser(client), "/sign-in", values).status_code == 302


def test_a_forgotten_password_is_set_anew_by_letter(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    other = another_browser(client)
    sign_in(other, session, ada)
    ask(client, f" {address_of(ada).upper()} ")
    link = mailbox.link(address_of(ada), "reset_password")
    assert submit(client, link, {"password": NEW}).location == "/sign-in"
    assert can_enter(client, ada, NEW)
    assert not can_enter(client, ada, OLD)
    assert other.get("/settings/profile").status_code == 302
    assert client.get(link).status_code == 404
    assert "password_changed" in {mail.letter for mail in mailbox.letters(address_of(ada))}


def test_only_the_newest_link_is_good(client: FlaskClient, ada: Actor, mailbox: Mailbox) -> None:
    ask(client, address_of(ada))
    first = mailbox.link(address_of(ada), "reset_password")
    ask(client, address_of(ada))
    second = mailbox.link(address_of(ada), "reset_password")
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_link_is_good_for_two_hours(client: FlaskClient, ada: Actor, mailbox: Mailbox) -> None:
    ask(client, address_of(ada))
    link = mailbox.link(address_of(ada), "reset_password")
    with time_machine.travel(clock.now() + dt.timedelta(hours=1, minutes=59)):
        assert client.get(link).status_code == 200
    with time_machine.travel(clock.now() + dt.timedelta(hours=2, minutes=1)):
        assert client.get(link).status_code == 404


def test_changing_the_password_makes_an_open_link_worthless(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    ask(client, address_of(ada))
    link = mailbox.link(address_of(ada), "reset_password")
    sign_in(client, session, ada)
    submit(client, "/settings/password", {"present": OLD, "password": NEW})
    assert client.get(link).status_code == 404


def test_an_unknown_address_gets_the_same_answer_and_no_letter(
    client: FlaskClient,
    session: Session,
    ada: Actor,
    mailbox: Mailbox,
    count_queries: QueryCounter,
    password_work: list[str],
) -> None:
    costs = []
    for address in (address_of(ada), "nobody@example.org", "not\x00an address"):
        form = form_with(client.get("/password/forgotten"), "email")
        with count_queries() as queries:
            answer = send(client, form, "/password/forgotten", {"email": address})
        texts = [text.split("(")[0] for text in queries]
        costs.append((answer.status_code, answer.location, answer.text, texts))
    assert costs[0] == costs[1] == costs[2]
    assert password_work == []
    assert [mail.recipient for mail in mailbox.letters()] == [address_of(ada)]


def test_who_still_waits_for_approval_is_told_so_by_letter(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    make_application(session, email="bea@example.org")
    ask(client, "bea@example.org")
    mailbox.last("bea@example.org", "application_still_waiting")


def test_a_weak_new_password_does_not_use_the_link_up(
    client: FlaskClient, ada: Actor, mailbox: Mailbox
) -> None:
    ask(client, address_of(ada))
    link = mailbox.link(address_of(ada), "reset_password")
    assert submit(client, link, {"password": "kurz"}).status_code == 422
    assert submit(client, link, {"password": NEW}).status_code == 302


def test_the_owner_changes_the_password_and_stays_signed_in_here_alone(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    other = another_browser(client)
    sign_in(client, session, ada)
    sign_in(other, session, ada)
    answer = submit(client, "/settings/password", {"present": OLD, "password": NEW})
    assert answer.status_code == 302
    assert client.get("/settings/password").status_code == 200
    assert other.get("/settings/password").status_code == 302
    assert can_enter(client, ada, NEW)
    mailbox.last(address_of(ada), "password_changed")


@pytest.mark.parametrize(
    ("present", "password", "sentence"),
    [
        ("wrong words here", NEW, "This is not your present password."),
        (OLD, "kurz", "at least 10 characters"),
        (OLD, "Ada Beispiel", "would be tried first"),
        ("", NEW, "Please fill this in."),
    ],
)
def test_a_change_that_is_refused_changes_nothing(
    client: FlaskClient, session: Session, ada: Actor, present: str, password: str, sentence: str
) -> None:
    sign_in(client, session, ada)
    answer = submit(client, "/settings/password", {"present": present, "password": password})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert can_enter(client, ada, OLD)


def test_asking_leaves_no_trace_of_whether_the_address_is_known(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    for address in (address_of(ada), "nobody@example.org"):
        ask(client, address)
    mailbox.letters()
    rows = session.scalars(sa.select(PasswordReset).order_by(PasswordReset.id)).all()
    assert [row.used_at for row in rows] == [None, None]
