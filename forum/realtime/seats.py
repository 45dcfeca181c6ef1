"""Who is connected to this process, and what they listen to: in memory, never stored, never logged.

A seat is one socket of one signed-in browser. Everything here is plain bookkeeping: nothing waits,
so under gevent nobody else runs in between.
"""

import enum
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from forum.realtime.allowance import Allowance

# Tabs that are looked at, on all devices of one person; a hidden tab lets its socket go.
SEATS_PER_ACCOUNT = 12
# A page shows one thread or room; the rest is for a page that changes from one to the next.
PLACES_PER_SEAT = 4
# Every page opens a socket: as fast as one can leaf through pages, and no faster.
ARRIVALS = (60, 2.0)


class PlaceKind(enum.StrEnum):
    """What can be listened to; a browser says the id under this name."""

    THREAD = "thread"
    ROOM = "room"


class Key(NamedTuple):
    """One thread, or one room of chat."""

    kind: PlaceKind
    id: int


@dataclass(frozen=True)
class Place:
    """Something that somebody listens to, as the database and as addresses call it."""

    key: Key
    public_id: str
    channel_id: int | None
    """``None`` for what belongs to no channel: a conversation."""
    after: int = 0
    """The number after which this reader reads a room; what was said before is not theirs."""

    @cached_property
    def listeners(self) -> str:
        """The name under which Socket.IO knows who hears of it."""
        return f"{self.key.kind}:{self.public_id}"

    def words(self, **values: object) -> dict[str, object]:
        """Return what is said about it: its id, and these values."""
        return {self.key.kind.value: self.public_id, **values}


@dataclass(slots=True)
class Seat:
    """One socket."""

    sid: str
    sign_in_id: int
    account_id: int
    actor_id: int
    places: dict[Key, Place] = field(default_factory=dict)
    joins: Allowance = field(default_factory=lambda: Allowance(10, 0.5))
    typings: Allowance = field(default_factory=lambda: Allowance(4, 0.4))

    def place(self, kind: PlaceKind, public_id: str) -> Place | None:
        """Return what is listened to under this id."""
        for place in self.places.values():
            if place.key.kind is kind and place.public_id == public_id:
                return place
        return None


@dataclass(slots=True)
class Doubts:
    """Whose rights have to be looked at again before anything more is said."""

    places: set[Key] = field(default_factory=set)
    channels: set[int] = field(default_factory=set)
    actors: set[int] = field(default_factory=set)
    accounts: set[int] = field(default_factory=set)
    everybody: bool = False

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.everybody or self.places or self.channels or self.actors or self.accounts)

    def concern(self, seat: Seat) -> bool:
        """Tell whether this seat is meant, in anything it listens to."""
        if self.everybody or seat.actor_id in self.actors or seat.account_id in self.accounts:
            return True
        return any(
            place.key in self.places or place.channel_id in self.channels
            for place in seat.places.values()
        )


class Seats:
    """All seats of this process."""

    def __init__(self) -> None:
        """Begin with an empty hall."""
        self._by_sid: dict[str, Seat] = {}
        self._by_place: dict[Key, dict[str, Seat]] = {}
        self._open: dict[int, int] = {}
        self._arrivals: dict[int, Allowance] = {}
        self.round = 0
        """Counts the times rights were looked at again; see ``forum.realtime.rights``."""

    def __len__(self) -> int:
        """Return how many sockets are open."""
        return len(self._by_sid)

    def __iter__(self) -> Iterator[Seat]:
        """Go through a copy: seats come and go while somebody is asked about."""
        return iter(tuple(self._by_sid.values()))

    def admit(self, account_id: int) -> Callable[[], None] | None:
        """Count a connection; return what ends it, or ``None`` where there may be no more.

        It may be ended twice; it counts once.
        """
        arrivals = self._arrivals.setdefault(account_id, Allowance(*ARRIVALS))
        if not arrivals.take() or self._open.get(account_id, 0) >= SEATS_PER_ACCOUNT:
            return None
        self._open[account_id] = self._open.get(account_id, 0) + 1
        left = iter((account_id,))

        def end() -> None:
            for one in left:
                self._open[one] -= 1
                if not self._open[one]:
                    del self._open[one]
                self._forget_old_arrivals()

        return end

    def _forget_old_arrivals(self) -> None:
        if len(self._arrivals) > 1000:
            kept = {one: had for one, had in self._arrivals.items() if not had.is_full}
            self._arrivals = kept

    def take(self, seat: Seat) -> None:
        """Let somebody sit down."""
        self._by_sid[seat.sid] = seat

    def give_up(self, sid: str) -> Seat | None:
        """Let somebody go; return the seat, with what was listened to, if there was one."""
        seat = self._by_sid.pop(sid, None)
        if seat is not None:
            for key in seat.places:
                self._forget(seat, key)
        return seat

    def of(self, sid: str) -> Seat | None:
        """Return the seat of a socket."""
        return self._by_sid.get(sid)

    def listen(self, seat: Seat, place: Place) -> None:
        """Let the seat hear of a place."""
        seat.places[place.key] = place
        self._by_place.setdefault(place.key, {})[seat.sid] = seat

    def stop_listening(self, seat: Seat, key: Key) -> Place | None:
        """Let the seat hear nothing more of a place; return it, if there was one."""
        place = seat.places.pop(key, None)
        if place is not None:
            self._forget(seat, key)
        return place

    def _forget(self, seat: Seat, key: Key) -> None:
        listeners = self._by_place.get(key, {})
        listeners.pop(seat.sid, None)
        if not listeners:
            self._by_place.pop(key, None)

    def listening_to(self, key: Key) -> Collection[Seat]:
        """Return who hears of a place, as it is now: copy it before others go on."""
        return self._by_place.get(key, {}).values()

    def heard(self) -> Collection[Key]:
        """Return everything that somebody here listens to, as it is now."""
        return self._by_place.keys()

    def place(self, key: Key) -> Place | None:
        """Return the place as somebody here listens to it, or ``None`` if nobody does."""
        for seat in self.listening_to(key):
            return seat.places[key]
        return None

    def read_by(self, accounts: Collection[int]) -> set[Key]:
        """Return what these people listen to."""
        if not accounts:
            return set()
        return {one for seat in self if seat.account_id in accounts for one in seat.places}

    def has_account(self, account_id: int) -> bool:
        """Tell whether anybody with this login is connected."""
        return account_id in self._open

    def concerned(self, doubts: Doubts) -> list[Seat]:
        """Return the seats that somebody has doubts about."""
        return [seat for seat in self if doubts.concern(seat)]


def sids(seats: Iterable[Seat]) -> list[str]:
    """Return the names that the sockets have."""
    return [seat.sid for seat in seats]
