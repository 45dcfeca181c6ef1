"""How one is told of single channels, and what the link of a letter ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from forum.channels.models import Channel
from forum.digests.models import LetterKind
from forum.notifications.kinds import Way
from forum.notifications.queries import Ended
from forum.web.letter_desk import Letter
from forum.web.presenters.letter_orders import name_of
from forum.web.texts.notifications import WAYS
from forum.wording.notifications import REASONS


@dataclass(frozen=True, slots=True)
class ChannelWay:
    """A channel for which something else was chosen."""

    slug: str
    name: str
    url: str
    way: str


@dataclass(frozen=True, slots=True)
class EndingPage:
    """What a link ends, in words."""

    kinds: tuple[str, ...]
    channels: tuple[str, ...]
    thread: str | None
    letters: tuple[str, ...]
    chat: bool
    hours: bool
    url: str
    settings_url: str


@dataclass(frozen=True, slots=True)
class WeeklyHint:
    """Whether what is to be told weekly has a letter to stand in."""

    is_ordered: bool
    url: str


def weekly_hint(is_ordered: bool) -> WeeklyHint:  # noqa: FBT001
    """Return whether the weekly letter is ordered, and where it can be."""
    return WeeklyHint(is_ordered, url_for("letter_orders.show", name=LetterKind.WEEKLY.value))


def channel_ways(chosen: Iterable[tuple[Channel, Way]]) -> tuple[ChannelWay, ...]:
    """Return the channels with their ways."""
    return tuple(
        ChannelWay(
            slug=channel.slug,
            name=channel.name,
            url=url_for("channels.show", slug=channel.slug),
            way=str(WAYS[way]),
        )
        for channel, way in chosen
    )


def ending_page(ended: Ended, letters: Sequence[Letter], token: str) -> EndingPage:
    """Return what the page behind the link says."""
    return EndingPage(
        kinds=tuple(str(REASONS[kind]) for kind in ended.kinds),
        channels=tuple(channel.name for channel in ended.channels),
        thread=None if ended.thread is None else ended.thread.title,
        letters=tuple(name_of(letter) for letter in letters),
        chat=ended.chat,
        hours=ended.hours,
        url=url_for("unsubscriptions.end", token=token),
        settings_url=url_for(_settings(ended, letters)),
    )


def _settings(ended: Ended, letters: Sequence[Letter]) -> str:
    if ended.chat or ended.hours:
        return "chat_settings.show"
    return "letter_orders.overview" if letters else "notification_settings.show"
