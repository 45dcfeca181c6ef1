"""The channel that the page of this request belongs to; the navigation marks it."""

from typing import cast

from flask import g

from forum.channels.models import Channel


def show_in(channel: Channel) -> None:
    """Say that this page belongs to the channel."""
    g.current_channel_id = channel.id


def current_channel_id() -> int | None:
    """Return the channel of this page, or ``None``."""
    return cast("int | None", g.get("current_channel_id"))
