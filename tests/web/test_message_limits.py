"""Who sends too much in a short time is told until when to wait; the hub of this test counts."""

import datetime as dt
from pathlib import Path

from flask.testing import FlaskClient

from forum.extensions import db, limiter
from forum.kernel import clock
from forum.messaging.models import Message
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.messaging import make_room
from tests.hubs import OpenHub
from tests.web.forms import form_with


def test_a_flood_of_messages_ends_with_a_moment_to_count_down_to(
    open_hub: OpenHub, tmp_path: Path, client: FlaskClient
) -> None:
    with open_hub(tmp_path, rate_limits=True) as hub, hub.app_context():
        room_id = make_room(db.session(), make_channel(db.session())).public_id
        browser = type(client)(hub, hub.response_class, use_cookies=True)
        eager = make_actor(db.session(), "Eifrig", locale="en")
        eager.is_trusted = True
        sign_in(browser, db.session(), eager)
        token = form_with(browser.get("/contact"), "text").values["csrf_token"][0]
        answers = [
            browser.post(
                f"/chat/{room_id}/messages",
                data={"csrf_token": token, "client_id": f"flood-{n:04}", "body": f"Nr. {n}"},
                headers={"Accept": "application/json"},
            )
            for n in range(12)
        ]
        again = browser.post(
            f"/chat/{room_id}/messages",
            data={"csrf_token": token, "client_id": "flood-0003", "body": "Nr. 3"},
            headers={"Accept": "application/json"},
        )
        limiter.enabled = False
        assert again.status_code == 200
        assert [answer.status_code for answer in answers] == [201] * 10 + [429] * 2
        said = answers[-1].get_json()
        assert (said["reason"], bool(said["error"])) == ("flood", True)
        assert dt.datetime.fromisoformat(said["until"]) - clock.now() < dt.timedelta(seconds=21)
        assert 1 <= said["retry_after"] <= 20
        assert int(answers[-1].headers["Retry-After"]) in {
            said["retry_after"] - 1,
            said["retry_after"],
        }
        assert db.session().query(Message).count() == 10


def test_a_message_that_is_there_is_answered_however_often_it_comes(
    open_hub: OpenHub, tmp_path: Path, client: FlaskClient
) -> None:
    with open_hub(tmp_path, rate_limits=True) as hub, hub.app_context():
        room_id = make_room(db.session(), make_channel(db.session())).public_id
        browser = type(client)(hub, hub.response_class, use_cookies=True)
        sign_in(browser, db.session(), make_actor(db.session(), "Hartnäckig", locale="en"))
        token = form_with(browser.get("/contact"), "text").values["csrf_token"][0]
        sent = {"csrf_token": token, "client_id": "repeat-0001", "body": "Einmal"}
        answers = [
            browser.post(
                f"/chat/{room_id}/messages", data=sent, headers={"Accept": "application/json"}
            ).status_code
            for _ in range(70)
        ]
        limiter.enabled = False
        assert answers == [201] + [200] * 69
