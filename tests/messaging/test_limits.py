"""How fast one may write: in a slow room, in any room, and as somebody whom nobody knows yet."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel, MembershipRole
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Invalid, TooMany
from forum.messaging.actions import edit, send
from forum.messaging.limits import FLOOD, KNOWN_AFTER, KNOWN_BY, NEWCOMERS, NEWCOMERS_LINKS
from forum.messaging.models import Message, Room, RoomKind
from forum.messaging.text import compose_message
from forum.threads.queries import known_names
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.hubs import at_once


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def room(session: Session, channel: Channel) -> Room:
    return make_room(session, channel)


@pytest.fixture
def newcomer(session: Session) -> Actor:
    return make_actor(session, "Neu Hier")


@pytest.fixture
def known(session: Session) -> Actor:
    known = make_actor(session, "Gut Bekannt")
    known.is_trusted = True
    session.commit()
    return known


def say(session: Session, actor: Actor, room: Room, number: int, source: str = "Hallo") -> Message:
    text = compose_message(source, known_names(session, source, home_id=room.channel_id))
    return send(session, actor, room, client_id=f"limit-{room.id}-{number:06}", text=text).message


def shift(session: Session, actor: Actor, seconds: float) -> None:
    """Let everything that the actor has written be older by so much."""
    for message in session.scalars(sa.select(Message).where(Message.author_id == actor.id)):
        message.created_at -= dt.timedelta(seconds=seconds)
    session.flush()


def test_in_a_slow_room_everybody_waits_between_two_messages(
    session: Session, room: Room, known: Actor, newcomer: Actor
) -> None:
    room.slow_seconds = 30
    first = say(session, known, room, 1)
    with pytest.raises(TooMany, match="slow_mode") as refused:
        say(session, known, room, 2)
    assert refused.value.values["until"] == first.created_at + dt.timedelta(seconds=30)
    assert refused.value.values["seconds"] in {29, 30}
    assert say(session, newcomer, room, 1).author is newcomer
    assert say(session, known, room, 1) is first  # what is there already is never too early
    shift(session, known, 31)
    assert say(session, known, room, 2).sequence == 3


def test_a_removed_message_counts_and_one_in_another_room_does_not(
    session: Session, room: Room, known: Actor
) -> None:
    room.slow_seconds = 60
    say(session, known, room, 1).removed_at = clock.now()
    other = make_room(session, make_channel(session, "Anderswo"))
    say(session, known, other, 1)
    with pytest.raises(TooMany, match="slow_mode"):
        say(session, known, room, 2)


def test_who_keeps_order_is_not_held_up_in_a_slow_room(
    session: Session, channel: Channel, room: Room, known: Actor
) -> None:
    moderator, admin = make_actor(session, "Mo"), make_actor(session, "Ad", role=Role.ADMIN)
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    working = make_conversation(session, known, moderator, kind=RoomKind.WORKING)
    room.slow_seconds = working.slow_seconds = 300
    for number in range(2):
        say(session, moderator, room, number)
        say(session, admin, room, number)
        say(session, known, working, number)
    say(session, moderator, working, 7)
    with pytest.raises(TooMany, match="slow_mode"):
        say(session, moderator, working, 8)


def test_a_flood_in_one_room_is_stopped_and_goes_on_elsewhere(
    session: Session, room: Room, known: Actor
) -> None:
    for number in range(FLOOD.messages):
        say(session, known, room, number)
    with pytest.raises(TooMany, match="flood") as refused:
        say(session, known, room, 99)
    until = refused.value.values["until"]
    assert isinstance(until, dt.datetime)
    assert until - clock.now() <= dt.timedelta(seconds=FLOOD.seconds)
    say(session, known, make_room(session, make_channel(session, "Anderswo")), 99)
    shift(session, known, FLOOD.seconds)
    assert say(session, known, room, 99).sequence == FLOOD.messages + 1


def test_a_clock_that_was_ahead_makes_nobody_wait_longer(
    session: Session, room: Room, known: Actor
) -> None:
    room.slow_seconds = 10
    say(session, known, room, 1)
    shift(session, known, -86_400)
    with pytest.raises(TooMany) as refused:
        say(session, known, room, 2)
    assert refused.value.values["seconds"] == 10


def test_a_newcomer_writes_a_few_messages_a_minute_in_all_rooms_together(
    session: Session, room: Room, newcomer: Actor
) -> None:
    other = make_room(session, make_channel(session, "Anderswo"))
    for number in range(NEWCOMERS.messages):
        say(session, newcomer, (room, other)[number % 2], number)
    with pytest.raises(TooMany, match="newcomer_pace"):
        say(session, newcomer, room, 99)
    newcomer.is_trusted = True
    say(session, newcomer, room, 99)


def test_who_has_talked_for_a_week_is_no_newcomer(
    session: Session, room: Room, newcomer: Actor
) -> None:
    newcomer.created_at = clock.now() - KNOWN_AFTER
    for _ in range(KNOWN_BY - 1):
        make_message(session, room, newcomer)
    shift(session, newcomer, 3600)
    session.commit()
    for number in range(NEWCOMERS.messages + 1):
        say(session, newcomer, room, number)
    newcomer.created_at = clock.now()
    with pytest.raises(TooMany, match="newcomer_pace"):
        say(session, newcomer, room, 99)


def test_a_newcomer_mentions_few_and_links_little(
    session: Session, room: Room, newcomer: Actor, known: Actor
) -> None:
    people = [make_actor(session, f"Person {n}") for n in range(3)]
    crowd = " ".join(f"@{one.handle}" for one in people)
    links = " ".join(f"https://beispiel.example/{n}" for n in range(4))
    with pytest.raises(Invalid, match="newcomer_mentions"):
        say(session, newcomer, room, 1, crowd)
    with pytest.raises(Invalid, match="newcomer_links"):
        say(session, newcomer, room, 1, links)
    modest = say(session, newcomer, room, 1)
    with pytest.raises(Invalid, match="newcomer_links"):
        edit(session, newcomer, modest, text=compose_message(links), version=1)
    say(session, known, room, 1, f"{crowd} {links}")


def test_a_newcomer_sends_links_and_files_now_and_then(
    session: Session, room: Room, newcomer: Actor
) -> None:
    sources = ("https://beispiel.example/", "[x](/attachments/0123456789abcdef)")
    for number in range(NEWCOMERS_LINKS.messages):
        say(session, newcomer, room, number, sources[number % 2])
        shift(session, newcomer, NEWCOMERS.seconds)
    with pytest.raises(TooMany, match="newcomer_links_pace"):
        say(session, newcomer, room, 98, sources[0])
    say(session, newcomer, room, 99)


def test_two_windows_at_once_send_one_message_in_a_slow_room(hub: Flask) -> None:
    session = db.session()
    room, actor = make_room(session, make_channel(session)), make_actor(session)
    room.slow_seconds = 60
    session.commit()
    room_id, actor_id = room.id, actor.id
    db.session.remove()

    def write(number: int) -> None:
        with unit_of_work() as unit:
            say(unit, unit.get_one(Actor, actor_id), unit.get_one(Room, room_id), number)

    faults = at_once(hub, 4, write)
    assert [str(fault) for fault in faults] == ["slow_mode"] * 3
    assert db.session().scalars(sa.select(sa.func.count(Message.id))).one() == 1
