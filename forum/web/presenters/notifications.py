"""What one was told, in words, by day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import url_for
from flask_babel import format_date, to_user_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.kernel import clock
from forum.kernel.paging import Page
from forum.notifications.kinds import Kind
from forum.notifications.queries import Group
from forum.web.presenters.addresses import address_of
from forum.web.presenters.parts import Choice, Pages
from forum.web.presenters.threads import thread_address

ICONS = {
    Kind.MENTION: "at-sign",
    Kind.REPLY: "reply",
    Kind.OWN_THREAD: "message-square",
    Kind.FOLLOWED: "message-square",
    Kind.QUOTED: "message-square-quote",
    Kind.ANNOUNCEMENT: "megaphone",
    Kind.NEW_THREAD: "message-square-plus",
    Kind.ANSWER_ACCEPTED: "circle-check",
    Kind.REACTION: "heart",
    Kind.POLL_CLOSED: "chart-no-axes-column",
    Kind.BOOKMARK_DUE: "bookmark",
    Kind.REPORT_ADOPTED: "sprout",
    Kind.REPORT_ANSWERED: "message-square-reply",
    Kind.REPORT_CONFIRMED: "badge-check",
    Kind.REPORT_DUE: "calendar-clock",
    Kind.EDIT_SUGGESTED: "pencil-line",
    Kind.SUGGESTION_SETTLED: "list-checks",
    Kind.POST_RELEASED: "circle-check",
    Kind.POST_REJECTED: "circle-x",
}
# These lead to what was suggested, or to the report as its author sees it, not into the thread.
_ELSEWHERE = {
    Kind.EDIT_SUGGESTED: "edit_suggestions.overview",
    Kind.SUGGESTION_SETTLED: "edit_suggestions.overview",
    Kind.REPORT_ANSWERED: "report_steps.of_thread",
    Kind.REPORT_DUE: "report_steps.of_thread",
}

# Nobody is named for these: it is the moderation that decides.
_UNNAMED = frozenset({Kind.POST_RELEASED, Kind.POST_REJECTED})

# What the page can be narrowed to, in the order of its tabs.
SHOWN: dict[str, frozenset[Kind]] = {
    "": frozenset(),
    "unread": frozenset(),
    "mentions": frozenset({Kind.MENTION}),
    "replies": frozenset({Kind.REPLY, Kind.OWN_THREAD, Kind.FOLLOWED}),
    "threads": frozenset({Kind.NEW_THREAD, Kind.ANNOUNCEMENT}),
    "others": frozenset(
        {
            Kind.QUOTED,
            Kind.ANSWER_ACCEPTED,
            Kind.REACTION,
            Kind.POLL_CLOSED,
            Kind.BOOKMARK_DUE,
            Kind.REPORT_ADOPTED,
            Kind.REPORT_ANSWERED,
            Kind.REPORT_CONFIRMED,
            Kind.REPORT_DUE,
            Kind.EDIT_SUGGESTED,
            Kind.SUGGESTION_SETTLED,
            Kind.POST_RELEASED,
            Kind.POST_REJECTED,
        }
    ),
}


# Of one, and of several; the number of several is always written as a numeral.
_SENTENCES: dict[Kind, tuple[object, object | None]] = {
    Kind.MENTION: (
        _l("%(who)s has mentioned you in “%(title)s”"),
        _l("%(num)d mentions of you in “%(title)s”"),
    ),
    Kind.REPLY: (
        _l("%(who)s has answered you in “%(title)s”"),
        _l("%(num)d answers to you in “%(title)s”"),
    ),
    Kind.OWN_THREAD: (
        _l("%(who)s has replied to your thread “%(title)s”"),
        _l("%(num)d replies to your thread “%(title)s”"),
    ),
    Kind.FOLLOWED: (
        _l("%(who)s has replied in “%(title)s”"),
        _l("%(num)d replies in “%(title)s”"),
    ),
    Kind.REACTION: (
        _l("%(who)s has reacted to your post in “%(title)s”"),
        _l("%(num)d reactions to your posts in “%(title)s”"),
    ),
    Kind.QUOTED: (_l("%(who)s quotes what you said in chat in “%(title)s”"), None),
    Kind.ANNOUNCEMENT: (_l("%(who)s announces: “%(title)s”"), None),
    Kind.NEW_THREAD: (_l("%(who)s has begun “%(title)s”"), None),
    Kind.ANSWER_ACCEPTED: (_l("Your answer has solved “%(title)s”"), None),
    Kind.POLL_CLOSED: (_l("The poll “%(title)s” is closed"), None),
    Kind.BOOKMARK_DUE: (_l("You wanted to come back to “%(title)s”"), None),
    Kind.REPORT_ADOPTED: (
        _l("%(who)s has tried out what you report in “%(title)s”"),
        _l("%(num)d people have tried out what you report in “%(title)s”"),
    ),
    Kind.REPORT_ANSWERED: (_l("The moderation has answered about your report “%(title)s”"), None),
    Kind.REPORT_CONFIRMED: (
        _l("%(who)s confirms your report “%(title)s” for another city"),
        _l("%(num)d people confirm your report “%(title)s” for other cities"),
    ),
    Kind.REPORT_DUE: (_l("Something is due about the report “%(title)s”"), None),
    Kind.EDIT_SUGGESTED: (
        _l("%(who)s suggests another wording in “%(title)s”"),
        _l("%(num)d suggested wordings in “%(title)s”"),
    ),
    Kind.SUGGESTION_SETTLED: (
        _l("Your suggestion for “%(title)s” is decided"),
        _l("%(num)d of your suggestions for “%(title)s” are decided"),
    ),
    Kind.POST_RELEASED: (
        _l("Your post in “%(title)s” is released: others can read it now"),
        _l("%(num)d of your posts in “%(title)s” are released"),
    ),
    Kind.POST_REJECTED: (
        _l("Your post in “%(title)s” was not released; the reason stands in its place"),
        _l("%(num)d of your posts in “%(title)s” were not released"),
    ),
}


@dataclass(frozen=True, slots=True)
class NotificationView:
    """One line of the page."""

    sentence: str
    url: str
    icon: str
    names: str
    """Who, where the sentence does not say so; "" otherwise."""
    channel: str
    excerpt: str
    at: dt.datetime
    is_unread: bool
    read_url: str


@dataclass(frozen=True, slots=True)
class Day:
    """What was told on one day of the reader's."""

    label: str
    rows: tuple[NotificationView, ...]


