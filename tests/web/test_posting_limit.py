"""Who writes too much in a short time; the hub of these tests counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.extensions import db, limiter
from forum.threads.models import Thread
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.hubs import OpenHub
from tests.web.forms import form_with, submit


@pytest.fixture
def hub(open_hub: OpenHub, tmp_path: Path) -> Iterator[Flask]:
    """Return a hub that limits how often forms can be sent, with a database of its own."""
    with open_hub(tmp_path, rate_limits=True) as hub:
        yield hub
    limiter.enabled = False


def test_who_writes_too_much_is_asked_to_wait_and_keeps_the_text(
    hub: Flask, client: FlaskClient
) -> None:
    with hub.app_context():
        slug = make_channel(db.session()).slug
        browser = type(client)(hub, hub.response_class, use_cookies=True)
        sign_in(browser, db.session(), make_actor(db.session(), "Eifrig", locale="en"))
    address = f"/channels/{slug}/threads/new"
    for number in range(10):
        response = submit(browser, address, {"title": "Titel", "body": f"Text {number}"})
        assert response.status_code == 303
    refused = submit(browser, address, {"title": "Titel", "body": "Noch ein Text"})
    assert refused.status_code == 429
    assert "You have published a lot in a short time." in refused.text
    assert form_with(refused, "body").values["body"] == ["Noch ein Text"]
    preview = submit(browser, address, {"body": "Text", "intent": "preview"})
    assert preview.status_code == 200
    with hub.app_context():
        assert db.session().query(Thread).count() == 10
