"""What is told of a room of chat: a stretch of its log, made once for all who read it.

The same words as the page gets when it asks what came after a number. They are cut where the batch
of events ends that they are told for: rights were looked at again up to there, and not beyond.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy.orm import Session

from forum.kernel.errors import NotFound
from forum.messaging.policy import Belonging
from forum.messaging.queries import Stretch, happened_after
from forum.realtime.news import News
from forum.realtime.seats import Key, PlaceKind, Seats

# In one message over a socket.
_MOST_AT_ONCE = 200


class Tidings(NamedTuple):
    """What is to be said to those who read a room."""

    key: Key
    stretch: Stretch


class Rooms:
    """How far the rooms that are heard in this process have been told of."""

    def __init__(self) -> None:
        """Begin with no room."""
        self._told: dict[int, int] = {}

    def begin(self, room_id: int, last: int) -> None:
        """Tell from this number on; somebody has come who knows all up to it."""
        self._told[room_id] = min(last, self._told.get(room_id, last))

    def tidings(self, session: Session, news: News) -> list[Tidings]:
        """Return what is new in the rooms, in order; nothing is told twice."""
        self._forget_unheard(news.seats)
        found: list[Tidings] = []
        for room_id in news.rooms:
            with suppress(NotFound):  # the room is gone, with all that was said in it
                found += self._of(session, room_id, news)
        return found

    def _of(self, session: Session, room_id: int, news: News) -> Iterator[Tidings]:
        first, last = news.rooms[room_id]
        after = self._told.get(room_id, first - 1)
        if after >= last:
            return
        while after < last:
            stretch = happened_after(
                session, room_id, Belonging(), after, limit=min(_MOST_AT_ONCE, last - after)
            )
            if stretch["last"] <= after:
                break
            after = stretch["last"]
            # What comes after it is told as well; nobody need ask.
            stretch["is_all"] = True
            yield Tidings(Key(PlaceKind.ROOM, room_id), stretch)
        self._told[room_id] = last

    def _forget_unheard(self, seats: Seats) -> None:
        heard = seats.heard()
        self._told = {
            one: told for one, told in self._told.items() if Key(PlaceKind.ROOM, one) in heard
        }


def seen_from(stretch: Stretch, after: int) -> Stretch:
    """Return a stretch as somebody reads it who came after this number."""
    messages = [one for one in stretch["messages"] if one["sequence"] > after]
    if len(messages) == len(stretch["messages"]):
        return stretch
    shown = {one["id"] for one in messages}
    events = [
        {**event, "message": event["message"] if event["message"] in shown else None}
        for event in stretch["events"]
    ]
    return {**stretch, "messages": messages, "events": events}  # type: ignore[typeddict-item]


def newcomers(seats: Seats, key: Key, stretch: Stretch) -> bool:
    """Tell whether anybody listens who may not read all messages of a stretch."""
    place = seats.place(key)
    if place is None or place.channel_id is not None:
        return False  # who reads a channel reads all of it
    oldest = min((one["sequence"] for one in stretch["messages"]), default=None)
    if oldest is None:
        return False
    return any(seat.places[key].after >= oldest for seat in seats.listening_to(key))
