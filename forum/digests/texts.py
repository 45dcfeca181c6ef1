"""What the letters of a batch may say: texts as they are now, before rights are asked."""

import datetime as dt
from dataclasses import dataclass, field

from forum.digests.contents import Appointment, Author, Entry, Place
from forum.threads.models import ThreadKind


@dataclass(frozen=True, slots=True)
class PostText:
    """A post that stands."""

    id: int
    public_id: str
    thread_id: int
    number: int
    visible_at: dt.datetime
    excerpt: str
    author: Author


@dataclass(frozen=True, slots=True)
class ThreadText:
    """A thread that stands."""

    id: int
    public_id: str
    kind: ThreadKind
    title: str
    channel_id: int
    visible_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PollText:
    """When a poll closes, and what was chosen how often, most often first."""

    closes_at: dt.datetime | None
    results: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OccasionText:
    """A date that stands."""

    title: str
    channel_id: int | None
    appointment: Appointment
    public_id: str | None = None
    """Of a chat hour, which has a page."""


@dataclass(slots=True)
class Texts:
    """What the letters of a batch may say."""

    threads: dict[int, ThreadText] = field(default_factory=dict)
    posts: dict[int, PostText] = field(default_factory=dict)
    openings: dict[int, PostText] = field(default_factory=dict)
    """By thread."""
    arrivals: dict[int, list[tuple[dt.datetime, int]]] = field(default_factory=dict)
    """When posts of a thread became visible, and who wrote them."""
    reports: dict[int, str] = field(default_factory=dict)
    """The short version of the report, by thread."""
    summaries: dict[int, tuple[str, dt.datetime]] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)
    """The post that solved a question, by thread."""
    polls: dict[int, PollText] = field(default_factory=dict)
    """By thread."""
    occasions: dict[int, OccasionText] = field(default_factory=dict)
    hours: dict[int, OccasionText] = field(default_factory=dict)
    """Chat hours that are not called off."""
    channels: dict[int, Place] = field(default_factory=dict)
    notes: dict[tuple[str, int], str] = field(default_factory=dict)
    """Why editors recommend it, by week and thread."""
    left_out: set[tuple[str, int]] = field(default_factory=set)
    introductions: dict[str, str] = field(default_factory=dict)
    entries: dict[tuple[object, ...], Entry] = field(default_factory=dict)
    """What was composed already: many readers are told the same."""
