"""How often the forms about accounts can be sent."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.extensions import limiter
from tests.factories.accounts import make_actor, sign_in
from tests.web.browsers import another_browser
from tests.web.forms import form_with, send, submit

pytestmark = pytest.mark.usefixtures("english")
PASSWORD = "neun Äpfel im Quartier"
GUESS = "wrong words"


@pytest.fixture(autouse=True)
def _limits(app: Flask) -> Iterator[None]:
    """Switch the limits on for this test alone, with nothing counted yet."""
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    limiter.reset()
    yield
    limiter.reset()
    app.config["RATELIMIT_ENABLED"] = False
    limiter.enabled = False


def enter(client: FlaskClient, email: str, password: str = GUESS) -> TestResponse:
    return submit(client, "/sign-in", {"email": email, "password": password})


def test_guessing_the_password_of_one_account_ends_on_a_friendly_page(
    client: FlaskClient, session: Session
) -> None:
    ada = make_actor(session, "Ada", password=PASSWORD)
    address = f"{ada.handle}@example.org"
    assert [enter(client, address).status_code for _ in range(8)] == [422] * 8
    answer = enter(client, address.upper(), PASSWORD)
    assert answer.status_code == 429
    assert "a little too often" in answer.text
    assert enter(client, "bea@example.org").status_code == 422


def test_signing_in_rightly_does_not_use_the_limit_up(
    client: FlaskClient, session: Session
) -> None:
    ada = make_actor(session, "Ada", password=PASSWORD)
    for _ in range(12):
        browser = another_browser(client)
        assert enter(browser, f"{ada.handle}@example.org", PASSWORD).status_code == 302


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(
    client: FlaskClient, session: Session
) -> None:
    ada = make_actor(session, "Ada", password=PASSWORD)
    address = f"{ada.handle}@example.org"
    stranger = another_browser(client)
    stranger.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert [enter(stranger, address).status_code for _ in range(9)][-1] == 429
    assert enter(client, address, PASSWORD).status_code == 302


def test_one_place_cannot_try_many_accounts(client: FlaskClient) -> None:
    answers = [enter(client, f"somebody{number}@example.org") for number in range(21)]
    assert [answer.status_code for answer in answers] == [422] * 20 + [429]


@pytest.mark.parametrize("path", ["/password/forgotten", "/sign-up"])
def test_nobody_fills_the_mailbox_of_somebody_else(client: FlaskClient, path: str) -> None:
    values: dict[str, object] = {"email": "bea@example.org"}
    if path == "/sign-up":
        values |= {"name": "Bea", "password": PASSWORD, "accepted": "y"}
    for number in range(4):
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        assert submit(client, path, values).status_code == 302
    client.environ_base["REMOTE_ADDR"] = "198.51.100.99"
    assert submit(client, path, values).status_code == 429


def test_a_session_left_open_does_not_give_the_password_away(
    client: FlaskClient, session: Session
) -> None:
    ada = make_actor(session, "Ada", password=PASSWORD, locale="en")
    sign_in(client, session, ada)
    form = form_with(client.get("/settings/password"), "present")
    values: dict[str, object] = {"present": "wrong words", "password": "zehn Birnen am Markt"}
    statuses = []
    for number in range(11):
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        statuses.append(send(client, form, "/settings/password", values).status_code)
    assert statuses == [422] * 10 + [429]
