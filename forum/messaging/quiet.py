"""Quiet hours: when nobody is disturbed, by the clock of the account."""

import datetime as dt
from zoneinfo import ZoneInfo

from forum.messaging.models import ChatWishes

MINUTES_OF_DAY = 24 * 60
IN_TIME = dt.timedelta(minutes=15)
"""So long before something begins, or before it gets quiet, one still has time to read of it."""


def is_quiet(wishes: ChatWishes | None, timezone: str, now: dt.datetime) -> bool:
    """Tell whether it is quiet at this moment; a night may go over midnight."""
    if wishes is None or wishes.quiet_from is None or wishes.quiet_until is None:
        return False
    there = now.astimezone(ZoneInfo(timezone))
    minute = there.hour * 60 + there.minute
    if wishes.quiet_from <= wishes.quiet_until:
        return wishes.quiet_from <= minute < wishes.quiet_until
    return minute >= wishes.quiet_from or minute < wishes.quiet_until


def moved_out_of_quiet(
    wishes: ChatWishes | None, timezone: str, planned: dt.datetime, *, latest: dt.datetime
) -> dt.datetime:
    """Return when to tell what was planned for a moment, and is worth nothing at the latest.

    Where it is quiet then: as soon as that ends, if it is in time; otherwise before it begins.
    """
    if wishes is None or not is_quiet(wishes, timezone, planned):
        return planned
    there = planned.astimezone(ZoneInfo(timezone))
    begins, ends = as_time(wishes.quiet_from), as_time(wishes.quiet_until)
    assert begins is not None  # noqa: S101 - otherwise it is never quiet
    assert ends is not None  # noqa: S101
    first = dt.datetime.combine(there.date(), begins, there.tzinfo)
    last = dt.datetime.combine(there.date(), ends, there.tzinfo)
    if first > there:
        first -= dt.timedelta(days=1)
    if last <= there:
        last += dt.timedelta(days=1)
    if last.astimezone(dt.UTC) <= latest - IN_TIME:
        return last.astimezone(dt.UTC)
    return first.astimezone(dt.UTC) - IN_TIME


def quiet_minutes(
    begins: dt.time | None, ends: dt.time | None
) -> tuple[int | None, int | None, str | None]:
    """Return both as minutes of the day, and why they cannot be, if so: one alone, or the same."""
    if begins is None and ends is None:
        return None, None, None
    if begins is None or ends is None:
        return None, None, "quiet_hours_half"
    first, last = begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute
    return (None, None, "quiet_hours_empty") if first == last else (first, last, None)


def as_time(minute: int | None) -> dt.time | None:
    """Return a minute of the day as a time."""
    return None if minute is None else dt.time(*divmod(minute % MINUTES_OF_DAY, 60))


def quiet_span(wishes: ChatWishes | None) -> str:
    """Return the quiet minutes of the day for a script; "" where there are none."""
    if wishes is None or wishes.quiet_from is None or wishes.quiet_until is None:
        return ""
    return f"{wishes.quiet_from}-{wishes.quiet_until}"
