"""Feeds of channels and threads, and the settings page about their key."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import url_for
from flask_babel import gettext as _

from forum.channels.models import Channel
from forum.channels.queries import ListedChannel
from forum.threads.models import Thread
from forum.threads.queries.feeds import FeedPost
from forum.web.atom import Entry, Feed
from forum.web.context import settings


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """A feed with the reader's key in its address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """What is known of the reader's key, and once, right after it was made, the key itself."""

    made_at: dt.datetime | None
    key: str | None = None
    addresses: tuple[FeedAddress, ...] = ()


def channel_feed(channel: Channel, posts: Sequence[FeedPost]) -> Feed:
    """Return the threads of a channel as a feed."""
    hub = settings()
    return Feed(
        id=_tag("channel", channel.public_id),
        title=f"{channel.name} – {hub.hub_name}",
        url=_absolute("channels.show", slug=channel.slug),
        own_url=_absolute("feeds.channel", slug=channel.slug),
        base=f"{hub.public_url}/",
        author=hub.hub_name,
        updated=max(map(_updated, posts), default=channel.created_at),
        entries=[
            _entry(post, _tag("thread", post.thread_id), post.title, "threads.show", post.thread_id)
            for post in posts
        ],
    )


def thread_feed(thread: Thread, posts: Sequence[FeedPost]) -> Feed:
    """Return the posts of a thread as a feed."""
    hub = settings()
    return Feed(
        id=_tag("thread-posts", thread.public_id),
        title=f"{thread.title} – {hub.hub_name}",
        url=_absolute("threads.show", public_id=thread.public_id),
        own_url=_absolute("feeds.thread", public_id=thread.public_id),
        base=f"{hub.public_url}/",
        author=hub.hub_name,
        updated=max(map(_updated, posts), default=thread.created_at),
        entries=[
            _entry(post, _tag("post", post.public_id), _title(post), "posts.show", post.public_id)
            for post in posts
        ],
    )


def feed_addresses(channels: Sequence[ListedChannel], key: str) -> tuple[FeedAddress, ...]:
    """Return the feeds of the channels that the reader belongs to or watches, with the key."""
    return tuple(
        FeedAddress(
            entry.channel.name, _absolute("feeds.channel", slug=entry.channel.slug, key=key)
        )
        for entry in channels
        if entry.is_readable and (entry.membership is not None or entry.level is not None)
    )


def _entry(post: FeedPost, tag: str, title: str, endpoint: str, public_id: str) -> Entry:
    return Entry(
        id=tag,
        title=title,
        url=_absolute(endpoint, public_id=public_id),
        author=post.author or _("Former member"),
        published=post.visible_at,
        updated=_updated(post),
        html=post.html,
    )


def _title(post: FeedPost) -> str:
    return post.title if post.number == 1 else _("Reply to “%(title)s”", title=post.title)


def _updated(post: FeedPost) -> dt.datetime:
    return max(post.visible_at, post.edited_at or post.visible_at)


def _tag(kind: str, public_id: str) -> str:
    """Return an id that stays when addresses change (RFC 4151)."""
    return f"tag:{urlsplit(settings().public_url).hostname},2026:{kind}:{public_id}"


def _absolute(endpoint: str, **values: str) -> str:
    return url_for(endpoint, _external=True, _anchor=None, _method=None, _scheme=None, **values)
