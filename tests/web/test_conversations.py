"""Conversations with forms alone: the list, beginning one, and who takes part."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.messaging.actions import save_draft, start_direct
from forum.messaging.models import ChatWishes, Participant, Room, RoomKind
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.queries import QueryCounter
from tests.web.forms import form_with


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> Actor:
    reader = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, reader)
    return reader


@pytest.fixture
def other(session: Session) -> Actor:
    return make_actor(session, "Ada Beispiel")


def press(client: FlaskClient, address: str, **values: object) -> str:
    """Send a form as its button does; return where it leads."""
    token = form_with(client.get("/contact"), "text").values["csrf_token"][0]
    answer = client.post(address, data={"csrf_token": token, **values})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_message_is_written_to_somebody_from_their_profile(
    client: FlaskClient, session: Session, reader: Actor, other: Actor
) -> None:
    assert f"/people/{other.handle}/write" in client.get(f"/people/{other.handle}").text
    assert "/write" not in client.get(f"/people/{reader.handle}").text
    room = press(client, f"/people/{other.handle}/write")
    page = client.get(room).text
    assert "<title>Ada Beispiel" in page
    assert f"{room}/people" in page
    sign_in(client, session, other)
    assert room not in client.get("/chat").text
    made = session.scalars(sa.select(Room)).one()
    make_message(session, made, reader, "Guten Tag")
    session.commit()
    page = client.get("/chat").text
    assert "Guten Tag" in page
    assert "Kim Tester: Guten Tag" not in page  # the line bears the name already
    assert "Neues in 1 Unterhaltung" in page
    client.get(room)
    assert "Neues in 1 Unterhaltung" not in client.get("/chat").text


def test_who_wishes_no_direct_messages_is_offered_to_nobody(
    client: FlaskClient, session: Session, reader: Actor, other: Actor
) -> None:
    wishes = ChatWishes(account_id=account_of(session, other).id, direct_refused=True)
    session.add(wishes)
    session.commit()
    assert "/write" not in client.get(f"/people/{other.handle}").text
    token = form_with(client.get("/chat/new"), "find").values["csrf_token"][0]
    sent = {"csrf_token": token, "find": "Ada", "step": "find"}
    assert "Nobody of that name" in client.post("/chat/new", data=sent).text
    sent = {"csrf_token": token, "people": other.handle}
    answer = client.post("/chat/new", data=sent)
    assert answer.status_code == 422
    assert f"@{other.handle}: they are not here" in answer.text
    assert client.post(f"/people/{other.handle}/write", data=sent).status_code == 403
    wishes.direct_refused = False
    start_direct(session, other, reader)
    wishes.direct_refused = True
    session.commit()
    assert "/write" in client.get(f"/people/{other.handle}").text


def test_people_are_looked_for_and_chosen_before_it_begins(
    client: FlaskClient, session: Session, reader: Actor, other: Actor
) -> None:
    bo = make_actor(session, "Bo Nachbarin")
    token = form_with(client.get("/chat/new"), "find").values["csrf_token"][0]
    sent = {"csrf_token": token, "find": "nachbar", "people": other.handle, "name": "Fest"}
    found = form_with(client.post("/chat/new", data={**sent, "step": "find"}), "find")
    assert found.values["people"] == [other.handle]
    assert found.values["name"] == ["Fest"]
    assert bo.handle in client.post("/chat/new", data={**sent, "step": "find"}).text
    answer = client.post("/chat/new", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "Please choose whom" in answer.text
    for name, kind in (("", RoomKind.GROUP), ("Fest", RoomKind.WORKING)):
        address = press(client, "/chat/new", people=other.handle, find=f"@{bo.handle}", name=name)
        room = session.scalars(sa.select(Room).where(Room.kind == kind)).one()
        assert address == f"/chat/{room.public_id}"
        assert client.get(address).status_code == 200
    address = press(client, "/chat/new", people=other.handle)
    assert session.scalars(sa.select(Room.kind).where(Room.public_id == address[6:])).one() == (
        RoomKind.DIRECT
    )


def test_a_host_leads_a_room_by_its_page_of_people_and_leaves_it(
    client: FlaskClient, session: Session, reader: Actor, other: Actor
) -> None:
    bo = make_actor(session, "Bo Nachbarin")
    room = make_conversation(session, reader, other, kind=RoomKind.WORKING)
    here = f"/chat/{room.public_id}"
    assert f"{here}/people/{bo.handle}/add" in client.get(f"{here}/people?find=bo").text
    press(client, f"{here}/people/{bo.handle}/add")
    press(client, f"{here}/people/{other.handle}/remove")
    press(client, f"{here}/name", name="Straßenfest", description="Am 1. Mai")
    page = client.get(f"{here}/people").text
    assert "Bo Nachbarin" in page
    assert "Ada Beispiel" not in page
    assert "<h1>People in this conversation" in page
    assert "Am 1. Mai" in page
    press(client, f"{here}/close")
    assert "This chat is closed" in client.get(here).text
    press(client, f"{here}/reopen")
    sign_in(client, session, bo)
    page = client.get(f"{here}/people").text
    assert f"{here}/name" not in page
    assert "/remove" not in page
    sign_in(client, session, reader)
    assert "if you lead the conversation alone" in client.get(f"{here}/leave").text
    press(client, f"{here}/leave")
    assert client.get(here).status_code == 404
    assert here not in client.get("/chat").text
    session.expire_all()
    assert session.get_one(Participant, (room.id, bo.id)).role == "host"


def test_a_third_person_learns_nothing_of_a_conversation(
    client: FlaskClient, session: Session, reader: Actor, other: Actor
) -> None:
    room = make_conversation(session, other, make_actor(session), kind=RoomKind.WORKING)
    make_message(session, room, other, "Unter uns gesagt")
    reader.role = Role.ADMIN
    session.commit()
    token = {"csrf_token": form_with(client.get("/contact"), "text").values["csrf_token"][0]}
    here = f"/chat/{room.public_id}"
    for page in (here, f"{here}/people", f"{here}/leave", f"{here}/events", f"{here}/history"):
        assert client.get(page).status_code == 404
    for verb in ("leave", "name", "close", "reopen", f"people/{reader.handle}/add"):
        assert client.post(f"{here}/{verb}", data=token).status_code == 404
    assert "Unter uns" not in client.get("/chat").text


def test_the_moderation_switches_a_channels_chat_off_on_the_page_about_it(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    channel = make_channel(session, "Beteiligung")
    about, chat = f"/channels/{channel.slug}/about", f"/channels/{channel.slug}/chat"
    assert f"{chat}/off" not in client.get(about).text
    token = {"csrf_token": form_with(client.get("/contact"), "text").values["csrf_token"][0]}
    assert client.post(f"{chat}/off", data=token).status_code == 403
    reader.role = Role.ADMIN
    session.commit()
    assert f"{chat}/off" in client.get(about).text
    assert press(client, f"{chat}/off") == about
    assert "This chat is closed" in client.get(chat).text
    assert f"{chat}/on" in client.get(about).text
    press(client, f"{chat}/on")
    assert "This chat is closed" not in client.get(chat).text


def test_the_list_of_many_conversations_asks_no_more_than_that_of_one(
    client: FlaskClient, session: Session, reader: Actor, count_queries: QueryCounter
) -> None:
    counts = []
    for number in (1, 8):
        for _ in range(number):
            room = start_direct(session, reader, make_actor(session))
            make_message(session, room, reader)
            save_draft(session, reader, room, source="Halb fer")
        make_message(session, make_room(session, make_channel(session)), reader)
        session.commit()
        with count_queries() as queries:
            assert "Halb fer" in client.get("/chat").text
        counts.append(len(queries))
    assert counts[0] == counts[1]
