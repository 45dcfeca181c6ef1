"""Quiet hours: when nobody is disturbed, by the clock of the account."""

import datetime as dt
from zoneinfo import ZoneInfo

from forum.messaging.models import ChatWishes

MINUTES_OF_DAY = 24 * 60


def is_quiet(wishes: ChatWishes | None, timezone: str, now: dt.datetime) -> bool:
    """Tell whether it is quiet at this moment; a night may go over midnight."""
    if wishes is None or wishes.quiet_from is None or wishes.quiet_until is None:
        return False
    there = now.astimezone(ZoneInfo(timezone))
    minute = there.hour * 60 + there.minute
    if wishes.quiet_from <= wishes.quiet_until:
        return wishes.quiet_from <= minute < wishes.quiet_until
    return minute >= wishes.quiet_from or minute < wishes.quiet_until


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
