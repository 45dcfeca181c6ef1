"""One's wishes about chat, with forms alone."""

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.messaging.actions import ChatChoice, choose_chat, start_direct
from forum.messaging.models import ChatWishes, RoomLevel
from forum.messaging.queries import reader_of
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.messaging import make_conversation, make_message
from tests.web.forms import form_with, press, send, submit


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> Actor:
    reader = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, reader)
    return reader


def test_wishes_are_chosen_and_shown_again(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    wishes = {"quiet_from": "22:15", "quiet_until": "06:00", "enter_sends": None}
    submit(client, "/settings/chat", {**wishes, "direct_refused": "y", "shows_presence": "y"})
    session.expire_all()
    account = account_of(session, reader)
    kept = session.get_one(ChatWishes, account.id)
    assert (kept.quiet_from, kept.quiet_until) == (1335, 360)
    assert (kept.by_mail, kept.enter_sends, kept.direct_refused) == (True, False, True)
    assert account.shows_presence
    page = client.get("/settings/chat").text
    assert "Saved." in page
    form = form_with(client.get("/settings/chat"), "quiet_from")
    assert form.values["quiet_from"] == ["22:15"]


@pytest.mark.parametrize("wrong", [{"quiet_from": "22:00"}, {"quiet_from": "25:99"}])
def test_half_an_entry_or_nonsense_is_refused_at_its_field(
    client: FlaskClient, session: Session, reader: Actor, wrong: dict[str, str | None]
) -> None:
    assert submit(client, "/settings/chat", wrong).status_code == 422
    assert session.get(ChatWishes, account_of(session, reader).id) is None


def test_the_level_of_a_room_is_chosen_in_it(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    other = make_actor(session, "Ada Beispiel")
    room = make_conversation(session, other, reader)
    session.commit()
    address = f"/chat/{room.public_id}"
    before = client.get(address)
    assert 'data-level="all"' in before.text
    token = form_with(before, "body").values["csrf_token"][0]
    answer = client.post(f"{address}/level", data={"csrf_token": token, "level": "nothing"})
    assert answer.location == address
    page = client.get(address).text
    assert 'data-level="nothing"' in page
    assert "You are told of nothing that happens here" in page
    mine = reader_of(session, reader, room)
    assert mine is not None
    assert mine.level is RoomLevel.NOTHING
    sent = {"csrf_token": token, "level": "x"}
    assert client.post(f"{address}/level", data=sent).status_code == 422


def test_nobody_chooses_in_a_room_that_is_not_theirs(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    room = make_conversation(session, make_actor(session), make_actor(session))
    session.commit()
    token = form_with(client.get("/contact"), "text").values["csrf_token"][0]
    sent = {"csrf_token": token, "level": "all"}
    assert client.post(f"/chat/{room.public_id}/level", data=sent).status_code == 404
    assert reader_of(session, reader, room) is None


def test_what_waits_in_chat_stands_at_the_bell_until_the_room_was_read(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    other = make_actor(session, "Ada Beispiel")
    room = start_direct(session, other, reader)
    make_message(session, room, other, "Guten Tag")
    last = make_message(session, room, other, "Noch da?")
    session.commit()

    def count() -> int:
        number: int = client.get("/notifications/count").json["unread"]  # type: ignore[index]
        return number

    assert count() == 1
    for address in ("/notifications", "/notifications/part", "/notifications?show=unread"):
        assert "Ada Beispiel has sent you 2 messages" in client.get(address).text
    assert "has sent you" not in client.get("/notifications?show=mentions").text
    page = client.get("/notifications")
    assert f'href="/chat/{room.public_id}"' in page.text
    assert re.search(r"Unread\s*<[^>]*>\s*1\b", page.text)
    assert f"up_to={last.sequence}" in page.text
    make_message(session, room, other, "Inzwischen")
    session.commit()
    press(client, page, f"/rooms/{room.public_id}/read")
    assert "Ada Beispiel has written to you" in client.get("/notifications").text
    press(client, client.get("/notifications"), "/notifications/read")
    assert count() == 0
    make_message(session, room, other, "Und noch etwas")
    session.commit()
    assert count() == 1
    client.get(f"/chat/{room.public_id}")
    assert count() == 0
    assert "Ada Beispiel has" not in client.get("/notifications").text


def test_letters_about_chat_are_chosen_beside_all_others_and_leave_its_other_wishes(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    account, path = account_of(session, reader), "/settings/notifications"
    quiet = ChatChoice(True, False, True, dt.time(20), dt.time(7))
    choose_chat(session, account, quiet)
    session.commit()
    form = form_with(client.get(path), "chat")
    assert form.values["chat"] == ["mail"]
    assert send(client, form, path, {"chat": "page"}).status_code == 303
    assert form_with(client.get(path), "chat").values["chat"] == ["page"]
    del form.values["chat"]
    assert send(client, form, path, {}).status_code == 303, "a page from before there was this"
    session.expire_all()
    wishes = session.get_one(ChatWishes, account.id)
    assert (wishes.by_mail, wishes.enter_sends, wishes.direct_refused) == (False, False, True)
    assert (wishes.quiet_from, wishes.quiet_until) == (20 * 60, 7 * 60)
    form.values["chat"] = ["digest"]
    assert send(client, form, path, {}).status_code == 422, "no letter a week tells of it"
