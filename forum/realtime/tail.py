"""Reading the end of the event log: everything once, also what becomes visible out of order.

On PostgreSQL the number of an event is given when it is written, not when it is committed: a small
number may appear after a greater one. The numbers come from a sequence without gaps of its own, so
a number that is missing belongs to a transaction that is still running, or was rolled back. The
tail remembers missing numbers for a while and asks for them again each time.

On SQLite there is one writer, and numbers appear in order.
"""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.event_log import RecordedEvent

# No transaction of a hub lasts as long; a rolled-back number is given up after it.
SECONDS_TO_APPEAR = 120.0
# How far back a tail that begins looks for numbers that are missing, and how many it remembers.
MOST_MISSING = 500
BATCH = 500


# Asked with all that happens, and so not put together each time.
_NEWS = (
    sa.select(RecordedEvent.id, RecordedEvent.name, RecordedEvent.payload)
    .where(
        sa.or_(
            RecordedEvent.id > sa.bindparam("last"),
            RecordedEvent.id.in_(sa.bindparam("missing", expanding=True)),
        )
    )
    .order_by(RecordedEvent.id)
    .limit(BATCH)
)


class Fact(NamedTuple):
    """A recorded event as the log holds it."""

    id: int
    name: str
    payload: dict[str, Any]


class Tail:
    """How far one process has read the log."""

    def __init__(self) -> None:
        """Begin nowhere; call :meth:`begin`."""
        self._last = 0
        self.missing: dict[int, float] = {}
        """Numbers that may still appear, and since when they are missing."""

    def begin(self, session: Session) -> None:
        """Go to the end: what is visible now is history, what appears from now on is news."""
        self._last = _last_number(session)
        self.missing = {}
        first = max(self._last - MOST_MISSING, 0)
        seen = session.scalars(
            sa.select(RecordedEvent.id).where(
                RecordedEvent.id > first, RecordedEvent.id <= self._last
            )
        ).all()
        # Before the first one that is still there, the log was cleared away.
        first = min(seen, default=self._last + 1) - 1
        self._note_missing(first, seen)

    def news(self, session: Session) -> list[Fact]:
        """Return what has appeared since, in the order of the log, at most ``BATCH`` at once.

        It counts as read when :meth:`is_read` is told so: whoever fails in between gets it again.
        """
        self._give_up_missing()
        rows = session.execute(_NEWS, {"last": self._last, "missing": tuple(self.missing)}).all()
        if not rows and _last_number(session) < self._last:
            # The log was emptied, and SQLite counts from the beginning again.
            self._last, self.missing = 0, {}
            return self.news(session)
        return [Fact(*row) for row in rows]

    def is_read(self, facts: Sequence[Fact]) -> None:
        """Remember that these have been dealt with."""
        numbers = [fact.id for fact in facts]
        for number in numbers:
            self.missing.pop(number, None)
        newest = max(numbers, default=0)
        if newest > self._last:
            before, self._last = self._last, newest
            self._note_missing(before, numbers)

    def _note_missing(self, after: int, seen: Sequence[int]) -> None:
        known, now = set(seen), time.monotonic()
        first = max(after, self._last - MOST_MISSING)
        for number in range(first + 1, self._last):
            if number not in known:
                self.missing[number] = now
        for number in list(self.missing)[:-MOST_MISSING]:
            del self.missing[number]

    def _give_up_missing(self) -> None:
        past = time.monotonic() - SECONDS_TO_APPEAR
        self.missing = {number: at for number, at in self.missing.items() if at > past}


def _last_number(session: Session) -> int:
    return session.scalar(sa.select(sa.func.max(RecordedEvent.id))) or 0
