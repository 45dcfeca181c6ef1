"""The coming dates of a reader: those that the editors note, and the chat hours of channels."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.digests.models import Occasion
from forum.messaging.models import ChatHour
from forum.web.presenters.chat_hours import when
from forum.web.presenters.editions import OccasionView, occasion_views


def date_views(
    occasions: Sequence[Occasion], hours: Sequence[ChatHour], actor: Actor | None, now: dt.datetime
) -> tuple[OccasionView, ...]:
    """Return both as one list, soonest first; the hours with their channel."""
    views = occasion_views(occasions, actor, now)
    dates = [(one.begins_at, view) for one, view in zip(occasions, views, strict=True)]
    dates += [(one.starts_at, _hour_view(one, now)) for one in hours]
    return tuple(view for _at, view in sorted(dates, key=lambda date: date[0]))


def _hour_view(hour: ChatHour, now: dt.datetime) -> OccasionView:
    channel = hour.room.channel
    is_running = hour.starts_at <= now
    return OccasionView(
        title=hour.title,
        when=when(hour),
        is_over=False,
        place=_("Chat hour, running now") if is_running else _("Chat hour"),
        url=url_for("chat_hours.show", public_id=hour.public_id),
        channel=None if channel is None else channel.name,
        edit_url=None,
        remove_url=None,
    )
