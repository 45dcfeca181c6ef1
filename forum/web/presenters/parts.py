"""What the macros in templates/components are given: plain data, ready to be shown.

Presenters of a page build these from rows; a component only reads attributes. Times are
aware datetimes (the template shows them in the reader's zone), URLs are finished strings,
`lang` is a BCP 47 tag where a name is in another language than the page (`hsb`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zlib import crc32

from markupsafe import Markup

TONES = 8

ThreadState = Literal[
    "question",
    "solved",
    "announcement",
    "poll",
    "pinned",
    "locked",
    "archived",
    "held",
    "draft",
    "followed",
    "muted",
    "report",
    "recommended",
    "outdated",
    "confirmed",
]
PostState = Literal["visible", "removed", "held"]
AudienceLevel = Literal["public", "members", "peers", "invited"]


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, at most two."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def tone(key: str) -> int:
    """Return which of the eight quiet colours stands behind the initials of `key` (a public id)."""
    return crc32(key.encode()) % TONES


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever wrote something: name, and what makes the name trustworthy."""

    name: str
    initials: str
    tone: int = 0
    url: str | None = None
    """`None` where there is no profile to see, for example for a former member."""
    avatar_url: str | None = None
    organisation: str | None = None
    city: str | None = None
    city_lang: str | None = None
    role: str | None = None
    """A translated word shown beside the name, for example "Moderation"."""


@dataclass(frozen=True, slots=True)
class ChannelLink:
    """A channel named in passing."""

    name: str
    url: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag that a thread bears; leads to all threads that bear it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a list."""

    title: str
    url: str
    """Where the reader continues: the first post they have not seen."""
    person: Person
    """Who spoke last."""
    at: datetime
    replies: int = 0
    excerpt: str = ""
    """Plain text of the latest post, shown in two lines."""
    states: tuple[ThreadState, ...] = ()
    unread: int = 0
    channel: ChannelLink | None = None
    """Given where the list mixes channels."""
    cities: tuple[ChannelLink, ...] = ()
    """Further channels the thread is shown in."""
    tags: tuple[TagLink, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel in the overview."""

    name: str
    url: str
    summary: str = ""
    lang: str | None = None
    audience: AudienceLevel = "members"
    threads: int = 0
    unread: int = 0
    latest_title: str | None = None
    latest_url: str | None = None
    latest_at: datetime | None = None
    is_member: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing to do with a post or a thread: a link (`get`) or a button (`post`)."""

    label: str
    icon: str
    """A Lucide name (lucide.dev/icons), written out so that the build finds it."""
    url: str
    method: Literal["get", "post"] = "get"
    is_quick: bool = False
    """Shown beside the menu too, while the pointer or the focus is in the post."""
    is_grave: bool = False
    is_share: bool = False
    """The link itself is what is wanted: scripts copy it, or give it to the phone's sharing."""
    key: str = ""
    """The key that presses it, where shortcuts are on: a link only."""
    fields: tuple[tuple[str, str], ...] = ()
    """Hidden fields of a `post`, beside the CSRF token."""


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as the reader may see it."""

    anchor: str
    """The element's id: `post-<public id>`."""
    person: Person
    at: datetime
    permalink: str
    html: Markup = field(default_factory=Markup)
    """Finished, cleaned HTML; empty for a removed post."""
    number: int | None = None
    state: PostState = "visible"
    notice: str | None = None
    """One translated sentence: why the post is removed or held."""
    edited_at: datetime | None = None
    history_url: str | None = None
    tools: tuple[Tool, ...] = ()
    is_own: bool = False
    is_new: bool = False
    is_answer: bool = False
    """The accepted answer to the thread's question."""
    reactions: "PostReactionsView | None" = None
    files: "tuple[FileCard, ...]" = ()


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file under a post: what it is, and what others may do with it."""

    name: str
    url: str
    icon: str
    what: str
    """Kind and size, for example "PDF, 1,2 MB"."""
    licence: str
    licence_url: str | None = None


@dataclass(frozen=True, slots=True)
class ReactionView:
    """One kind of reaction under one post."""

    kind: str
    label: str
    icon: str
    count: int
    names: str
    """Who said so, in one line; "" for guests."""
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PostReactionsView:
    """What readers have said about a post without writing one, and what this reader may say."""

    give_url: str | None
    """Where a button sends its kind; `None` where this reader may not react."""
    withdraw_url: str | None
    kinds: tuple[ReactionView, ...]
    """Every kind where the reader may react; otherwise those that somebody has said."""

    @property
    def has_names(self) -> bool:
        """Whether there is somebody to name."""
        return any(view.names for view in self.kinds)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list that is read by key continues."""

    earlier_url: str | None = None
    later_url: str | None = None
    first_url: str | None = None
    last_url: str | None = None
    position: str | None = None
    """Translated, for example "Beiträge 21 bis 40 von 214"."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads along, as a sentence beside the editor."""

    level: AudienceLevel
    sentence: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A tab or a filter: a link among links of its kind."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumb, without the page itself."""

    label: str
    url: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do next on an empty or failed page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What errors/error.html says: what happened, what is safe, what to do, one action."""

    status: int
    title: str
    text: str
    safe: str | None = None
    action: Action | None = None
    reference: str | None = None
    """Request id, to tell the people who look after the hub."""
