"""Chat hours as their reader sees them: in lists, on their page, in the room, at the bell."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_datetime, format_time
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.messaging.hour_policy import can_answer_hour, can_call_off_hour, can_change_hour
from forum.messaging.keeping_policy import can_keep
from forum.messaging.models import ChatHour, HourReader
from forum.messaging.policy import Belonging
from forum.messaging.queries.hours import HourNews
from forum.web.presenters.notifications import NotificationView

_ICONS = {
    "planned": "calendar-clock",
    "moved": "calendar-clock",
    "called_off": "circle-x",
    "soon": "calendar-clock",
    "over": "message-square",
}
_TOLD = {
    "planned": _l("A chat hour is planned: “%(title)s”, %(at)s"),
    "moved": _l("The chat hour “%(title)s” has another time: %(at)s"),
    "called_off": _l("The chat hour “%(title)s” is called off"),
    "soon": _l("The chat hour “%(title)s” begins soon: %(at)s"),
    "over": _l("The chat hour “%(title)s” is over. Would you like to keep what was said?"),
}


@dataclass(frozen=True, slots=True)
class HourLine:
    """An hour in a list, and in the room."""

    title: str
    url: str
    when: str
    host: str
    is_running: bool
    public_id: str
    left: int
    """Seconds until it begins or, once it runs, until it ends."""


@dataclass(frozen=True, slots=True)
class HourPage:
    """The page of an hour."""

    line: HourLine
    description: str
    state: str
    """What there is to say of it: called off, over, running; "" otherwise."""
    coming: int
    comes: bool | None
    answer_url: str | None
    edit_url: str | None
    call_off_url: str | None
    ics_url: str
    chat_url: str
    keep_url: str | None


def hour_lines(hours: Sequence[ChatHour]) -> tuple[HourLine, ...]:
    """Return the hours in the order given (with hosts)."""
    return tuple(hour_line(one) for one in hours)


def hour_line(hour: ChatHour) -> HourLine:
    """Return how the hour stands in a list."""
    now = clock.now()
    is_running = hour.called_off_at is None and hour.starts_at <= now < hour.ends_at
    change = hour.ends_at if is_running else hour.starts_at
    return HourLine(
        title=hour.title,
        url=url_for("chat_hours.show", public_id=hour.public_id),
        when=when(hour),
        host=hour.host.name,
        is_running=is_running,
        public_id=hour.public_id,
        left=max(0, math.ceil((change - now).total_seconds())),
    )


def hour_page(
    hour: ChatHour,
    actor: Actor,
    own: Belonging,
    reader: HourReader | None,
    *,
    coming: int,
    chat_url: str,
) -> HourPage:
    """Return the page for this reader."""
    public_id = hour.public_id
    return HourPage(
        line=hour_line(hour),
        description=hour.description,
        state=_state(hour),
        coming=coming,
        comes=None if reader is None else reader.comes,
        answer_url=url_for("chat_hours.answer", public_id=public_id)
        if can_answer_hour(actor, hour, own)
        else None,
        edit_url=url_for("chat_hours.edit", public_id=public_id)
        if can_change_hour(actor, hour, own)
        else None,
        call_off_url=url_for("chat_hours.call_off", public_id=public_id)
        if can_call_off_hour(actor, hour, own)
        else None,
        ics_url=url_for("chat_hours.calendar", public_id=public_id),
        chat_url=chat_url,
        keep_url=_keep_url(hour) if can_keep(actor, hour.room, own) else None,
    )


def when(hour: ChatHour) -> str:
    """Return from when to when, by the reader's clock."""
    start = format_datetime(hour.starts_at, _("EEEE, d MMMM y, HH:mm"))
    return str(_("%(start)s to %(end)s", start=start, end=_end(hour.ends_at)))


def hour_notices(news: Sequence[HourNews]) -> list[NotificationView]:
    """Return what is told of hours, as lines among the notifications."""
    return [
        NotificationView(
            sentence=str(_TOLD[one.told]) % {"title": one.hour.title, "at": when(one.hour)},
            url=_address(one),
            icon=_ICONS[one.told],
            names="",
            channel="" if one.hour.room.channel is None else one.hour.room.channel.name,
            excerpt=one.hour.description if one.told == "planned" else "",
            at=one.at,
            is_unread=True,
            read_url=url_for("chat_hours.read", public_id=one.hour.public_id, told=one.key),
        )
        for one in news
    ]


def _address(one: HourNews) -> str:
    keep = _keep_url(one.hour) if one.told == "over" else None
    return keep or url_for("chat_hours.show", public_id=one.hour.public_id)


def _keep_url(hour: ChatHour) -> str | None:
    if hour.first_sequence is None:
        return None
    url = url_for("keepings.choose", public_id=hour.room.public_id)
    return f"{url}?from={hour.first_sequence}&to={hour.last_sequence}"


def _end(at: dt.datetime) -> str:
    return str(format_time(at, _("HH:mm")))


def _state(hour: ChatHour) -> str:
    if hour.called_off_at is not None:
        return str(_("This chat hour was called off."))
    now = clock.now()
    if now >= hour.ends_at:
        return str(_("This chat hour is over."))
    return str(_("This chat hour is running.")) if now >= hour.starts_at else ""
