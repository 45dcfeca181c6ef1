"""What a stored message costs beside a bare broadcast of the same words: `make bench`.

In one run, on the same server (gevent's, one process each): Flask-SocketIO alone, which says what
it is given to all in a room, and the hub, which takes the message over HTTP, stores it, and tells
it from its log. The readers are light and the same for both; bare and whole take turns.
"""

import argparse
import asyncio
import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.chat_servers import MISSED, Servers, asker, bare_speaker, servers
from bench.readers import Crowd, memory_of

TIME, BURST, MEMORY, BESIDE, CATCH_UP = 1.5, 0.6, 1.3, 1.5, 0.1
_TABS = 10
"""Sockets of one account; there may be 12."""
_IN_BURST = 20
_CROWD = 1000
"""From so many readers on, the bound for a burst holds."""
_IN_A_ROOM = 100
_TURNS = 4
_IN_A_TURN = 100
_PAUSE = 0.05
_TO_SETTLE = 100
"""Messages before those that count: while a crowd arrives, connections are opened, and PostgreSQL
plans each statement some ten times on each of them; a hub runs for days."""


@dataclass
class Side:
    """One of the two servers, with who reads there and how one speaks."""

    pid: int
    crowd: Crowd
    speak: Callable[[int], None]
    last: int = 0

    async def once(self) -> float:
        """Return the seconds that one message takes to its last reader."""
        self.last += 1
        return await self.crowd.time_to_last(self.last, lambda: self.speak(self.last))

    async def now_and_then(self) -> float:
        """Say something after a pause, as people do; return the same as `once`."""
        await asyncio.sleep(_PAUSE)
        return await self.once()

    async def burst(self) -> float:
        """Return deliveries a second of some messages back to back."""
        first, self.last = self.last + 1, self.last + _IN_BURST

        def speak() -> None:
            for number in range(first, self.last + 1):
                self.speak(number)

        return _IN_BURST * len(self.crowd.readers) / await self.crowd.time_to_last(self.last, speak)


async def measure(kind: str, sizes: Sequence[int], rounds: int) -> bool:
    """Print the table; return whether the bounds are kept."""
    with servers(kind, -(-max(sizes) // _TABS) + 1) as both:
        hub, port = both.hub, both.whole.port
        # One account writes and does not read: it may ask as often as it likes.
        whole = Side(both.whole.pid, Crowd(port, hub.room, hub.cookies[1:]), hub.speaker(port))
        whole.last = MISSED
        last = f"/chat/{hub.room}/events?after={MISSED - 1}"
        said = asker(port, hub.cookies[0])("GET", last, None, {}, 200)
        speak = bare_speaker(both.bare.port, json.loads(said))
        bare = Side(both.bare.pid, Crowd(both.bare.port, hub.room, ["x"]), speak)
        for side in (bare, whole):  # what is only loaded when somebody comes
            await side.crowd.come(20)
            await side.once()
        print(f"{kind}, words of {len(said)} bytes")
        kept = await _beside_pages(both, whole)
        print("readers   bare ms  whole ms   ratio   bare/s   whole/s   ratio  kB each bare/whole")
        for size in sizes:
            kept = await _row(size, rounds, bare, whole) and kept
        seconds = min(hub.catch_up(port) for _ in range(3))
        print(f"{MISSED} missed events caught up in {1000 * seconds:.0f} ms")
        back = await whole.crowd.come_again()
        refused = whole.crowd.refused
        print(f"{max(sizes)} readers were back in {back:.1f} s, {refused} of them not at once")
        return kept and seconds <= CATCH_UP and not refused


async def _beside_pages(both: Servers, side: Side) -> bool:
    """Compare a quiet chat to one beside pages under load, in turns."""
    await side.crowd.come(_IN_A_ROOM - len(side.crowd.readers))
    quiet: list[float] = []
    beside: list[float] = []
    with both.pages() as port:
        for _ in range(_TURNS):
            quiet += [await side.now_and_then() for _ in range(_IN_A_TURN)]
            with both.load(port):
                beside += [await side.now_and_then() for _ in range(_IN_A_TURN)]
    alone, busy = (1000 * statistics.quantiles(one, n=100)[98] for one in (quiet, beside))
    print(
        f"{_IN_A_ROOM} readers, 99th of 100 messages: {alone:.1f} ms alone, {busy:.1f} ms beside"
        f" pages under load: {busy / alone:.2f}",
        flush=True,
    )
    return busy / alone <= BESIDE


async def _row(size: int, rounds: int, bare: Side, whole: Side) -> bool:
    held = []
    for side in (bare, whole):
        before, had = memory_of(side.pid), len(side.crowd.readers)
        await side.crowd.come(size - had)
        await side.once()
        held.append((memory_of(side.pid) - before) / (size - had) / 1024)
    for _ in range(_TO_SETTLE):
        for side in (bare, whole):
            await side.once()
    times: tuple[list[float], list[float]] = ([], [])
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for side, found in zip((bare, whole), times, strict=True):
            found.append(await side.once())
    for _ in range(max(3, rounds // 5)):
        for side, found in zip((bare, whole), rates, strict=True):
            found.append(await side.burst())
    slow, fast = (1000 * statistics.median(one) for one in reversed(times))
    least, most = (statistics.median(one) for one in rates)
    print(
        f"{size:>7} {fast:>9.1f} {slow:>9.1f} {slow / fast:>7.2f} {least:>8.0f} {most:>9.0f} "
        f"{most / least:>7.2f}  {held[0]:>6.0f} {held[1]:>6.0f}",
        flush=True,
    )
    # Few readers are told sooner than one message can be written after the other.
    is_quick = most / least >= BURST or size < _CROWD
    return slow / fast <= TIME and is_quick and held[1] / held[0] <= MEMORY


def main() -> None:
    """Measure with crowds of the asked sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, nargs="+", default=[500, 1000])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    is_kept = asyncio.run(measure(asked.database, sorted(asked.readers), asked.rounds))
    if not is_kept:
        sys.exit(
            f"A bound is passed: time {TIME}, burst {BURST}, memory {MEMORY}, "
            f"beside pages {BESIDE}, {CATCH_UP} s."
        )


if __name__ == "__main__":
    main()
