"""The pages on which a room is given its pace and the time for which it keeps messages."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel, MembershipRole
from forum.kernel import clock
from forum.messaging.models import Room, RoomKind
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.web.forms import submit


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def room(session: Session, channel: Channel) -> Room:
    return make_room(session, channel)


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> Actor:
    reader = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, reader)
    return reader


def test_a_moderator_slows_the_chat_down_and_the_room_says_so(
    client: FlaskClient, session: Session, channel: Channel, room: Room, reader: Actor
) -> None:
    make_membership(session, channel, reader, MembershipRole.MODERATOR)
    chat = f"/channels/{channel.slug}/chat"
    assert f'href="{chat}/settings"' in client.get(chat).text
    page = client.get(f"/chat/{room.public_id}/settings", follow_redirects=True)
    assert page.request.path == f"{chat}/settings"
    assert "Until somebody removes them" not in page.text
    answer = submit(client, f"{chat}/settings", {"slow": "300", "kept": "90"})
    assert (answer.status_code, answer.headers["Location"]) == (303, chat)
    text = client.get(chat).text
    assert "5 minutes between two messages" in text
    assert "deleted here after 90 days, pinned ones too" in text
    session.expire_all()
    assert (room.slow_seconds, room.kept_days) == (300, 90)


def test_an_administrator_may_keep_everything_and_nobody_else(
    client: FlaskClient, session: Session, channel: Channel, room: Room
) -> None:
    admin = make_actor(session, "Ad", role=Role.ADMIN, locale="en")
    sign_in(client, session, admin)
    path = f"/channels/{channel.slug}/chat/settings"
    assert submit(client, path, {"slow": "0", "kept": "always"}).status_code == 303
    assert "kept here until they are removed" in client.get(path.removesuffix("/settings")).text


def test_members_and_guests_of_a_room_change_nothing(
    client: FlaskClient, session: Session, channel: Channel, room: Room, reader: Actor
) -> None:
    host = make_actor(session, "Host")
    working = make_conversation(session, host, reader, kind=RoomKind.WORKING)
    others = make_conversation(session, host, make_actor(session), kind=RoomKind.WORKING)
    assert client.get(f"/channels/{channel.slug}/chat/settings").status_code == 403
    assert client.get(f"/chat/{working.public_id}/settings").status_code == 403
    assert client.get(f"/chat/{others.public_id}/settings").status_code == 404
    assert "/settings" not in client.get(f"/chat/{working.public_id}").text.replace(
        '"/settings', ""
    )


def test_what_is_not_offered_is_not_taken(
    client: FlaskClient, session: Session, channel: Channel, room: Room, reader: Actor
) -> None:
    make_membership(session, channel, reader, MembershipRole.MODERATOR)
    path = f"/channels/{channel.slug}/chat/settings"
    for values in ({"slow": "1", "kept": "90"}, {"slow": "0", "kept": "always"}):
        assert submit(client, path, values).status_code == 422
    session.expire_all()
    assert (room.slow_seconds, room.kept_days) == (0, 180)


def test_two_weeks_before_messages_go_it_is_offered_to_keep_them(
    client: FlaskClient, session: Session, channel: Channel, room: Room, reader: Actor
) -> None:
    room.created_at = clock.now() - dt.timedelta(days=300)
    message = make_message(session, room, make_actor(session, "Olga"))
    chat = f"/channels/{channel.slug}/chat"
    session.commit()
    assert "will be deleted on" not in client.get(chat).text
    message.created_at = clock.now() - dt.timedelta(days=170)
    session.commit()
    text = client.get(chat).text
    assert "One message of" in text
    link = f"/chat/{room.public_id}/keep?from={message.sequence}"
    assert f'href="{link}"' in text
    assert client.get(link).status_code == 200
    reader.muted_until = clock.now() + dt.timedelta(days=1)
    session.commit()
    assert "will be deleted on" not in client.get(chat).text
