"""Keyset pages: stable while others write, and as quick on page 500 as on page 1."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A stretch of rows, with the keys to ask for what lies before and after (or ``None``)."""

    items: Sequence[T]
    before: str | None = None
    after: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing beyond this page."""
        return self.before is None and self.after is None


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def key_of(at: dt.datetime, public_id: str) -> str:
    """Return the key of a row in a list that is ordered by a moment, then by public id."""
    return f"{(at - _EPOCH) // _MICROSECOND}-{public_id}"


def read_key(key: str | None) -> tuple[dt.datetime, str] | None:
    """Read a key back; ``None`` for none, and for one that nobody was given."""
    moment, _, public_id = (key or "").partition("-")
    try:
        return _EPOCH + int(moment) * _MICROSECOND, public_id
    except (ValueError, OverflowError):
        return None
