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
        sign_in(browser, db.session(), make_actor(db.session(), "Eifrig", locale="en"))
        token = form_with(browser.get("/contact"), "text").values["csrf_token"][0]
        answers = [
            browser.post(
                f"/chat/{room_id}/messages",
                data={"csrf_token": token, "client_id": f"flood-{n:04}", "body": f"Nr. {n}"},
                headers={"Accept": "application/json"},
            )
            for n in range(12)
        ]
        limiter.enabled = False
        assert [answer.status_code for answer in answers] == [201] * 10 + [429] * 2
        said = answers[-1].get_json()
        assert (said["reason"], bool(said["error"])) == ("http_429", True)
        assert dt.datetime.fromisoformat(said["until"]) - clock.now() < dt.timedelta(seconds=11)
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 11
        assert db.session().query(Message).count() == 10