@dataclass(frozen=True, slots=True)
class NotificationsPage:
    """The page of them."""

    tabs: tuple[Choice, ...]
    days: tuple[Day, ...]
    pages: Pages
    is_everything: bool
    """Whether nothing was left out, so that an empty page means that there is nothing."""
    newest: str | None
    """Up to which all are marked as read; ``None``: there is nothing unread."""


def notifications_page(
    found: Page[Group], shown: str, *, unread: int, waiting: int = 0
) -> NotificationsPage:
    """Return the page; `shown` is one of `SHOWN`.

    `unread` is how many there are altogether, `waiting` in how many chats something waits.
    """
    later = _address(shown, after=found.after) if found.after else None
    earlier = _address(shown, before=found.before) if found.before else None
    is_first = found.before is None
    return NotificationsPage(
        tabs=_tabs(shown, unread + waiting),
        days=_days(notification_views(found.items, shown)),
        pages=Pages(earlier, later, _address(shown) if found.before else None),
        is_everything=shown == "",
        newest=found.items[0].public_id if unread and found.items and is_first else None,
    )


def notification_views(groups: Iterable[Group], shown: str = "") -> list[NotificationView]:
    """Return the lines, in the order given."""
    thread = address_of("threads.show", "public_id")
    elsewhere = {kind: address_of(name, "public_id") for kind, name in _ELSEWHERE.items()}
    read = address_of("notifications.read", "public_id")
    query = f"?show={shown}" if shown else ""
    return [
        NotificationView(
            sentence=_sentence(group),
            url=elsewhere[group.kind](group.thread_public_id)
            if group.kind in elsewhere
            else thread_address(
                thread(group.thread_public_id), group.first_number, f"#post-{group.first_post}"
            ),
            icon=ICONS[group.kind],
            names=_names(group.names) if group.count > 1 and group.kind not in _UNNAMED else "",
            channel=group.channel,
            excerpt=group.excerpt,
            at=group.at,
            is_unread=group.read_at is None,
            read_url=read(group.public_id) + query,
        )
        for group in groups
    ]


def _sentence(group: Group) -> str:
    """Say what has happened; of several things the number, and who stands beside it."""
    values = {"who": _names(group.names), "title": group.title}
    single, several = _SENTENCES[group.kind]
    text = single if group.count == 1 or several is None else several
    return str(text) % {**values, "num": group.count}


def _names(names: list[str]) -> str:
    """Return up to three names as one speaks them."""
    if not names:
        return str(_("A former member"))
    if len(names) == 1:
        return names[0]
    if len(names) <= 3:
        return str(_("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1]))
    return str(_("%(first)s and others", first=", ".join(names[:3])))


def _days(rows: list[NotificationView]) -> tuple[Day, ...]:
    today = to_user_timezone(clock.now()).date()

    def day_of(row: NotificationView) -> dt.date:
        day: dt.date = to_user_timezone(row.at).date()
        return day

    return tuple(
        Day(_day(day, today), tuple(several)) for day, several in groupby(rows, key=day_of)
    )


def _day(day: dt.date, today: dt.date) -> str:
    if day == today:
        return str(_("Today"))
    if day == today - dt.timedelta(days=1):
        return str(_("Yesterday"))
    return str(format_date(day, _("EEEE, d MMMM y"), rebase=False))


def _tabs(shown: str, unread: int) -> tuple[Choice, ...]:
    labels = {
        "": _("All"),
        "unread": _("Unread"),
        "mentions": _("Mentions"),
        "replies": _("Replies"),
        "threads": _("New threads"),
        "others": _("Others"),
    }
    return tuple(
        Choice(
            str(labels[name]),
            _address(name),
            is_current=name == shown,
            count=unread if name == "unread" and unread else None,
        )
        for name in SHOWN
    )


def _address(shown: str, **key: str) -> str:
    values = {"show": shown, **key} if shown else key
    return url_for("notifications.overview", **values)  # type: ignore[arg-type]
