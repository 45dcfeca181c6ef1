"""What surrounds every page: the contract between views and templates/layouts.

A template that extends `layouts/base.html` (or plain, settings) is rendered with

    frame    a `Frame`, filled once per request by the edge; templates read nothing else
             about the reader, and no layout runs a query

and finds these Jinja globals:

    asset(name)     URL of a bundled file, `forum.web.assets.Assets.url`
    csrf_token()    Flask-WTF
    _ , ngettext    Flask-Babel, and its filters (`datetimeformat`)
    get_flashed_messages   Flask; categories are `success`, `info`, `warning`, `danger`

Blocks a page fills: `title` (plain text, without the name of the hub), `breadcrumb`,
`main`, `aside` (optional, shown beside the text from 1180 px, below it on smaller
screens), and rarely `head` (link or meta elements).

All URLs are finished strings; `lang` is a BCP 47 tag and only given where it differs from
the page's language (Sorbian city names: `hsb`).
"""

from dataclasses import dataclass
from typing import Literal

Theme = Literal["auto", "light", "dark"]
Section = Literal[
    "",
    "start",
    "threads",
    "collections",
    "unanswered",
    "occasions",
    "moderation",
    "reports",
    "channels",
    "chat",
    "search",
    "drafts",
    "bookmarks",
    "notifications",
    "following",
    "me",
]


@dataclass(frozen=True, slots=True)
class ActorChip:
    """The person who reads, as the header shows them."""

    name: str
    url: str
    initials: str
    """One or two letters, shown where there is no picture."""
    tone: int = 0
    """0 to 7, the colour behind the initials; see `parts.tone`."""
    avatar_url: str | None = None


@dataclass(frozen=True, slots=True)
class NavigationChannel:
    """A channel in the column at the left."""

    name: str
    url: str
    lang: str | None = None
    unread: int = 0
    """Threads with something new for this reader; 0 for guests and muted channels."""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """The channels this reader may see, each list in the order to show."""

    themes: tuple[NavigationChannel, ...] = ()
    more_themes: tuple[NavigationChannel, ...] = ()
    """Folded: neither recommended nor in use yet."""
    my_cities: tuple[NavigationChannel, ...] = ()
    """Shown unfolded above `cities`; not repeated there."""
    cities: tuple[NavigationChannel, ...] = ()
    groups: tuple[NavigationChannel, ...] = ()
    system: tuple[NavigationChannel, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """A language the interface can be shown in; `label` is in that language itself."""

    label: str
    url: str
    lang: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the footer: imprint, privacy, accessibility, contact, funding."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FailingMailbox:
    """Letters to the reader come back: what a banner says on each page."""

    email: str
    resume_url: str
    """POST with `next`: letters are tried again."""
    change_url: str


@dataclass(frozen=True, slots=True)
class FrameUrls:
    """Places the frame links to. `None` hides the link."""

    start: str
    channels: str
    sign_in: str
    sign_out: str
    """POST."""
    theme: str
    """POST with `theme` (auto, light, dark) and `next`; 204 to `Accept: application/json`."""
    sign_up: str | None = None
    search: str | None = None
    threads: str | None = None
    chat: str | None = None
    collections: str | None = None
    reports: str | None = None
    unanswered: str | None = None
    moderation: str | None = None
    """For whoever moderates some channel."""
    bookmarks: str | None = None
    drafts: str | None = None
    notifications: str | None = None
    following: str | None = None
    settings: str | None = None
    funding: str | None = None
    """The page about the project and its funding; the EU block links there."""
    approvals: str | None = None
    editions: str | None = None
    """For whoever writes for the letters."""
    occasions: str | None = None
    administration: str | None = None
    keyboard: str | None = None
    """The page that lists the shortcuts; where scripts run, a dialog shows it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything the layouts need, for one reader and one request."""

    hub_name: str
    locale: str
    urls: FrameUrls
    theme: Theme = "auto"
    uses_shortcuts: bool = True
    """Whether the pages listen to shortcuts of a single key."""
    reader: str | None = None
    """The reader's public id: what the browser keeps for itself is kept under it."""
    path: str = "/"
    """Path and query of this page, to come back to it."""
    section: Section = ""
    """Which entry of the main navigation is current."""
    show_funding: bool = True
    actor: ActorChip | None = None
    """`None` for guests."""
    navigation: Navigation = Navigation()
    languages: tuple[Language, ...] = ()
    footer: tuple[PageLink, ...] = ()
    unread: int = 0
    """Stands before the title in the browser's tab."""
    due_bookmarks: int = 0
    """Reminders whose moment has come."""
    notifications: int = 0
    """Unread ones, and rooms where something waits; what belongs together counts once."""
    drafts: int = 0
    conversations: int = 0
    """Rooms of chat in which something waits for the reader."""
    cases: int = 0
    """Open cases that this reader may decide; shown where `urls.moderation` is given."""
    approvals: int = 0
    """Sign-ups waiting for this reader's approval; shown where `urls.approvals` is given."""
    failing_mailbox: FailingMailbox | None = None
