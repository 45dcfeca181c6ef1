"""Reading rooms: one page per question, one import path for all."""

from forum.messaging.queries.counters import wrong_rooms
from forum.messaging.queries.meetings import (
    ListedRoom,
    direct_room_of,
    my_rooms,
    pair_of,
    participant_of,
    participants_of,
    people_called,
    people_to_write_to,
    refusing_among,
)
from forum.messaging.queries.messages import message_in, pinned_in, state_of
from forum.messaging.queries.people import mentioned_readers, readers_of_room
from forum.messaging.queries.retention import Leaving, leaving_soon
from forum.messaging.queries.rooms import belonging_of, room_by_public_id, room_of_channel
from forum.messaging.queries.states import MessageState, states_of, with_author
from forum.messaging.queries.timeline import MOST, Stretch, happened_after, history
from forum.messaging.queries.unread import Unread, first_unread, level_of, reader_of, unread_of
from forum.messaging.queries.waiting import WaitingRoom, is_for_one, unread_rooms, waiting_rooms

__all__ = [
    "MOST",
    "Leaving",
    "ListedRoom",
    "MessageState",
    "Stretch",
    "Unread",
    "WaitingRoom",
    "belonging_of",
    "direct_room_of",
    "first_unread",
    "happened_after",
    "history",
    "is_for_one",
    "leaving_soon",
    "level_of",
    "mentioned_readers",
    "message_in",
    "my_rooms",
    "pair_of",
    "participant_of",
    "participants_of",
    "people_called",
    "people_to_write_to",
    "pinned_in",
    "reader_of",
    "readers_of_room",
    "refusing_among",
    "room_by_public_id",
    "room_of_channel",
    "state_of",
    "states_of",
    "unread_of",
    "unread_rooms",
    "waiting_rooms",
    "with_author",
    "wrong_rooms",
]
