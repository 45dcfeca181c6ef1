"""What waits in rooms for one reader, and whose bell is told of it."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.watch import mute
from forum.channels.models import Audience
from forum.kernel.event_log import RecordedEvent
from forum.messaging.actions import choose_level, leave, mark_read, remove
from forum.messaging.events import MessageSent
from forum.messaging.models import Message, RoomLevel
from forum.messaging.queries import unread_rooms, waiting_rooms
from forum.notifications.chat import tell_of_message
from forum.notifications.events import Notified
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room


@pytest.fixture
def ada(session: Session) -> Actor:
    return make_actor(session, "Ada")


@pytest.fixture
def bo(session: Session) -> Actor:
    return make_actor(session, "Bo")


def told(session: Session, message: Message) -> list[int]:
    """Return the accounts whose bell is told of a message."""
    of_bells = sa.select(RecordedEvent).where(RecordedEvent.name == Notified.__name__)
    before = {row.id for row in session.scalars(of_bells)}
    tell_of_message(
        session,
        MessageSent(message_id=message.id, room_id=message.room_id, sequence=message.sequence),
    )
    session.flush()
    rows = [row for row in session.scalars(of_bells) if row.id not in before]
    return [number for row in rows for number in row.payload["account_ids"]]


def test_a_conversation_waits_as_one_until_it_is_read(
    session: Session, ada: Actor, bo: Actor
) -> None:
    room = make_conversation(session, ada, bo)
    first = make_message(session, room, ada, "Guten Tag")
    make_message(session, room, bo, "Meine eigene")
    last = make_message(session, room, ada, "Noch da?")
    [waiting] = waiting_rooms(session, bo)
    assert (waiting.room.id, waiting.count, waiting.is_mention) == (room.id, 2, False)
    assert (waiting.first, waiting.last.id) == (first.public_id, last.id)
    assert [one.actor.name for one in waiting.people] == ["Ada"]
    mark_read(session, bo, room, up_to=last.sequence)
    assert waiting_rooms(session, bo) == []


def test_in_a_channel_what_mentions_one_waits_and_nothing_else(
    session: Session, ada: Actor, bo: Actor
) -> None:
    room = make_room(session, make_channel(session))
    make_message(session, room, ada, f"@{bo.handle} kommst du?")
    make_message(session, room, ada, "Und alle anderen?")
    [waiting] = waiting_rooms(session, bo)
    assert (waiting.count, waiting.is_mention) == (1, True)
    choose_level(session, bo, room, level=RoomLevel.ALL)
    assert [one.count for one in waiting_rooms(session, bo)] == [2]
    choose_level(session, bo, room, level=RoomLevel.NOTHING)
    assert waiting_rooms(session, bo) == []


def test_a_muted_channel_is_quiet_in_its_chat_as_well(
    session: Session, ada: Actor, bo: Actor
) -> None:
    channel = make_channel(session)
    room = make_room(session, channel)
    make_message(session, room, ada, f"@{bo.handle} kommst du?")
    assert unread_rooms(session, bo) == 1
    mute(session, bo, channel)
    session.flush()
    assert (waiting_rooms(session, bo), unread_rooms(session, bo)) == ([], 0)
    choose_level(session, bo, room, level=RoomLevel.MENTIONS)
    assert unread_rooms(session, bo) == 1


def test_nothing_waits_that_was_removed_or_cannot_be_read_any_more(
    session: Session, ada: Actor, bo: Actor
) -> None:
    talk = make_conversation(session, ada, bo)
    remove(session, ada, make_message(session, talk, ada))
    assert waiting_rooms(session, bo) == []
    make_message(session, talk, ada)
    leave(session, bo, talk)
    assert waiting_rooms(session, bo) == []
    channel = make_channel(session)
    make_message(session, make_room(session, channel), ada, f"@{bo.handle} kommst du?")
    assert len(waiting_rooms(session, bo)) == 1
    channel.audience = Audience.INVITED
    session.flush()
    assert waiting_rooms(session, bo) == []


def test_the_bell_is_told_when_a_room_begins_to_wait_and_not_at_every_message(
    session: Session, ada: Actor, bo: Actor
) -> None:
    room = make_conversation(session, ada, bo)
    own = account_of(session, bo).id
    assert told(session, make_message(session, room, ada)) == [own]
    second = make_message(session, room, ada)
    assert told(session, second) == []
    mark_read(session, bo, room, up_to=second.sequence)
    assert told(session, second) == []
    assert told(session, make_message(session, room, ada)) == [own]
    mark_read(session, bo, room, up_to=room.last_sequence)
    choose_level(session, bo, room, level=RoomLevel.MENTIONS)
    assert told(session, make_message(session, room, ada)) == []
    assert told(session, make_message(session, room, ada, f"@{bo.handle} bitte")) == [own]


def test_the_bell_of_nobody_else_is_told_in_a_channel(
    session: Session, ada: Actor, bo: Actor
) -> None:
    room = make_room(session, make_channel(session))
    mark_read(session, make_actor(session), room, up_to=0)
    assert told(session, make_message(session, room, ada, "An alle")) == []
    mentioning = make_message(session, room, ada, f"@{bo.handle} kommst du?")
    assert told(session, mentioning) == [account_of(session, bo).id]
    remove(session, ada, mentioning)
    assert told(session, mentioning) == []
