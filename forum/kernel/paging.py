"""Keyset pages: stable while others write, and as quick on page 500 as on page 1."""

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
