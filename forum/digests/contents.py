"""What a letter says, read anew with the rights that its reader has at this moment."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from forum.digests.models import Issue, LetterKind, Newsletter, Section
from forum.threads.models import ThreadKind


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a letter is for."""

    account_id: int
    actor_id: int
    actor_public_id: str
    name: str
    email: str
    locale: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Place:
    """The home channel of what is told, or the channel that a letter is about."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something; who has left has no name."""

    name: str | None
    organisation: str | None
    city: str | None


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where something is to be."""

    begins_at: dt.datetime
    is_whole_day: bool
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing told. It leads to the post; without one to the thread; without that nowhere."""

    section: Section
    because: str
    """Why it stands here, as a code: see `forum.digests.sections`."""
    title: str
    """Of the thread, or of the occasion."""
    lines: Sequence[str] = ()
    """The one or two sentences that matter, plain text."""
    note: str = ""
    """Why the editors recommend it, plain text."""
    kind: ThreadKind | None = None
    thread_public_id: str | None = None
    post_public_id: str | None = None
    number: int | None = None
    """Of the post."""
    channel: Place | None = None
    author: Author | None = None
    """Of the post, or of what is told of the thread."""
    at: dt.datetime | None = None
    """When it could first be read, or was decided."""
    new_posts: int = 0
    """How many posts of the thread became visible in the window of the letter."""
    closes_at: dt.datetime | None = None
    """Until when one can vote."""
    appointment: Appointment | None = None
    hour_public_id: str | None = None
    """Of a chat hour, to whose page it leads."""


@dataclass(frozen=True, slots=True)
class ContentSection:
    """One part of a letter."""

    section: Section
    entries: Sequence[Entry]
    more: int
    """How many more there were."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole letter, before words are put around it."""

    issue: Issue | None
    """``None``: a preview of what is not planned yet."""
    reader: Reader
    order_key: str
    """As ``Order.key``."""
    kind: LetterKind
    period: str
    """ "2026-W48", or what names the newsletter."""
    due_at: dt.datetime
    ordered_at: dt.datetime | None
    """When the order was confirmed; ``None``: there is none any more."""
    channel: Place | None
    """What a channel letter is about; ``None`` also where it cannot be read any more."""
    newsletter: Newsletter | None
    introduction_html: str
    """What the editors say to all in this week, rendered."""
    sections: Sequence[ContentSection]
    """In their order, empty ones left out."""
    hidden: int
    """How much of what was chosen cannot be shown (any more)."""
    window_from: dt.datetime | None
    window_to: dt.datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell; an introduction alone is no letter."""
        return not self.sections and self.newsletter is None
