"""When a reader wants to be reminded: at nine in the morning of a day, in their time zone."""

import datetime as dt
import enum
from zoneinfo import ZoneInfo

from forum.kernel.errors import Invalid

_HOUR = dt.time(9)
_MONDAY = 0
# Further away than this, a date is a slip of the keyboard.
_FURTHEST = dt.timedelta(days=5 * 366)


class ReminderChoice(enum.StrEnum):
    """What the form offers."""

    NONE = "none"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    DATE = "date"
    AS_IS = "as_is"


def moment_of(
    choice: ReminderChoice, *, now: dt.datetime, zone: ZoneInfo, date: str = ""
) -> dt.datetime | None:
    """Return the moment; ``None``: no reminder, also for `AS_IS`, which the caller knows.

    The day is counted on the reader's calendar and the hour read from the reader's clock, so that
    nine stays nine when the clocks change in between. `date` is ISO 8601 (``2026-11-30``). Raises
    `Invalid` for the field ``date``: ``no_date``, ``date_past``, ``date_far``.
    """
    today = now.astimezone(zone).date()
    if choice is ReminderChoice.TOMORROW:
        return _morning(today + dt.timedelta(days=1), zone)
    if choice is ReminderChoice.MONDAY:
        days = (_MONDAY - today.weekday()) % 7 or 7
        return _morning(today + dt.timedelta(days=days), zone)
    if choice is ReminderChoice.DATE:
        return _chosen(date, now, zone)
    return None


def _chosen(date: str, now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    try:
        day = dt.date.fromisoformat(date.strip())
        moment = _morning(day, zone)
    except (ValueError, OverflowError) as error:
        raise Invalid("no_date", field="date") from error
    if moment <= now:
        raise Invalid("date_past", field="date")
    if moment - now > _FURTHEST:
        raise Invalid("date_far", field="date")
    return moment


def _morning(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, _HOUR, tzinfo=zone).astimezone(dt.UTC)
