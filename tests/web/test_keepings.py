"""Keeping a conversation with forms alone, and having a say about one's words."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.messaging.models import Keeping, KeptPart, Message, Room
from forum.threads.models import Post
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.queries import QueryCounter
from tests.web.forms import form_with, send
from tests.web.mailbox import Mailbox


@pytest.fixture
def keeper(client: FlaskClient, session: Session) -> Actor:
    keeper = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, keeper)
    return keeper


@pytest.fixture
def other(session: Session) -> Actor:
    return make_actor(session, "Ada Beispiel", locale="en")


@pytest.fixture
def room(session: Session, keeper: Actor, other: Actor) -> Room:
    room = make_room(session, make_channel(session, "Beteiligung"))
    make_message(session, room, keeper, "Wie habt ihr das mit dem Saal gemacht?")
    make_message(session, room, other, "Wir haben den **Hausmeister** gefragt.")
    session.commit()
    return room


def fill(client: FlaskClient, page: str, field: str, **values: str) -> str:
    """Send the form of the page that has this field; return where it leads."""
    answer = send(client, form_with(client.get(page), field), page, values)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def go(client: FlaskClient, keeping: str, step: str) -> str:
    """Press one of the buttons of a keeping, shown or not; return where it leads."""
    token = form_with(client.get("/contact"), "text").values["csrf_token"][0]
    answer = client.post(f"{keeping}/{step}", data={"csrf_token": token})
    assert answer.status_code == 303
    return str(answer.location)


def test_a_part_of_a_chat_becomes_a_thread_once_the_other_person_has_answered(
    client: FlaskClient, session: Session, keeper: Actor, other: Actor, room: Room, mailbox: Mailbox
) -> None:
    edit = fill(client, f"/chat/{room.public_id}/keep?from=1&to=2", "from")
    address = edit.removesuffix("/edit")
    assert fill(client, edit, "title", title="Säle", summary="Fragen hilft.") == address
    assert go(client, address, "publish") == address
    assert session.scalars(sa.select(Post)).all() == []
    go(client, address, "ask")
    assert "hours to object" in client.get(address).text
    email = f"{other.handle}@example.org"
    assert mailbox.link(email, "keeping_asked") == address

    sign_in(client, session, other)
    page = client.get(address)
    assert "Fragen hilft." in page.text
    part = session.scalars(sa.select(KeptPart).where(KeptPart.author_id == other.id)).one()
    field = f"part-{part.public_id}"
    fill(client, address, field, **{field: "anonymous"})

    sign_in(client, session, keeper)
    thread = go(client, address, "publish")
    text = client.get(thread).text
    assert "<strong>Hausmeister</strong>" in text
    assert "Ada Beispiel" not in text
    assert f'href="{address}"' in text
    session.expire_all()
    kept = session.scalars(sa.select(Message.kept_in).order_by(Message.sequence)).all()
    assert kept == [address.rsplit("/", 1)[-1], None]

    sign_in(client, session, other)
    fill(client, address, field, **{field: "withdrawn"})
    assert "Hausmeister" not in client.get(thread).text
    sign_in(client, session, make_actor(session, "Uwe Fremd"))
    assert client.get(address).location.startswith("/posts/")


def test_a_part_is_chosen_over_several_pages_without_a_script(
    client: FlaskClient, session: Session, keeper: Actor, room: Room
) -> None:
    said = [make_message(session, room, keeper, f"Satz {number:03}") for number in range(90)]
    session.commit()
    numbers = [one.sequence for one in said]
    address = f"/chat/{room.public_id}/keep"
    page = client.get(address)
    assert "60 messages are chosen." in page.text
    back = str(numbers[30])  # the first on this page
    values = {"from": back, "to": str(numbers[80]), "step": back}
    answer = send(client, form_with(page, "from"), address, values)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "51 messages are chosen." in page.text
    assert "on another page" in page.text
    assert page.text.count('class="desk-row stretch__row') == 32
    values = {"from": str(numbers[25]), "to": str(numbers[80]), "step": "count"}
    page = client.get(send(client, form_with(page, "from"), address, values).location)
    assert "56 messages are chosen." in page.text
    assert 'data-beyond="' in page.text
    values = {"from": str(numbers[25]), "to": str(numbers[80])}
    assert send(client, form_with(page, "from"), address, values).location.endswith("/edit")
    parts = session.scalars(sa.select(KeptPart.source).order_by(KeptPart.position)).all()
    assert parts == [f"Satz {number:03}" for number in range(25, 81)]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("from=2&to=1", 2),
        ("from=99999&to=-3", 2),
        ("from=x&to=%00", 2),
        ("before=1&from=1", 0),
        ("to=1", 1),
        ("before=99999999999999999999&from=2", 1),
    ],
)
def test_whatever_an_address_asks_for_something_is_chosen(
    client: FlaskClient, room: Room, asked: str, count: int
) -> None:
    page = client.get(f"/chat/{room.public_id}/keep?{asked}")
    assert page.status_code == 200 or "%00" in asked
    if page.status_code == 200 and count:
        told = "One message is" if count == 1 else f"{count} messages are"
        assert f"{told} chosen." in page.text


def test_too_much_is_told_while_choosing(
    client: FlaskClient, session: Session, keeper: Actor, room: Room
) -> None:
    last = [make_message(session, room, keeper, f"Satz {number}") for number in range(101)][-1]
    session.commit()
    page = client.get(f"/chat/{room.public_id}/keep?from=1&to={last.sequence}")
    assert "103 messages are chosen. At most 100" in page.text


def test_what_concerns_only_two_people_is_nobody_elses(
    client: FlaskClient, session: Session, keeper: Actor, other: Actor
) -> None:
    room = make_conversation(session, other, keeper)
    slug = make_channel(session, "Beteiligung").slug
    make_message(session, room, other, "Unter uns.")
    session.commit()
    edit = fill(client, f"/chat/{room.public_id}/keep", "from")
    address = edit.removesuffix("/edit")
    fill(client, edit, "title", title="Geheim", channel=slug)
    go(client, address, "ask")
    assert "Not everybody has agreed yet" in client.get(address).text
    sign_in(client, session, make_actor(session, "Uwe Fremd"))
    refused = [
        client.get(f"/chat/{room.public_id}/keep").status_code,
        client.get(address).status_code,
        client.get(edit).status_code,
    ]
    assert refused == [404, 404, 404]
    token = form_with(client.get("/contact"), "text").values["csrf_token"][0]
    for step in ("ask", "reconsider", "drop", "publish"):
        answer = client.post(f"{address}/{step}", data={"csrf_token": token})
        assert answer.status_code == 404
    client.post(f"{address}/answer", data={"csrf_token": token})
    session.expire_all()
    assert session.scalars(sa.select(Keeping)).one().title == "Geheim"


def test_the_pages_of_a_keeping_ask_the_database_as_often_for_many_messages(
    client: FlaskClient,
    session: Session,
    keeper: Actor,
    other: Actor,
    room: Room,
    count_queries: QueryCounter,
) -> None:
    def statements(up_to: int) -> list[int]:
        choose = f"/chat/{room.public_id}/keep?from=1&to={up_to}"
        edit = fill(client, choose, "from")
        counts = []
        for page in (choose, edit, edit.removesuffix("/edit")):
            with count_queries() as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    few = statements(2)
    for _ in range(5):
        make_message(session, room, other)
    session.commit()
    assert statements(7) == few
