"""What was chosen for a letter: names of things, no texts, so that it can be kept."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.digests.models import Section


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing that is to stand in a letter; becomes an ``IssueItem``."""

    key: str
    """Names what is told, so that no account is told it twice: "post:12", "report:3", …"""
    section: Section
    position: int
    """Rises through the whole letter."""
    thread_id: int | None = None
    post_id: int | None = None
    occasion_id: int | None = None
    because: str = ""
    """Why it stands here, as a code: see `forum.digests.sections`."""
    hour_id: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What stands in one letter."""

    items: Sequence[Chosen]
    """In the order of the letter; none: there is nothing to tell."""
    more: Mapping[str, int]
    """How many more there were than stand in a section, by section; only where there were."""
    window_from: dt.datetime
    """What became visible after this …"""
    window_to: dt.datetime
    """… and not after this was looked at."""
    has_introduction: bool = False
    """The editors have written something to all; that alone is no news."""
