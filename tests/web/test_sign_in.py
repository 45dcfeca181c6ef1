"""Signing in and out, and the list of places where one is signed in."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.accounts.models import AccountState, Actor, SignIn
from forum.accounts.passwords import Passwords
from forum.kernel import clock
from tests.factories.accounts import account_of, make_actor, make_application
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import form_with, press, send, submit
from tests.web.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("english")
PASSWORD = "neun Äpfel im Quartier"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def ada(session: Session) -> Actor:
    return make_actor(session, "Ada Beispiel", password=PASSWORD, locale="en")


def enter(
    client: FlaskClient, actor: Actor, password: str = PASSWORD, page: str = "/sign-in"
) -> TestResponse:
    return submit(client, page, {"email": f"{actor.handle}@example.org", "password": password})


def test_a_member_signs_in_and_out_again(client: FlaskClient, session: Session, ada: Actor) -> None:
    assert enter(client, ada).status_code == 302
    page = client.get("/settings/profile")
    assert page.status_code == 200
    assert press(client, page, "/sign-out").location == "/sign-in"
    assert client.get("/settings/profile").location == "/sign-in?next=/settings/profile"
    assert session.scalars(sa.select(SignIn)).one().ended_at is not None


def test_the_cookie_of_an_ended_sign_in_is_worth_nothing(client: FlaskClient, ada: Actor) -> None:
    enter(client, ada)
    stolen = client.get_cookie("session", "forum.test")
    assert stolen is not None
    page = client.get("/settings/profile")
    press(client, page, "/sign-out")
    client.set_cookie("session", stolen.value, domain="forum.test")
    assert client.get("/settings/profile").status_code == 302


def test_the_cookie_lasts_and_cannot_be_read_by_scripts(client: FlaskClient, ada: Actor) -> None:
    answer = enter(client, ada)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


def test_what_a_session_held_before_is_gone_after_signing_in(
    client: FlaskClient, ada: Actor
) -> None:
    token = form_with(client.get("/sign-in"), "password").values["csrf_token"][0]
    enter(client, ada)
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_the_database_holds_no_key(client: FlaskClient, session: Session, ada: Actor) -> None:
    enter(client, ada)
    with client.session_transaction() as cookie:
        key = cookie["_user_id"]
    row = session.scalars(sa.select(SignIn)).one()
    assert key not in {row.key_hash, row.public_id, row.device}
    assert len(key) >= 43


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/settings/display", "/settings/display"),
        ("/channels?filter=mine", "/channels?filter=mine"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_stays_at_this_hub(
    client: FlaskClient, ada: Actor, target: str, leads_to: str
) -> None:
    form = form_with(client.get("/sign-in", query_string={"next": target}), "password")
    answer = client.post(
        "/sign-in",
        query_string={"next": target},
        data={**form.values, "email": f"{ada.handle}@example.org", "password": PASSWORD},
    )
    assert answer.status_code == 302
    assert answer.location == leads_to


def test_wrong_passwords_and_unknown_addresses_cost_and_say_the_same(
    client: FlaskClient,
    session: Session,
    ada: Actor,
    count_queries: QueryCounter,
    password_work: list[str],
) -> None:
    waiting = make_application(session, email="bea@example.org", password=PASSWORD)
    unset = make_actor(session, "Conny Neu")
    closed = make_actor(session, "Dora Fort", state=AccountState.CLOSED, password=PASSWORD)
    addresses = [
        f"{ada.handle}@example.org",
        waiting.email,
        f"{unset.handle}@example.org",
        f"{closed.handle}@example.org",
        "nobody@example.org",
        "no address\x00 at all",
    ]
    costs = []
    for address in addresses:
        form = form_with(client.get("/sign-in"), "password")
        password_work.clear()
        with count_queries() as queries:
            answer = send(client, form, "/sign-in", {"email": address, "password": "wrong words"})
        assert "E-mail address or password is not right." in answer.text
        costs.append((answer.status_code, len(queries), password_work.count("verify")))
    assert set(costs[:2] + costs[3:]) == {costs[0]}
    assert costs[0][2] == 1


def test_who_waits_for_approval_is_told_so_with_the_right_password_only(
    client: FlaskClient, session: Session
) -> None:
    make_application(session, email="bea@example.org", password=PASSWORD)
    answer = submit(client, "/sign-in", {"email": "bea@example.org", "password": PASSWORD})
    assert answer.status_code == 422
    assert "still waits for approval" in answer.text


def test_a_closed_account_cannot_sign_in(client: FlaskClient, session: Session) -> None:
    gone = make_actor(session, "Dora Fort", state=AccountState.CLOSED, password=PASSWORD)
    assert enter(client, gone).status_code == 422


def test_a_hash_of_other_cost_is_renewed_with_the_sign_in(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    account = account_of(session, ada)
    account.password_hash = Passwords(memory=64).hash(PASSWORD)
    session.commit()
    enter(client, ada)
    assert "m=32," in account_of(session, ada).password_hash
    assert enter(another_browser(client), ada).status_code == 302


def test_a_sign_in_unused_for_too_long_is_over(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    enter(client, ada)
    session.execute(sa.update(SignIn).values(last_seen_at=clock.now() - dt.timedelta(days=31)))
    session.commit()
    assert client.get("/settings/profile").status_code == 302


def test_use_is_noted_every_ten_minutes_and_not_more_often(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    enter(client, ada)
    seen = session.scalars(sa.select(SignIn.last_seen_at)).one()
    client.get("/settings/password")
    assert session.scalars(sa.select(SignIn.last_seen_at)).one() == seen
    with time_machine.travel(seen + dt.timedelta(minutes=11)):
        client.get("/settings/password")
    assert session.scalars(sa.select(SignIn.last_seen_at)).one() > seen


def test_the_list_names_browsers_and_ends_one_of_them(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    phone = another_browser(client)
    phone.environ_base["HTTP_USER_AGENT"] = SAFARI
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    enter(phone, ada)
    enter(client, ada)
    page = client.get("/settings/sign-ins")
    assert "Safari · iPhone" in page.text
    assert "Firefox · Linux" in page.text
    assert page.text.count("This browser") == 1
    its = session.scalars(
        sa.select(SignIn.public_id).where(SignIn.device.startswith("Safari"))
    ).one()
    press(client, page, f"/{its}/end")
    assert phone.get("/settings/profile").status_code == 302
    assert client.get("/settings/profile").status_code == 200


def test_all_other_browsers_are_ended_at_once(client: FlaskClient, ada: Actor) -> None:
    others = [another_browser(client) for _ in range(2)]
    for browser in (*others, client):
        enter(browser, ada)
    press(client, client.get("/settings/sign-ins"), "/end-others")
    assert [browser.get("/settings/profile").status_code for browser in others] == [302, 302]
    assert client.get("/settings/profile").status_code == 200


def test_nobody_ends_the_sign_in_of_somebody_else(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    bea = make_actor(session, "Bea Beispiel", password=PASSWORD, locale="en")
    theirs = another_browser(client)
    enter(theirs, bea)
    public_id = session.scalars(sa.select(SignIn.public_id)).one()
    enter(client, ada)
    token = form_with(client.get("/settings/sign-ins"), "csrf_token").values["csrf_token"][0]
    answer = client.post(f"/settings/sign-ins/{public_id}/end", data={"csrf_token": token})
    assert answer.status_code == 404
    assert theirs.get("/settings/profile").status_code == 200


def test_a_browser_never_seen_before_is_told_by_letter(
    client: FlaskClient, ada: Actor, mailbox: Mailbox
) -> None:
    address = f"{ada.handle}@example.org"
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    enter(client, ada)
    enter(another_browser(client), ada)  # the test client names no browser: another one
    assert [mail.letter for mail in mailbox.letters(address)] == ["new_device"]
    again = another_browser(client)
    again.environ_base["HTTP_USER_AGENT"] = FIREFOX
    enter(again, ada)
    assert len(mailbox.letters(address)) == 1


def test_the_page_about_oneself_asks_a_constant_number_of_queries(
    client: FlaskClient, session: Session, ada: Actor, count_queries: QueryCounter
) -> None:
    enter(client, ada)
    with count_queries() as few:
        client.get("/settings/sign-ins")
    for _ in range(15):
        enter(another_browser(client), ada)
    with count_queries() as many:
        client.get("/settings/sign-ins")
    assert len(many) == len(few)
