"""Rooms and messages for tests, made by the actions that people use."""

import itertools

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.messaging.actions import room_for_channel, send
from forum.messaging.models import Message, Participant, ParticipantRole, Room, RoomKind
from forum.messaging.queries import room_by_public_id
from forum.messaging.text import compose_message
from forum.threads.queries import known_names

_numbers = itertools.count(1)


def make_room(session: Session, channel: Channel) -> Room:
    """Return the room of a channel."""
    room = room_for_channel(session, channel)
    return room_by_public_id(session, room.public_id)


def make_conversation(session: Session, *people: Actor, kind: RoomKind = RoomKind.GROUP) -> Room:
    """Return a room of these people; the first of them leads it."""
    room = Room(kind=kind)
    session.add(room)
    session.flush()
    for person in people:
        role = ParticipantRole.HOST if person is people[0] else ParticipantRole.MEMBER
        session.add(Participant(room_id=room.id, actor_id=person.id, role=role))
    session.commit()
    return room


def make_message(
    session: Session, room: Room, author: Actor, source: str = "Guten Morgen zusammen"
) -> Message:
    """Return a message in the room."""
    text = compose_message(source, known_names(session, source, home_id=room.channel_id))
    client_id = f"test-{next(_numbers):08}"
    return send(session, author, room, client_id=client_id, text=text, is_paced=False).message
