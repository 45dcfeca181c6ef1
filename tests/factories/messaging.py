"""Rooms and messages for tests, made by the actions that people use."""

import itertools

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.messaging.actions import room_for_channel, send
from forum.messaging.models import Message, Room
from forum.threads.queries import known_names
from forum.threads.text import compose

_numbers = itertools.count(1)


def make_room(session: Session, channel: Channel) -> Room:
    """Return the room of a channel."""
    return room_for_channel(session, channel)


def make_message(
    session: Session, room: Room, author: Actor, source: str = "Guten Morgen zusammen"
) -> Message:
    """Return a message in the room."""
    text = compose(source, known_names(session, source, home_id=room.channel_id))
    return send(session, author, room, client_id=f"test-{next(_numbers):08}", text=text)
