"""Chat over HTTP: sending once, catching up, and what is said to who sends something strange."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience
from forum.kernel import clock
from forum.messaging.models import Message, Room
from forum.messaging.queries import reader_of
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.web.forms import form_with

JSON = {"Accept": "application/json"}


@pytest.fixture
def room(session: Session) -> Room:
    return make_room(session, make_channel(session, "Beteiligung"))


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


class Chat:
    """The script of a chat page, as far as it sends things."""

    def __init__(self, client: FlaskClient, room: Room) -> None:
        self.client, self.address, self.headers = client, f"/chat/{room.public_id}", JSON
        self.token = form_with(client.get("/contact"), "text").values["csrf_token"][0]

    def post(self, path: str, **fields: str | bytes) -> TestResponse:
        return self.client.post(
            f"{self.address}/{path}",
            data=urlencode({"csrf_token": self.token, **fields}),
            content_type="application/x-www-form-urlencoded",
            headers=self.headers,
        )

    def send(self, body: str, client_id: str = "aaaa-1111", **more: str) -> TestResponse:
        return self.post("messages", body=body, client_id=client_id, **more)

    def get(self, path: str) -> Mapping[str, Any]:
        answer = self.client.get(f"{self.address}/{path}", headers=JSON)
        said: Mapping[str, Any] = answer.get_json()
        return said


@pytest.fixture
def chat(client: FlaskClient, actor: Actor, room: Room) -> Chat:
    return Chat(client, room)


def test_a_message_is_taken_once_however_often_it_is_sent(
    session: Session, chat: Chat, actor: Actor
) -> None:
    first = chat.send("Hallo **Welt** :danke:")
    again = chat.send("Hallo **Welt** :danke:")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    message = first.get_json()["message"]
    assert message["html"] == "<p>Hallo <strong>Welt</strong> 🙏</p>"
    assert (message["sequence"], message["author"]["handle"]) == (1, actor.handle)
    other = chat.send("Etwas anderes")
    assert (other.status_code, other.get_json()["reason"]) == (409, "message_sent_differently")
    answer = chat.send("Antwort", "bbbb-2222", reply_to=message["id"]).get_json()["message"]
    assert answer["answers"]["excerpt"] == "Hallo Welt 🙏"
    stretch = chat.get("events?after=1")
    assert [event["sequence"] for event in stretch["events"]] == [2]
    assert stretch["messages"] == [answer]
    assert chat.get("history?before=2") == {"messages": [message], "is_all": True}


def test_a_message_is_changed_by_forms_and_looks_so_in_the_answer(
    session: Session, chat: Chat, room: Room
) -> None:
    message = chat.send("Halo").get_json()["message"]
    path = f"messages/{message['id']}"

    def changed(verb: str, **fields: str) -> Mapping[str, Any]:
        answer = chat.post(f"{path}/{verb}", **fields)
        shown: Mapping[str, Any] = answer.get_json()
        return shown["message"] if answer.status_code == 200 else shown

    edited = changed("edit", body="Hallo", version="1")
    assert (edited["excerpt"], edited["version"]) == ("Hallo", 2)
    assert changed("edit", body="Hello", version="1")["reason"] == "message_edited_meanwhile"
    assert changed("react", sign="👍")["reactions"][0]["sign"] == "👍"
    assert changed("react", sign="x")["reason"] == "no_sign"
    assert changed("unreact", sign="👍")["reactions"] == []
    assert changed("pin")["reason"] == "not_a_moderator"
    assert changed("remove")["removed"] == "author"
    assert changed("restore")["removed"] is None
    chat.headers = {}
    plain = chat.post(f"{path}/remove")
    assert plain.status_code == 303
    assert plain.location.endswith(f"/chat?message={message['id']}#message-{message['id']}")


STRANGE: tuple[tuple[dict[str, str | bytes], int, str], ...] = (
    ({"body": ""}, 422, "empty"),
    ({"body": "x" * 4_001}, 422, "too_long"),
    ({"body": b"\xed\xa0\x80 \xff\xfe"}, 422, "broken_text"),
    ({"body": "Hallo", "client_id": ""}, 422, "client_id"),
    ({"body": "Hallo", "client_id": "<script>1"}, 422, "client_id"),
    ({"body": "Hallo", "reply_to": "nirgends"}, 404, "no_message"),
    ({"body": "x" * 1_000_000}, 422, "too_long"),
    ({"body": "x" * 9_000_000}, 413, "http_413"),
)


def test_what_is_no_message_is_refused_clearly_and_the_rest_is_unharmed(
    session: Session, chat: Chat
) -> None:
    for fields, status, reason in STRANGE:
        answer = chat.post("messages", **{"client_id": "cccc-3333", **fields})
        said = answer.get_json()
        assert (answer.status_code, said.get("reason")) == (status, reason), fields
        assert said["error"]
    assert chat.send("a\0b", "dddd-4444").get_json()["message"]["excerpt"] == "ab"
    assert session.query(Message).count() == 1


def test_a_room_that_is_not_ones_own_is_not_there(
    client: FlaskClient, session: Session, chat: Chat, actor: Actor, room: Room
) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    others = make_conversation(session, admin, make_actor(session))
    hidden = make_room(session, make_channel(session, "Intern", audience=Audience.INVITED))
    message = make_message(session, others, admin)
    session.commit()
    for foreign in (others.public_id, hidden.public_id, "nirgendwo", message.public_id):
        chat.address = f"/chat/{foreign}"
        for answer in (
            chat.send("Hallo"),
            chat.post("read", up_to="1"),
            chat.post(f"messages/{message.public_id}/remove"),
            client.get(f"/chat/{foreign}/events?after=0", headers=JSON),
        ):
            assert (answer.status_code, answer.get_json()["reason"]) == (404, "no_room")
    chat.address = f"/chat/{room.public_id}"
    assert chat.post(f"messages/{message.public_id}/react", sign="👍").status_code == 404


def test_whatever_is_sent_as_a_number_is_one(chat: Chat) -> None:
    for number in ("12345678901234567890x", "9" * 5000, "-1", "٣"):
        for address in (f"events?after={number}", f"history?before={number}"):
            assert "messages" in chat.get(address), number
        assert chat.post("read", up_to=number).status_code < 400, number


def test_who_is_not_signed_in_learns_nothing(client: FlaskClient, room: Room) -> None:
    answer = client.get(f"/chat/{room.public_id}/events?after=0", headers=JSON)
    assert (answer.status_code, answer.get_json()["reason"]) == (403, "signed_out")


def test_a_refusal_says_until_when(session: Session, chat: Chat, actor: Actor) -> None:
    actor.muted_until = clock.now() + dt.timedelta(hours=1)
    session.commit()
    answer = chat.send("Hallo").get_json()
    assert (answer["reason"], answer["until"]) == ("muted", actor.muted_until.isoformat())


def test_without_a_script_a_refused_message_is_kept_as_a_draft(
    session: Session, chat: Chat, actor: Actor, room: Room
) -> None:
    actor.muted_until = clock.now() + dt.timedelta(hours=1)
    session.commit()
    chat.headers = {}
    answer = chat.post("messages", body="Lange gefeilt", client_id="eeee-5555")
    assert answer.status_code == 303
    kept = reader_of(session, actor, room)
    assert kept is not None
    assert kept.draft == "Lange gefeilt"
    message = make_message(session, room, make_actor(session))
    session.commit()
    assert chat.post(f"messages/{message.public_id}/edit", body="Anders").status_code == 303
    session.refresh(kept)
    assert kept.draft == "Anders"


def test_what_was_read_is_remembered_and_made_new_again(
    session: Session, chat: Chat, actor: Actor, room: Room
) -> None:
    make_message(session, room, make_actor(session))
    session.commit()
    marks = []
    for path, fields in (
        ("read", {"up_to": "1"}),
        ("read", {"up_to": "9" * 40}),
        ("unread", {"from": "1"}),
    ):
        assert chat.post(path, **fields).status_code == 204
        kept = reader_of(session, actor, room)
        assert kept is not None
        session.refresh(kept)
        marks.append(kept.read_up_to)
    assert marks == [1, 1, 0]
