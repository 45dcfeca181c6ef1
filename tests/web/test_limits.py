"""How often the forms about accounts can be sent."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.extensions import db, limiter
from forum.notifications.ending import PURPOSE, Ending
from forum.web.context import signer
from tests.factories.accounts import make_actor
from tests.hubs import OpenHub
from tests.web.browsers import another_browser
from tests.web.forms import form_with, send, submit

pytestmark = pytest.mark.usefixtures("english")
PASSWORD = "neun Äpfel im Quartier"
GUESS = "wrong words"


@pytest.fixture(scope="module")
def hub(open_hub: OpenHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a hub that limits how often forms can be sent, with a database of its own."""
    with open_hub(tmp_path_factory.mktemp("limits"), rate_limits=True) as hub:
        yield hub
    limiter.enabled = False


@pytest.fixture
def client(hub: Flask) -> FlaskClient:
    """Return a browser at that hub, with nothing counted yet."""
    limiter.enabled = True
    limiter.reset()
    return hub.test_client()


def member(hub: Flask) -> str:
    """Return the address of a member with the password."""
    with hub.app_context():
        return f"{make_actor(db.session(), 'Ada', password=PASSWORD).handle}@example.org"


def enter(client: FlaskClient, email: str, password: str = GUESS) -> TestResponse:
    return submit(client, "/sign-in", {"email": email, "password": password})


def test_guessing_the_password_of_one_account_ends_on_a_friendly_page(
    client: FlaskClient, hub: Flask
) -> None:
    address = member(hub)
    assert [enter(client, address).status_code for _ in range(8)] == [422] * 8
    answer = enter(client, address.upper(), PASSWORD)
    assert answer.status_code == 429
    assert "a little too often" in answer.text
    assert enter(client, "bea@example.org").status_code == 422


def test_signing_in_rightly_does_not_use_the_limit_up(client: FlaskClient, hub: Flask) -> None:
    address = member(hub)
    for _ in range(25):
        browser = another_browser(client)
        assert enter(browser, address, PASSWORD).status_code == 302


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(client: FlaskClient, hub: Flask) -> None:
    address = member(hub)
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
    client: FlaskClient, hub: Flask
) -> None:
    assert enter(client, member(hub), PASSWORD).status_code == 302
    form = form_with(client.get("/settings/password"), "present")
    values: dict[str, object] = {"present": "wrong words", "password": "zehn Birnen am Markt"}
    statuses = []
    for number in range(11):
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        statuses.append(send(client, form, "/settings/password", values).status_code)
    assert statuses == [422] * 10 + [429]


def test_correcting_the_form_does_not_use_the_letters_up(client: FlaskClient) -> None:
    values: dict[str, object] = {"email": "bea@example.org", "name": "Bea", "accepted": "y"}
    refused = [submit(client, "/sign-up", {**values, "password": "kurz"}) for _ in range(6)]
    assert [answer.status_code for answer in refused] == [422] * 6
    assert submit(client, "/sign-up", {**values, "password": PASSWORD}).status_code == 302


def test_few_notices_an_hour_name_one_address_and_leaving_it_out_is_nobody_elses_count(
    client: FlaskClient,
) -> None:
    def tell(**changes: object) -> int:
        notice = {
            "address": "http://forum.test/",
            "reason": "insult",
            "explanation": "Das geht nicht.",
            "name": "Ada",
            "email": "ada@example.org",
            "good_faith": "y",
        }
        return submit(client, "/notices/new", {**notice, **changes}).status_code

    assert [tell() for _ in range(7)] == [303] * 6 + [429]
    assert tell(email=" ADA@example.org") == 429
    assert tell(email="bea@example.org") == 303
    nameless = {"reason": "child_abuse", "name": "", "email": ""}
    assert [tell(**nameless) for _ in range(7)] == [303] * 6 + [429]
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert tell(**nameless) == 303


def test_letters_are_ended_from_one_place_however_many_end_them(
    client: FlaskClient, hub: Flask
) -> None:
    with hub.test_request_context():
        token = signer().sign(PURPOSE, Ending(1, lists=("weekly",)).text())
    member(hub)
    button = {"List-Unsubscribe": "One-Click"}
    for _ in range(65):
        assert client.post(f"/unsubscribe/{token}", data=button).status_code == 200
    guesses = [client.post(f"/unsubscribe/x{token}", data=button) for _ in range(61)]
    assert {one.status_code for one in guesses} == {404, 429}
