"""What one letter is to be: whose, about what, since when, how long."""

import datetime as dt
from dataclasses import dataclass

from forum.digests.models import Length, LetterKind


@dataclass(frozen=True, slots=True)
class WantedLetter:
    """A letter that is to be filled: planned, or only tried out."""

    issue_id: int
    """0: a preview."""
    account_id: int
    key: str
    kind: LetterKind
    channel_id: int | None
    period: str
    due_at: dt.datetime
    since: dt.datetime
    """What became visible after this is new."""
    ordered_at: dt.datetime | None
    length: Length
    shows_elsewhere: bool
    chosen: frozenset[int]
    """Channels of a weekly letter; none: those the member belongs to."""
