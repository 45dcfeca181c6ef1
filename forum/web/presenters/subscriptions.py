"""What one hears of a thread or a tag, and the page of all that one follows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.channels.models import Tag
from forum.threads.models import ThreadLevel
from forum.threads.policy import can_follow, can_watch_tag
from forum.threads.queries.following import Followed
from forum.web.presenters.addresses import address_of
from forum.web.presenters.parts import Pages, ThreadRow, Tool
from forum.web.reading import Reading
from forum.web.texts.notifications import THREAD_LEVELS


@dataclass(frozen=True, slots=True)
class Wish:
    """One way to hear of something."""

    label: str
    effect: str
    icon: str
    level: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class WishMenu:
    """The menu at the head of a thread: how it stands now, and what else can be chosen."""

    label: str
    icon: str
    url: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or tag that the reader watches."""

    name: str
    url: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class FollowingPage:
    """All that the reader follows."""

    rows: tuple[ThreadRow, ...]
    pages: Pages
    channels: tuple[Place, ...]
    tags: tuple[Place, ...]


def wish_menu(reading: Reading, level: ThreadLevel | None) -> WishMenu | None:
    """Return the menu for a thread; ``None`` where the reader cannot follow it."""
    if not can_follow(reading.actor, reading.thread, reading.membership):
        return None
    present = level or ThreadLevel.NEITHER
    wishes = tuple(
        Wish(str(text.choice), str(text.effect), text.icon, one.value, one is present)
        for one, text in THREAD_LEVELS.items()
    )
    text = THREAD_LEVELS[present]
    url = url_for("subscriptions.follow", public_id=reading.thread.public_id)
    return WishMenu(str(text.state), text.icon, url, wishes)


def watch_button(actor: Actor | None, tag: Tag, *, watches: bool) -> Tool | None:
    """Return the button at the head of a tag's page; ``None`` where there is nothing to press."""
    url = url_for("subscriptions.watch_tag", slug=tag.slug)
    if watches:
        wish = (("level", ThreadLevel.NEITHER.value),)
        return Tool(_("Stop watching"), "bell-off", url, "post", fields=wish)
    if not can_watch_tag(actor, tag):
        return None
    wish = (("level", ThreadLevel.WATCHING.value),)
    return Tool(_("Watch this tag"), "bell-plus", url, "post", fields=wish)


def channel_places(found: Iterable[Followed]) -> tuple[Place, ...]:
    """Return watched channels as links."""
    return _places(found, "channels.show")


def tag_places(found: Iterable[Followed]) -> tuple[Place, ...]:
    """Return watched tags as links; `tags.show` is their page."""
    return _places(found, "tags.show")


def wish_told(level: ThreadLevel) -> str:
    """Return what is said once a wish was noted."""
    told = {
        ThreadLevel.WATCHING: _("You follow this thread now."),
        ThreadLevel.MUTED: _("This thread is muted for you."),
        ThreadLevel.NEITHER: _("You do not follow this thread."),
    }
    return str(told[level])


def _places(found: Iterable[Followed], endpoint: str) -> tuple[Place, ...]:
    address = address_of(endpoint, "slug")
    return tuple(Place(one.name, address(one.slug), one.last_activity_at) for one in found)
