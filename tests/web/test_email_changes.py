"""Another e-mail address, agreed to at both mailboxes."""

import datetime as dt

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.kernel import clock
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import form_with, press, send, submit
from tests.web.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("english")
PASSWORD = "neun Äpfel im Quartier"
NEW = "ada.neu@example.org"


@pytest.fixture
def ada(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Ada Beispiel", password=PASSWORD, locale="en")
    sign_in(client, session, actor)
    return actor


def ask(client: FlaskClient, email: str = NEW) -> None:
    answer = submit(client, "/settings/email", {"new_email": email, "present": PASSWORD})
    assert answer.status_code == 302, answer.text


def links(mailbox: Mailbox, old: str) -> tuple[str, str]:
    return mailbox.link(old, "email_change_old"), mailbox.link(NEW, "email_change_new")


def agree(client: FlaskClient, link: str) -> str:
    stranger = another_browser(client)
    return press(stranger, stranger.get(link), link).text


@pytest.mark.parametrize("first", [0, 1])
def test_the_address_changes_once_both_mailboxes_have_agreed(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox, first: int
) -> None:
    old = account_of(session, ada).email
    ask(client)
    both = links(mailbox, old)
    assert "must agree, too" in agree(client, both[first])
    assert account_of(session, ada).email == old
    assert "Both addresses have agreed" in agree(client, both[1 - first])
    assert account_of(session, ada).email == NEW
    mailbox.last(old, "email_changed")
    signed_in = submit(another_browser(client), "/sign-in", {"email": NEW, "password": PASSWORD})
    assert signed_in.status_code == 302


def test_one_mailbox_cannot_agree_for_the_other(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    old = account_of(session, ada).email
    ask(client)
    _, new_link = links(mailbox, old)
    assert client.get(new_link.replace("/new/", "/old/")).status_code == 404
    agree(client, new_link)
    agree(client, new_link)
    assert account_of(session, ada).email == old


def test_the_old_mailbox_calls_the_change_off(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    old = account_of(session, ada).email
    ask(client)
    old_link, new_link = links(mailbox, old)
    stranger = another_browser(client)
    page = stranger.get(old_link)
    answer = press(stranger, page, old_link.replace("/old/", "/cancel/"))
    assert "called off" in answer.text
    assert stranger.get(new_link).status_code == 404
    assert stranger.get(old_link).status_code == 404
    assert account_of(session, ada).email == old


def test_the_new_mailbox_cannot_call_it_off(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    ask(client)
    _, new_link = links(mailbox, account_of(session, ada).email)
    page = client.get(new_link)
    token = form_with(page, "csrf_token").values["csrf_token"][0]
    path = new_link.replace("/new/", "/cancel/")
    assert client.post(path, data={"csrf_token": token}).status_code == 404


def test_the_links_are_good_for_two_days(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    ask(client)
    both = links(mailbox, account_of(session, ada).email)
    with time_machine.travel(clock.now() + dt.timedelta(hours=49)):
        assert [client.get(link).status_code for link in both] == [404, 404]


def test_a_second_wish_replaces_the_first(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    old = account_of(session, ada).email
    ask(client)
    before = links(mailbox, old)
    ask(client)
    after = links(mailbox, old)
    assert [client.get(link).status_code for link in before] == [404, 404]
    assert [client.get(link).status_code for link in after] == [200, 200]


def test_a_known_address_gets_the_same_answer_and_its_owner_a_letter(
    client: FlaskClient,
    session: Session,
    ada: Actor,
    mailbox: Mailbox,
    count_queries: QueryCounter,
    password_work: list[str],
) -> None:
    bea = make_actor(session, "Bea Beispiel")
    costs = []
    for address in (NEW, account_of(session, bea).email):
        form = form_with(client.get("/settings/email"), "new_email")
        password_work.clear()
        with count_queries() as queries:
            answer = send(
                client, form, "/settings/email", {"new_email": address, "present": PASSWORD}
            )
        texts = [text.split("(")[0] for text in queries]
        costs.append((answer.status_code, answer.location, texts, list(password_work)))
    assert costs[0] == costs[1]
    mailbox.last(account_of(session, bea).email, "email_change_taken")


def test_an_address_taken_meanwhile_stays_with_its_owner(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    old = account_of(session, ada).email
    ask(client)
    old_link, new_link = links(mailbox, old)
    agree(client, old_link)
    bea = make_actor(session, "Bea Beispiel")
    account_of(session, bea).email = NEW
    session.commit()
    assert "belongs to another account by now" in agree(client, new_link)
    assert account_of(session, ada).email == old
    assert session.query(Account).filter_by(email=NEW).one().actor_id == bea.id


@pytest.mark.parametrize(
    ("new_email", "present", "sentence"),
    [
        (NEW, "wrong words here", "This is not your present password."),
        ("ada", PASSWORD, "does not look like an e-mail address"),
        ("", PASSWORD, "Please fill this in."),
        ("own", PASSWORD, "This is your address already."),
    ],
)
def test_a_wish_that_cannot_be_granted_says_why(
    client: FlaskClient, session: Session, ada: Actor, new_email: str, present: str, sentence: str
) -> None:
    typed = account_of(session, ada).email if new_email == "own" else new_email
    answer = submit(client, "/settings/email", {"new_email": typed, "present": present})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_owner_calls_it_off_in_the_settings(
    client: FlaskClient, session: Session, ada: Actor, mailbox: Mailbox
) -> None:
    ask(client)
    both = links(mailbox, account_of(session, ada).email)
    page = client.get("/settings/email")
    assert NEW in page.text
    press(client, page, "/settings/email/cancel")
    assert NEW not in client.get("/settings/email").text
    assert [client.get(link).status_code for link in both] == [404, 404]
