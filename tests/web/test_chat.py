"""The page of a room, in a browser that runs no JavaScript."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, MembershipRole
from forum.kernel import clock
from forum.messaging.actions import give_reaction, pin, remove
from forum.messaging.models import Message, Room, RoomReader
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.messaging import make_message, make_room
from tests.web.forms import form_with, submit


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def room(session: Session, channel: Channel) -> Room:
    return make_room(session, channel)


@pytest.fixture
def olga(session: Session) -> Actor:
    return make_actor(session, "Olga Autorin")


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> Actor:
    reader = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, reader)
    return reader


def page_of(client: FlaskClient, channel: Channel, query: str = "") -> str:
    answer = client.get(f"/channels/{channel.slug}/chat{query}")
    assert answer.status_code == 200, answer.status
    return answer.text


def said(page: str) -> list[str]:
    """Return the ids of the messages on the page, in their order."""
    parts = page.split("<template", 1)[0].split('<article class="message')[1:]
    return [part.split('data-message="', 1)[1].split('"', 1)[0] for part in parts]


def part_of(page: str, message: Message) -> str:
    return page.split(f'id="message-{message.public_id}"', 1)[1].split("</article>", 1)[0]


def test_a_message_is_written_by_the_form_and_stands_at_the_end(
    client: FlaskClient, session: Session, channel: Channel, reader: Actor
) -> None:
    page = page_of(client, channel)
    assert "Nobody has written here yet." in page
    answer = submit(client, f"/channels/{channel.slug}/chat", {"body": "Guten Morgen, **alle**"})
    assert answer.status_code == 303
    page = page_of(client, channel)
    assert "<strong>alle</strong>" in page
    assert len(said(page)) == 1


def test_what_is_new_begins_below_a_line_and_is_read_afterwards(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    old = make_message(session, room, olga, "Das kenne ich")
    page_of(client, channel)
    new = make_message(session, room, olga, "Das ist neu")
    session.commit()
    page = page_of(client, channel)
    line = page.index('id="new"')
    assert page.index(f"message-{old.public_id}") < line < page.index(f"message-{new.public_id}")
    assert 'id="new"' not in page_of(client, channel).split("<template", 1)[0]


def test_the_way_to_what_was_new_further_up_ends_at_its_line(
    client: FlaskClient, session: Session, channel: Channel, reader: Actor, olga: Actor, room: Room
) -> None:
    messages = [make_message(session, room, olga, f"Satz {number}") for number in range(120)]
    session.add(
        RoomReader(
            room_id=room.id,
            actor_id=reader.id,
            read_up_to=messages[19].sequence,
            updated_at=clock.now(),
        )
    )
    session.commit()
    page = page_of(client, channel).split("<template", 1)[0]
    assert 'id="new"' not in page
    query = f"?new={messages[20].sequence}"
    assert f'href="/channels/{channel.slug}/chat{query}#new"' in page
    # By now, everything counts as read.
    page = page_of(client, channel, query).split("<template", 1)[0]
    above, below = page.split('id="new"')
    assert messages[19].public_id in above
    assert messages[20].public_id not in above
    assert f'id="message-{messages[20].public_id}"' in below


def test_a_page_that_is_fetched_ahead_reads_nothing(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    make_message(session, room, olga)
    session.commit()
    client.get(f"/channels/{channel.slug}/chat", headers={"Sec-Purpose": "prefetch"})
    assert session.get(RoomReader, (room.id, reader.id)) is None


def test_earlier_messages_and_a_link_to_one_of_them(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    messages = [make_message(session, room, olga, f"Nummer {number}") for number in range(60)]
    session.commit()
    page = page_of(client, channel)
    assert said(page) == [one.public_id for one in messages[-50:]]
    earlier = page_of(client, channel, f"?before={messages[10].sequence}")
    assert said(earlier) == [one.public_id for one in messages[:10]]
    linked = page_of(client, channel, f"?message={messages[2].public_id}")
    assert "is-linked" in linked.split(f"message-{messages[2].public_id}")[0][-200:]
    assert "To the latest messages" in linked


def test_messages_of_one_person_stand_together_until_somebody_else_or_a_new_day(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    first = make_message(session, room, olga, "Eins")
    second = make_message(session, room, olga, "Zwei")
    third = make_message(session, room, reader, "Drei")
    for message in (first, second):
        message.created_at = clock.now() - dt.timedelta(days=1)
    session.commit()
    page = page_of(client, channel)
    assert page.split("<template", 1)[0].count("chat__day") == 2
    heads = {
        one.id: page.split(f'id="message-{one.public_id}"')[0][-80:]
        for one in (first, second, third)
    }
    assert ["is-continued" in heads[one.id] for one in (first, second, third)] == [
        False,
        True,
        False,
    ]


def test_each_reader_is_offered_what_they_may_do(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    own = make_message(session, room, reader, "Von mir")
    late = make_message(session, room, reader, "Von mir, gestern")
    foreign = make_message(session, room, olga, "Von ihr")
    late.created_at = clock.now() - dt.timedelta(days=2)
    session.commit()
    page = page_of(client, channel)
    assert "/edit" in part_of(page, own)
    assert "/edit" not in part_of(page, late)
    assert "/remove" in part_of(page, late)
    assert "/edit" not in part_of(page, foreign)
    assert "/remove" not in part_of(page, foreign)
    assert "/react" in part_of(page, foreign)
    make_membership(session, channel, reader, MembershipRole.MODERATOR)
    session.commit()
    assert "/remove" in part_of(page_of(client, channel), foreign)


def test_a_removed_message_leaves_its_place_and_no_words(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    message = make_message(session, room, olga, "Geheimnis")
    remove(session, olga, message)
    session.commit()
    page = page_of(client, channel)
    assert "The author has removed this message." in part_of(page, message)
    assert "Geheimnis" not in page
    assert "/restore" not in part_of(page, message)


def test_what_is_pinned_stands_above_and_signs_are_counted(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    make_membership(session, channel, olga, MembershipRole.MODERATOR)
    message = make_message(session, room, olga, "Bitte lesen")
    pin(session, olga, message)
    give_reaction(session, reader, message, sign="👍")
    session.commit()
    page = page_of(client, channel)
    assert f'data-pin="{message.public_id}"' in page
    assert 'aria-pressed="true"' in part_of(page, message)


def test_the_text_of_a_message_is_shown_to_its_author_alone(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    own = make_message(session, room, reader, "Ein *Wort*")
    foreign = make_message(session, room, olga, "Ihr Wort")
    session.commit()
    base = f"/chat/{room.public_id}/messages"
    script = {"Accept": "application/json"}
    answer = client.get(f"{base}/{own.public_id}/edit", headers=script)
    assert answer.json == {"source": "Ein *Wort*", "version": 1}
    assert client.get(f"{base}/{own.public_id}/edit").status_code == 200
    assert client.get(f"{base}/{foreign.public_id}/edit", headers=script).status_code == 403
    assert client.get(f"{base}/{foreign.public_id}/remove").status_code == 403


def test_guests_are_asked_to_sign_in_and_see_no_tab(client: FlaskClient, channel: Channel) -> None:
    answer = client.get(f"/channels/{channel.slug}/chat")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_the_address_of_a_room_leads_to_the_page_of_its_channel(
    client: FlaskClient, session: Session, channel: Channel, room: Room, reader: Actor
) -> None:
    session.commit()
    answer = client.get(f"/chat/{room.public_id}?message=abc")
    assert answer.location.endswith(f"/channels/{channel.slug}/chat?message=abc")


def test_in_a_slow_room_the_text_waits_as_a_draft_and_a_script_learns_how_long(
    client: FlaskClient, session: Session, channel: Channel, room: Room, reader: Actor
) -> None:
    room.slow_seconds = 300
    session.commit()
    path = f"/channels/{channel.slug}/chat"
    assert submit(client, path, {"body": "Das Erste"}).status_code == 303
    answer = submit(client, path, {"body": "Das Zweite"})
    assert answer.status_code == 303
    page = page_of(client, channel)
    assert "5 minutes between two messages of a person. Please wait" in page
    assert "Das Zweite</textarea>" in page
    form = form_with(client.get(path), "body")
    sent = {name: values[0] for name, values in form.values.items()} | {"body": "Das Dritte"}
    answer = client.post(form.action, data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 429
    said = answer.get_json()
    assert (said["reason"], said["retry_after"] in range(290, 301)) == ("slow_mode", True)
    assert answer.headers["Retry-After"] == str(said["retry_after"])


def test_the_link_at_the_bell_reads_what_its_page_shows_without_any_script(
    client: FlaskClient, session: Session, channel: Channel, room: Room, olga: Actor, reader: Actor
) -> None:
    messages = [make_message(session, room, olga, f"Satz {number}") for number in range(90)]
    session.commit()
    linked = f"?message={messages[30].public_id}"
    page_of(client, channel, linked)
    assert session.get(RoomReader, (room.id, reader.id)) is None, "has never been here"
    session.add(
        RoomReader(room_id=room.id, actor_id=reader.id, read_up_to=0, updated_at=clock.now())
    )
    session.commit()
    shown = said(page_of(client, channel, linked))
    session.expire_all()
    mark = session.get_one(RoomReader, (room.id, reader.id))
    last = next(one for one in messages if one.public_id == shown[-1])
    assert mark.read_up_to == last.sequence < messages[-1].sequence
    page_of(client, channel, f"?message={messages[5].public_id}")
    session.refresh(mark)
    assert mark.read_up_to == last.sequence, "it never goes back"
    page_of(client, channel, f"?message={messages[-1].public_id}")
    session.refresh(mark)
    assert mark.read_up_to == room.last_sequence
