"""The reader's list of bookmarks."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.bookmarks.queries import BookmarkRow, Show
from forum.kernel import clock
from forum.kernel.paging import Page
from forum.threads.models import Post
from forum.web.presenters.addresses import address_of
from forum.web.presenters.parts import ChannelLink, Choice, Pages


@dataclass(frozen=True, slots=True)
class KeptPost:
    """The post that a bookmark is about, on the page where it is kept."""

    author: str
    excerpt: str
    url: str


def kept_post(post: Post) -> KeptPost:
    """Return the post, its author loaded, in a line."""
    author = _("Former member") if post.author.closed_at else post.author.name
    return KeptPost(author, post.excerpt, url_for("posts.show", public_id=post.public_id))


@dataclass(frozen=True, slots=True)
class BookmarkView:
    """A bookmark; without title where the post is not open to the reader any more."""

    title: str | None
    url: str | None
    channel: ChannelLink | None
    author: str
    excerpt: str
    note: str
    at: dt.datetime
    remind_at: dt.datetime | None
    is_due: bool
    change_url: str | None
    remove_url: str
    done_url: str | None
    """Ends the reminder, where there is one."""


@dataclass(frozen=True, slots=True)
class BookmarksPage:
    """The page of them."""

    tabs: tuple[Choice, ...]
    rows: tuple[BookmarkView, ...]
    pages: Pages
    is_whole_list: bool
    """Whether all of them are shown, so that an empty page means that there are none."""


def bookmarks_page(found: Page[BookmarkRow], show: Show, *, due: int) -> BookmarksPage:
    """Return the page; `due` is how many wait for the reader."""
    labels = (
        (Show.ALL, _("All"), None),
        (Show.REMINDERS, _("With a reminder"), None),
        (Show.DUE, _("Due"), due or None),
    )
    tabs = tuple(
        Choice(label, _address(one), is_current=one is show, count=count)
        for one, label, count in labels
    )
    later = _address(show, after=found.after) if found.after else None
    return BookmarksPage(tabs, bookmark_views(found), Pages(later_url=later), show is Show.ALL)


def bookmark_views(found: Page[BookmarkRow]) -> tuple[BookmarkView, ...]:
    """Return the rows of a page of bookmarks."""
    now = clock.now()
    return tuple(_view(row, now) for row in found.items)


def _address(show: Show, *, after: str | None = None) -> str:
    asked = None if show is Show.ALL else show.value
    return url_for("bookmarks.overview", show=asked, after=after)


def _view(row: BookmarkRow, now: dt.datetime) -> BookmarkView:
    post = row.post
    done = address_of("bookmarks.done", "public_id")
    channel = None
    if post is not None:
        place = url_for("channels.show", slug=post.channel_slug)
        channel = ChannelLink(post.channel_name, place)
    return BookmarkView(
        title=None if post is None else post.title,
        url=None if post is None else url_for("posts.show", public_id=post.public_id),
        channel=channel,
        author="" if post is None else post.author or _("Former member"),
        excerpt="" if post is None else post.excerpt,
        note=row.note,
        at=row.created_at,
        remind_at=row.remind_at,
        is_due=row.remind_at is not None and row.remind_at <= now,
        change_url=None if post is None else url_for("bookmarks.keep", public_id=post.public_id),
        remove_url=url_for("bookmarks.remove", public_id=row.public_id),
        done_url=done(row.public_id) if row.remind_at else None,
    )
