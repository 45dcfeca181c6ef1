"""What subscribers make of events: whom to doubt, and what to tell whom.

A subscriber is given the session, the event, and the :class:`News` of the batch it stands in. It
sends nothing itself: first everybody whose rights may have changed is looked at again, then what
is left of the news is told, each thing once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from forum.kernel.events import Event
from forum.realtime.seats import Doubts, Key, PlaceKind, Seats


@dataclass(slots=True)
class News:
    """What one batch of events comes to."""

    seats: Seats
    doubts: Doubts = field(default_factory=Doubts)
    posts: dict[int, int] = field(default_factory=dict)
    """The greatest new number, by thread id."""
    changed: dict[int, set[int]] = field(default_factory=dict)
    """The numbers of posts that look different now, by thread id."""
    rooms: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The first and the last new number in its log, by room id."""
    accounts: set[int] = field(default_factory=set)
    """Whose notifications have changed."""
    presences: set[int] = field(default_factory=set)
    """Who has chosen anew whether to be seen."""

    def is_heard(self, thread_id: int) -> bool:
        """Tell whether anybody here listens to a thread; otherwise nothing need be looked up."""
        return bool(self.seats.listening_to(Key(PlaceKind.THREAD, thread_id)))

    def post(self, thread_id: int, number: int) -> None:
        """Note a new post."""
        if self.is_heard(thread_id):
            self.posts[thread_id] = max(number, self.posts.get(thread_id, 0))

    def change(self, thread_id: int, number: int) -> None:
        """Note that a post looks different."""
        if self.is_heard(thread_id):
            self.changed.setdefault(thread_id, set()).add(number)

    def stir(self, room_id: int, sequence: int) -> None:
        """Note that something happened in a room."""
        if self.seats.listening_to(Key(PlaceKind.ROOM, room_id)):
            first, last = self.rooms.get(room_id, (sequence, sequence))
            self.rooms[room_id] = (min(first, sequence), max(last, sequence))


RealtimeSubscriber = Callable[[Session, Any, News], None]
RealtimeSubscribers = Mapping[type[Event], Sequence[RealtimeSubscriber]]
