"""Rules and their SQL agree on every room and message, for everybody."""

import datetime as dt
import random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience
from forum.kernel import clock
from forum.messaging.models import Message, Participant, Room, RoomKind
from forum.messaging.policy import (
    can_edit_message,
    can_pin_message,
    can_read_message,
    can_read_room,
    can_remove_message,
    can_restore_message,
    can_write_in,
    readable_messages,
    readable_rooms,
)
from forum.messaging.queries import belonging_of, room_by_public_id
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.threads.test_policy import everybody

OTHER_KINDS = [kind for kind in RoomKind if kind is not RoomKind.CHANNEL]


def filled(session: Session) -> dict[str, Actor | None]:
    """Return everybody, with rooms of all kinds, people who came late or left, and messages."""
    chance = random.Random(6)  # noqa: S311 - so that a failure comes again
    channels = [make_channel(session, level, audience=level) for level in Audience]
    people = everybody(session, channels)
    author = people["author"]
    assert author is not None
    rooms = [make_room(session, channel) for channel in channels]
    others = [one for one in people.values() if one is not None and one is not author]
    for number in range(12):
        some = [one for one in others if chance.random() < 0.5]
        kind = OTHER_KINDS[number % len(OTHER_KINDS)]
        rooms.append(make_conversation(session, author, *some, kind=kind))
    for room in rooms:
        for _ in range(4):
            message = make_message(session, room, author)
            if chance.random() < 0.3:
                message.removed_at = clock.now()
        if chance.random() < 0.2:
            room.closed_at = clock.now()
    for participant in session.scalars(sa.select(Participant)):
        if participant.actor_id == author.id:
            continue
        participant.after_sequence = chance.choice((0, 0, 2, 4))
        participant.left_at = chance.choice((None, None, clock.now()))
    author.role = Role.MEMBER
    session.commit()
    return people


def test_reading_rooms_and_messages_is_answered_alike_by_rule_and_by_sql(session: Session) -> None:
    people = filled(session)
    rooms = [
        room_by_public_id(session, public_id)
        for public_id in session.scalars(sa.select(Room.public_id))
    ]
    messages = session.scalars(sa.select(Message)).all()
    by_id = {room.id: room for room in rooms}
    seen = set()
    for name, actor in people.items():
        owns = {room.id: belonging_of(session, actor, room) for room in rooms}
        by_sql = set(session.scalars(sa.select(Room.id).where(readable_rooms(actor))))
        by_rule = {room.id for room in rooms if can_read_room(actor, room, owns[room.id])}
        assert by_sql == by_rule, name
        read = set(session.scalars(sa.select(Message.id).where(readable_messages(actor))))
        assert read == {
            message.id
            for message in messages
            if can_read_message(actor, message, by_id[message.room_id], owns[message.room_id])
        }, name
        writable = {room.id for room in rooms if can_write_in(actor, room, owns[room.id])}
        assert writable <= by_rule, name
        seen.add((frozenset(by_sql), frozenset(read)))
        if name in {"guest", "closed"}:
            assert not by_sql
    assert len(seen) >= 6


def test_an_administrator_reads_no_conversation_of_others(session: Session) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    author = make_actor(session)
    room = make_conversation(session, author, make_actor(session))
    message = make_message(session, room, author)
    own = belonging_of(session, admin, room)
    for rule in (can_read_message, can_edit_message, can_remove_message, can_pin_message):
        assert rule(admin, message, room, own).reason == "no_room"


def test_windows_end_and_a_clock_that_is_a_day_off_opens_none(session: Session) -> None:
    author, other = make_actor(session), make_actor(session)
    room = make_conversation(session, author, other)
    message = make_message(session, room, author)
    own, hour = belonging_of(session, author, room), dt.timedelta(hours=1)
    for age, may in ((0, True), (23, True), (25, False), (-24, True)):
        message.created_at = clock.now() - age * hour
        assert bool(can_edit_message(author, message, room, own)) is may
        message.removed_at, message.removed_by_id = clock.now() - age * hour, author.id
        assert bool(can_restore_message(author, message, room, own)) is may
        assert not can_restore_message(other, message, room, own)
        message.removed_at = None
        assert can_remove_message(author, message, room, own)
