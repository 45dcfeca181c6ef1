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


class MessageFlagged(Event):
    """A watched word stands in a message that others can read already."""

    message_id: int
    room_id: int
    words: list[str]


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


class RoomRestrained(Event):
    """A room goes slower or faster, or keeps what is said for another time; none: without end."""

    room_id: int
    slow_seconds: int
    slow_before: int
    kept_days: int | None
    kept_before: int | None


class MessagesForgotten(Event):
    """Messages of a room have grown old, and are deleted with all that hung on them."""

    room_id: int
    message_ids: list[int]


class KeepingBegun(Event):
    """Somebody wants to make a thread of a conversation; nobody else knows of it yet."""

    keeping_id: int


class KeepingAsked(Event):
    """Those who are quoted are asked; `actor_ids` are those who are to be told."""

    keeping_id: int
    actor_ids: list[int]


class KeepingReconsidered(Event):
    """The keeper takes back what others were asked, to change it."""

    keeping_id: int


class KeepingAnswered(Event):
    """Somebody has said how their words may be quoted."""

    keeping_id: int
    actor_id: int


class KeepingDropped(Event):
    """There will be no thread."""

    keeping_id: int


class KeepingPublished(Event):
    """There is a thread now; perhaps it waits for release as others do."""

    keeping_id: int
    thread_id: int
    post_id: int


class HourPlanned(Event):
    """There will be a chat hour."""

    hour_id: int
    room_id: int


class HourChanged(Event):
    """Something about a chat hour is different; `moved`: how often it got another time, if now."""

    hour_id: int
    room_id: int
    moved: int | None


class HourCalledOff(Event):
    """There will be no such chat hour."""

    hour_id: int
    room_id: int


class HourNears(Event):
    """A chat hour begins soon, or has just begun."""

    hour_id: int
    room_id: int
    moved: int


class HourEnded(Event):
    """A chat hour is over; what was said in it is offered for keeping."""

    hour_id: int
    room_id: int
