"""Reading rooms: one page per question, one import path for all."""

from forum.messaging.queries.people import mentioned_readers, readers_of_room
from forum.messaging.queries.rooms import belonging_of, room_by_public_id, room_of_channel
from forum.messaging.queries.states import MessageState, states_of
from forum.messaging.queries.timeline import MOST, Stretch, happened_after, history

__all__ = [
    "MOST",
    "MessageState",
    "Stretch",
    "belonging_of",
    "happened_after",
    "history",
    "mentioned_readers",
    "readers_of_room",
    "room_by_public_id",
    "room_of_channel",
    "states_of",
]
