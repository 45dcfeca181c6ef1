"""The weeks that editions are made for: ISO weeks, written "2026-W48"."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from forum.kernel.errors import NotFound

_WRITTEN = re.compile(r"(2\d{3})-W(\d{2})")
_ONE = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One ISO week, Monday to Sunday; the first of a year holds its first Thursday."""

    monday: dt.date

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Return the week that the day lies in."""
        return cls(day - dt.timedelta(days=day.weekday()))

    @classmethod
    def read(cls, written: str) -> Self:
        """Read it as it stands in an address. Raises ``NotFound("no_such_week")``."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise NotFound("no_such_week")
        try:
            return cls(dt.date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError as error:  # the 53rd of a year that has 52
            raise NotFound("no_such_week") from error

    @property
    def key(self) -> str:
        """As it is stored, and stands in an address."""
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def number(self) -> int:
        """Which week of its year it is."""
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> dt.date:
        """Its last day."""
        return self.monday + dt.timedelta(days=6)

    def later(self, weeks: int) -> "Week":
        """Return the week so many weeks later; earlier, where it is negative."""
        return Week(self.monday + weeks * _ONE)
