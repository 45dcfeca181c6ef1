"""In which order lists of threads stand, and how they are read on by key."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from forum.kernel.models import UtcDateTime
from forum.kernel.paging import Page, key_of, read_key
from forum.threads.models import Thread
from forum.threads.queries.rows import AnySelect, ThreadSummary

LIST_PAGE = 20


class Sort(enum.StrEnum):
    """What stands first."""

    LATEST = "latest"
    """Where somebody wrote last."""
    NEWEST = "newest"
    """What was begun last."""
    OLDEST = "oldest"
    """What has stood there longest."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of a list, asked for by the key of a row beside it."""

    sort: Sort = Sort.LATEST
    before: str | None = None
    after: str | None = None

    def of(self, statement: AnySelect) -> AnySelect:
        """Return the statement for this page and one row more, which tells whether it goes on."""
        column: sa.ColumnElement[Any] = (
            Thread.last_post_at.expression
            if self.sort is Sort.LATEST
            else Thread.visible_at.expression
        )
        falls = (self.sort is not Sort.OLDEST) != self._is_upwards
        if key := read_key(self.before) or read_key(self.after):
            at, public_id = sa.literal(key[0], UtcDateTime()), sa.literal(key[1], sa.String())
            here, there = sa.tuple_(column, Thread.public_id), sa.tuple_(at, public_id)
            statement = statement.where(here < there if falls else here > there)
        order = (column, Thread.public_id.expression)
        by = [one.desc() if falls else one.asc() for one in order]
        return statement.order_by(*by).limit(LIST_PAGE + 1)

    def page(self, found: Sequence[ThreadSummary]) -> Page[ThreadSummary]:
        """Return what the statement found as a page, in the order of the list."""
        more, items = len(found) > LIST_PAGE, list(found[:LIST_PAGE])
        is_upwards = self._is_upwards
        if is_upwards:
            items.reverse()
        goes_back = more if is_upwards else read_key(self.after) is not None
        goes_on = is_upwards or more
        return Page(
            items=items,
            before=self._key(items[0]) if items and goes_back else None,
            after=self._key(items[-1]) if items and goes_on else None,
        )

    @property
    def _is_upwards(self) -> bool:
        return read_key(self.before) is not None

    def _key(self, item: ThreadSummary) -> str:
        at: dt.datetime = item.last_post_at if self.sort is Sort.LATEST else item.visible_at
        return key_of(at, item.public_id)
