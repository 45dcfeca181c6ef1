"""What the page of a room says about its pace, and about how long it keeps what was said."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, format_timedelta, ngettext, to_user_timezone
from flask_babel import gettext as _

from forum.messaging.keeping_policy import can_keep
from forum.messaging.meeting_policy import can_restrain_room
from forum.messaging.models import Room, RoomKind
from forum.messaging.queries import Leaving
from forum.web.presenters.parts import Action
from forum.web.room_reading import RoomReading


@dataclass(frozen=True, slots=True)
class RoomRules:
    """The rules of a room in words."""

    retention: str
    pace: str | None
    """How slow the room is at the moment."""
    leaving: Action | None
    """What will be deleted soon, and where it can be kept."""
    settings_url: str | None
    """Where the rules are changed, for who may."""


def room_rules(reading: RoomReading, leaving: Leaving | None) -> RoomRules:
    """Return the rules for this reader."""
    room = reading.room
    keeps = leaving is not None and can_keep(reading.actor, room, reading.own)
    return RoomRules(
        retention=_retention(room),
        pace=_pace(room.slow_seconds),
        leaving=_leaving(reading, leaving) if keeps and leaving is not None else None,
        settings_url=_settings_url(reading),
    )


def pause_of(seconds: int) -> str:
    """Return the time between two messages in words."""
    return str(format_timedelta(dt.timedelta(seconds=seconds), threshold=1))


def _retention(room: Room) -> str:
    days = room.kept_days
    if room.kind is RoomKind.CONSULTATION:
        return str(_("Nothing of what is said here stays; see above for the day."))
    if days is None:
        return str(_("Messages are kept here until they are removed."))
    return str(
        _(
            "Messages are deleted here after %(days)d days, pinned ones too. "
            "What should stay belongs in a thread."
        )
        % {"days": days}
    )


def _pace(seconds: int) -> str | None:
    if not seconds:
        return None
    return str(
        _(
            "This room is slow at the moment: %(pause)s between two messages of a person.",
            pause=pause_of(seconds),
        )
    )


def _leaving(reading: RoomReading, found: Leaving) -> Action:
    label = ngettext(
        "One message of %(since)s will be deleted on %(day)s.",
        "%(num)d messages will be deleted soon, the first (of %(since)s) on %(day)s.",
        found.count,
        since=_day(found.since),
        day=_day(found.at),
    )
    url = url_for("keepings.choose", public_id=reading.room.public_id)
    return Action(str(label), f"{url}?from={found.first}")


def _day(moment: dt.datetime) -> str:
    return str(format_date(to_user_timezone(moment).date(), _("d MMMM y")))


def _settings_url(reading: RoomReading) -> str | None:
    room = reading.room
    if not can_restrain_room(reading.actor, room, reading.own):
        return None
    if room.channel is not None:
        return url_for("room_settings.of_channel", slug=room.channel.slug)
    return url_for("room_settings.show", public_id=room.public_id)
