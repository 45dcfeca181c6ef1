"""What happened in rooms; what it looks like is read from the rows."""

from dataclasses import field

from forum.kernel.events import Event


class MessageSent(Event):
    """Somebody wrote a message."""

    message_id: int
    room_id: int
    sequence: int
    mentioned_ids: list[int] = field(default_factory=list)
    """Actors who read the room and are mentioned."""


class MessageEdited(Event):
    """The author changed a message; `mentioned_ids` are those who were not mentioned before."""

    message_id: int
    room_id: int
    sequence: int
    mentioned_ids: list[int] = field(default_factory=list)


class MessageRemoved(Event):
    """A message became a tombstone."""

    message_id: int
    room_id: int
    sequence: int
    is_by_author: bool


class MessageRestored(Event):
    """A removal was taken back."""

    message_id: int
    room_id: int
    sequence: int


class RoomStirred(Event):
    """Something else happened in a room that its readers see: a reaction, a pin, its name."""

    room_id: int
    sequence: int


class ParticipantCame(Event):
    """Somebody takes part in a room now."""

    room_id: int
    actor_id: int


class ParticipantWent(Event):
    """Somebody takes part in a room no more, by their own wish or not."""

    room_id: int
    actor_id: int


class RoomClosed(Event):
    """Nobody writes here any more, or the room of a channel was switched off."""

    room_id: int


class RoomReopened(Event):
    """A room that was closed is open again."""

    room_id: int
