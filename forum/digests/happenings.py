"""What has happened, as facts without texts: from these the letters of many members are chosen."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from forum.notifications.kinds import Kind
from forum.threads.models import ThreadKind


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post that became visible in the window."""

    id: int
    number: int
    author_id: int
    visible_at: dt.datetime
    weight: int
    """How much others thought of it, and whether it says more than a word."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that was decided, found or is about to end in a thread; told once under its key."""

    key: str
    because: str
    at: dt.datetime
    by_id: int | None
    """Who did it, and so knows."""
    post_id: int | None = None


@dataclass(slots=True)
class Happening:
    """A thread in which something has happened."""

    id: int
    kind: ThreadKind
    channel_id: int
    author_id: int
    visible_at: dt.datetime
    last_post_at: dt.datetime
    last_number: int
    waits: bool
    """A reply is hoped for, possible, and there is none."""
    channels: frozenset[int] = frozenset()
    """Its home and where else it is shown."""
    posts: list[NewPost] = field(default_factory=list)
    """What is new, oldest first."""
    report: News | None = None
    decision: News | None = None
    ending: News | None = None
    """A poll that ends soon."""
    poll_id: int | None = None
    has_news: bool = False
    """Something was decided, found, or ends soon."""
    people: frozenset[int] = frozenset()
    """Who began the thread, and who wrote what is new."""


class Fresh(NamedTuple):
    """What is new in a thread to one reader, or to all who have seen nothing of it."""

    posts: Sequence[NewPost]
    is_new: bool
    """The thread itself is."""
    merit: int
    """What the thread is worth to anybody."""
    at: float
    """When the newest became visible, in seconds."""


class Candidate(NamedTuple):
    """An entry that may stand in a part: one thing, or several posts of one thread."""

    order: tuple[float, ...]
    because: str
    keys: Sequence[tuple[str, int | None]]
    """What it tells, each with the post that it leads to."""
    thread_id: int | None = None
    occasion_id: int | None = None
    channel_id: int | None = None
    posts: Sequence[NewPost] = ()
    """What is new in the thread; some of them are quoted."""
    hour_id: int | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """An occasion or a chat hour that is near."""

    id: int
    channel_id: int | None
    begins_at: dt.datetime
    key: str
    """Names what is told."""
    is_hour: bool = False
    declined: frozenset[int] = frozenset()
    """Who has said that they do not come."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What editors have prepared for one week."""

    picks: Sequence[int] = ()
    """Threads in their order."""
    left_out: frozenset[int] = frozenset()
    has_introduction: bool = False


NOTHING_PREPARED = Prepared()


@dataclass(frozen=True, slots=True)
class Window:
    """Everything that may stand in the letters of one batch."""

    until: dt.datetime
    happenings: Mapping[int, Happening]
    """By the id of the thread."""
    coming: Sequence[Coming]
    """Soonest first."""
    prepared: Mapping[str, Prepared]
    """By week."""
    fresh: dict[dt.datetime, dict[int, Fresh]] = field(default_factory=dict)
    """What is the same for many readers, worked out once: by the beginning, by thread."""
    far: dict[dt.datetime, dict[int, Candidate | None]] = field(default_factory=dict)
    """How a thread is told to those who know nothing of it; ``None``: it is not."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that an account was told on the page and has not read."""

    kind: Kind
    thread_id: int
    post_id: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a thread was read, and when."""

    number: int
    at: dt.datetime


@dataclass(slots=True)
class ReaderFacts:
    """One member: rights, wishes, what was read and what was told."""

    account_id: int
    actor_id: int
    is_here: bool
    """May get letters at all: active, not closed, not shut out."""
    readable: frozenset[int] = frozenset()
    """Channels, by id."""
    own: frozenset[int] = frozenset()
    """Channels that the member belongs to or watches, and that of the own city."""
    own_cities: frozenset[int] = frozenset()
    muted_channels: frozenset[int] = frozenset()
    muted_threads: set[int] = field(default_factory=set)
    followed: set[int] = field(default_factory=set)
    """Threads that are followed, or that a watched tag or channel led to."""
    no_announcements: bool = False
    marks: dict[int, Mark] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    mailed: set[int] = field(default_factory=set)
    """Posts told by a letter of their own, or about to be."""
    mailed_in: set[int] = field(default_factory=set)
    """The threads that these stand in."""
    voted: set[int] = field(default_factory=set)
    """Polls."""
    told: set[str] = field(default_factory=set)
    """Keys of what stood in letters."""
    told_until: dict[int, dt.datetime] = field(default_factory=dict)
    """Up to when a thread was told, by its id."""
