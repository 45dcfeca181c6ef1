"""The contract of sending: once, numbered without gaps, caught up from any number."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotAllowed
from forum.messaging.actions import send
from forum.messaging.models import Room
from forum.messaging.policy import Belonging
from forum.messaging.queries import happened_after
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_message, make_room


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def room(session: Session) -> Room:
    return make_room(session, make_channel(session, "Beteiligung"))


def test_a_message_sent_again_is_the_first_one(session: Session, author: Actor, room: Room) -> None:
    hello = compose("Hallo")
    first, _ = send(session, author, room, client_id="aaaaaaaa-1", text=hello)
    again, _ = send(session, author, room, client_id="aaaaaaaa-1", text=hello)
    assert (again.id, room.last_sequence, room.message_count) == (first.id, 1, 1)
    with pytest.raises(Conflict, match="message_sent_differently"):
        send(session, author, room, client_id="aaaaaaaa-1", text=compose("Etwas anderes"))


def test_whoever_asks_what_came_after_a_number_gets_all_of_it_in_pages(
    session: Session, author: Actor, room: Room
) -> None:
    for _ in range(5):
        make_message(session, room, author)
    page = happened_after(session, room.id, Belonging(), 1, limit=3)
    assert [event["sequence"] for event in page["events"]] == [2, 3, 4]
    assert [message["sequence"] for message in page["messages"]] == [2, 3, 4]
    assert (page["last"], page["is_all"], page["has_gap"]) == (4, False, False)
    rest = happened_after(session, room.id, Belonging(), page["last"])
    assert ([event["sequence"] for event in rest["events"]], rest["is_all"]) == ([5], True)
    assert happened_after(session, room.id, Belonging(), 99)["has_gap"]


def test_who_may_not_write_in_the_channel_does_not_write_in_its_room(
    session: Session, author: Actor, room: Room
) -> None:
    author.muted_until = clock.now() + dt.timedelta(hours=1)
    session.commit()
    with pytest.raises(NotAllowed, match="muted"):
        make_message(session, room, author)
