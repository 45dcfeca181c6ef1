"""Choosing what stands in letters: what is new, for whom it is, and what each has been told."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from forum.digests.models import Issue
from forum.digests.selection import Selection


def select_items(
    session: Session, issues: Sequence[Issue], now: dt.datetime
) -> dict[int, Selection]:
    """Return what stands in each letter, by the id of the issue; writes nothing.

    Needs nothing loaded. A constant number of statements for a batch of up to about 50 letters.
    """
    raise NotImplementedError
