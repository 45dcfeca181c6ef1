"""The outbox page: for the person who develops, on their own machine, and for nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.app import create_app
from forum.kernel import clock
from forum.mail.models import MailState, OutgoingMail
from forum.settings import Environment, Settings


@pytest.fixture
def mail(session: Session) -> OutgoingMail:
    mail = OutgoingMail(
        message_id="<1@forum.test>",
        letter="greeting",
        locale="de",
        recipient="ada@example.org",
        subject="Willkommen <b>",
        text="Hier: http://forum.test/x",
        html="<h1 style='color: red'>Hallo</h1>",
        state=MailState.KEPT,
        next_attempt_at=clock.now(),
    )
    session.add(mail)
    session.commit()
    return mail


def test_the_outbox_lists_the_letters(client: FlaskClient, mail: OutgoingMail) -> None:
    page = client.get("/outbox").text
    assert "Willkommen &lt;b&gt;" in page
    assert f"/outbox/{mail.public_id}" in page


def test_a_letter_shows_its_text_with_links_to_follow(
    client: FlaskClient, mail: OutgoingMail
) -> None:
    page = client.get(f"/outbox/{mail.public_id}").text
    assert 'href="http://forum.test/x"' in page


def test_the_html_of_a_letter_may_run_nothing(client: FlaskClient, mail: OutgoingMail) -> None:
    answer = client.get(f"/outbox/{mail.public_id}/html")
    assert answer.text == mail.html
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy


@pytest.mark.parametrize("path", ["", "/{0}", "/{0}/html"])
@pytest.mark.parametrize(
    ("address", "headers"),
    [("192.0.2.7", {}), ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"})],
)
def test_nobody_else_on_the_network_sees_it(
    client: FlaskClient, mail: OutgoingMail, path: str, address: str, headers: dict[str, str]
) -> None:
    answer = client.get(
        "/outbox" + path.format(mail.public_id),
        environ_base={"REMOTE_ADDR": address},
        headers=headers,
    )
    assert answer.status_code == 404
    assert "Willkommen" not in answer.text


def test_an_unknown_letter_is_not_found(client: FlaskClient) -> None:
    assert client.get("/outbox/0000000000000000").status_code == 404


def test_there_is_no_outbox_in_production(settings: Settings, app: Flask) -> None:
    production = create_app(settings.model_copy(update={"environment": Environment.PRODUCTION}))
    assert "outbox" in app.blueprints
    assert "outbox" not in production.blueprints
