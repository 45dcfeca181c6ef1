"""Who is connected to this process, and what they listen to: in memory, never stored, never logged.

A seat is one socket of one signed-in browser. Everything here is plain bookkeeping: nothing waits,
so under gevent nobody else runs in between.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from forum.realtime.allowance import Allowance

# Tabs that are looked at, on all devices of one person; a hidden tab lets its socket go.
SEATS_PER_ACCOUNT = 12
# A page shows one thread; the rest is for a page that changes from one to the next.
THREADS_PER_SEAT = 4
# Every page opens a socket: as fast as one can leaf through pages, and no faster.
ARRIVALS = (60, 2.0)


@dataclass(frozen=True, slots=True)
class Place:
    """A thread that somebody listens to, as the database and as addresses call it."""

    thread_id: int
    public_id: str
    channel_id: int


@dataclass(slots=True)
class Seat:
    """One socket."""

    sid: str
    sign_in_id: int
    account_id: int
    actor_id: int
    places: dict[int, Place] = field(default_factory=dict)
    """By the id of the thread."""
    joins: Allowance = field(default_factory=lambda: Allowance(10, 0.5))


@dataclass(slots=True)
class Doubts:
    """Whose rights have to be looked at again before anything more is said."""

    threads: set[int] = field(default_factory=set)
    channels: set[int] = field(default_factory=set)
    actors: set[int] = field(default_factory=set)
    accounts: set[int] = field(default_factory=set)
    everybody: bool = False

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.everybody or self.threads or self.channels or self.actors or self.accounts)

    def concern(self, seat: Seat) -> bool:
        """Tell whether this seat is meant, in any of the threads it listens to."""
        if self.everybody or seat.actor_id in self.actors or seat.account_id in self.accounts:
            return True
        return any(
            place.thread_id in self.threads or place.channel_id in self.channels
            for place in seat.places.values()
        )


class Seats:
    """All seats of this process."""

    def __init__(self) -> None:
        """Begin with an empty hall."""
        self._by_sid: dict[str, Seat] = {}
        self._by_thread: dict[int, dict[str, Seat]] = {}
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

    @contextmanager
    def admitted(self, account_id: int) -> Iterator[bool]:
        """Count a connection for as long as it lasts; yield whether there may be one more."""
        arrivals = self._arrivals.setdefault(account_id, Allowance(*ARRIVALS))
        is_welcome = arrivals.take() and self._open.get(account_id, 0) < SEATS_PER_ACCOUNT
        if not is_welcome:
            yield False
            return
        self._open[account_id] = self._open.get(account_id, 0) + 1
        try:
            yield True
        finally:
            self._open[account_id] -= 1
            if not self._open[account_id]:
                del self._open[account_id]
            self._forget_old_arrivals()

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
            for thread_id in seat.places:
                self._forget(seat, thread_id)
        return seat

    def of(self, sid: str) -> Seat | None:
        """Return the seat of a socket."""
        return self._by_sid.get(sid)

    def listen(self, seat: Seat, place: Place) -> None:
        """Let the seat hear of a thread."""
        seat.places[place.thread_id] = place
        self._by_thread.setdefault(place.thread_id, {})[seat.sid] = seat

    def stop_listening(self, seat: Seat, thread_id: int) -> Place | None:
        """Let the seat hear nothing more of a thread; return what it was, if it was anything."""
        place = seat.places.pop(thread_id, None)
        if place is not None:
            self._forget(seat, thread_id)
        return place

    def _forget(self, seat: Seat, thread_id: int) -> None:
        listeners = self._by_thread.get(thread_id, {})
        listeners.pop(seat.sid, None)
        if not listeners:
            self._by_thread.pop(thread_id, None)

    def listening_to(self, thread_id: int) -> tuple[Seat, ...]:
        """Return who hears of a thread."""
        return tuple(self._by_thread.get(thread_id, {}).values())

    def place(self, thread_id: int) -> Place | None:
        """Return the thread as somebody here listens to it, or ``None`` if nobody does."""
        for seat in self.listening_to(thread_id):
            return seat.places[thread_id]
        return None

    def read_by(self, accounts: Collection[int]) -> set[int]:
        """Return the threads that these people listen to."""
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
