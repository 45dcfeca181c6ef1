"""When a letter is due: a day of the week and an hour of the clock where the member lives."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# A letter that is later than this is not sent any more: what was to stand in it comes with the
# next.
CATCH_UP = dt.timedelta(hours=48)
_WEEK = dt.timedelta(days=7)


def next_due(weekday: int, hour: int, zone: str, after: dt.datetime) -> dt.datetime:
    """Return the next such hour after the moment, in UTC.

    An hour that the clock skips in spring is the first moment after the gap; one that comes twice
    in autumn is the first of both.
    """
    place = place_of(zone)
    day = after.astimezone(place).date()
    # One week early: a gap may have moved the moment past midnight.
    day += dt.timedelta(days=(weekday - day.weekday()) % 7) - _WEEK
    while (due := _moment(day, hour, place)) <= after:
        day += _WEEK
    return due


def period_of(due_at: dt.datetime, zone: str) -> str:
    """Return the ISO week of the day where the member lives: "2026-W48"."""
    return week_of(due_at.astimezone(place_of(zone)).date())


def week_of(day: dt.date) -> str:
    """Return the ISO week of the day: "2026-W48"."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


@cache
def place_of(zone: str) -> ZoneInfo:
    """Return the zone; UTC for one that this machine does not know, so that letters still come."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _moment(day: dt.date, hour: int, place: ZoneInfo) -> dt.datetime:
    asked = dt.datetime.combine(day, dt.time(hour))
    # The two readings differ only where the clock is changed; in a gap the earlier one lies before
    # it, and the clock shows the hour or a later one as soon as it is over.
    due = min(asked.replace(tzinfo=place, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    while due.astimezone(place).replace(tzinfo=None) < asked:
        due += dt.timedelta(minutes=1)
    return due
