"""What the pages of chat begin with: the room, who reads it, and the right to."""

from dataclasses import dataclass

from flask import request

from forum.accounts.models import Actor
from forum.channels.policy import can_know_of
from forum.extensions import db
from forum.kernel.errors import NotFound
from forum.kernel.verdict import Denied, require
from forum.messaging.models import Message, Room
from forum.messaging.policy import NO_ROOM, Belonging, can_read_room
from forum.messaging.queries import (
    MessageState,
    belonging_of,
    message_in,
    room_by_public_id,
    state_of,
)
from forum.web.auth import acting
from forum.web.here import show_in


@dataclass(frozen=True, slots=True)
class RoomReading:
    """A room, who reads it, and what they have to do with it."""

    actor: Actor
    room: Room
    own: Belonging

    @property
    def url(self) -> str:
        """The address of the room's page."""
        return room_address(self.room)


def room_reading(public_id: str) -> RoomReading:
    """Return the room for who is signed in, or raise why it cannot be read.

    `NotFound` also where the reader is not to know that there is such a room.
    """
    return reading_of_room(room_by_public_id(db.session(), public_id))


def reading_of_room(room: Room) -> RoomReading:
    """Return the room with who is signed in, or raise why they cannot read it (channel loaded)."""
    actor = acting()
    own = belonging_of(db.session(), actor, room)
    if room.channel is not None and not can_know_of(actor, room.channel, own.membership):
        raise NotFound(NO_ROOM)
    verdict = can_read_room(actor, room, own)
    if isinstance(verdict, Denied) and verdict.reason == NO_ROOM:
        raise NotFound(NO_ROOM)
    require(verdict)
    if room.channel is not None:
        show_in(room.channel)
    return RoomReading(actor, room, own)


def message_for_reader(public_id: str, message_id: str) -> tuple[Message, RoomReading]:
    """Return a message of the room, removed or not, or raise why it cannot be read."""
    reading = room_reading(public_id)
    return message_in(db.session(), reading.room, reading.own, message_id), reading


def state_for(reading: RoomReading, message: Message) -> MessageState:
    """Return how the message looks now."""
    return state_of(db.session(), reading.room, reading.own, message.public_id)


def room_address(room: Room) -> str:
    """Return the address of a room's page (channel loaded)."""
    if room.channel is not None:
        return f"/channels/{room.channel.slug}/chat"
    return f"/chat/{room.public_id}"


def wants_json() -> bool:
    """Tell whether a script asks, which puts the answer on its page itself."""
    return request.accept_mimetypes.best == "application/json"
