"""When a letter is due: a day of the week and an hour of the clock where the member lives."""

import datetime as dt
from zoneinfo import ZoneInfo


def next_due(weekday: int, hour: int, zone: str, after: dt.datetime) -> dt.datetime:
    """Return the next such hour after the moment, in UTC.

    An hour that the clock skips in spring is the first moment after the gap; one that comes twice
    in autumn is the first of both.
    """
    place = ZoneInfo(zone)
    day = after.astimezone(place).date()
    day += dt.timedelta(days=(weekday - day.weekday()) % 7)
    while (due := _moment(day, hour, place)) <= after:
        day += dt.timedelta(days=7)
    return due


def period_of(due_at: dt.datetime, zone: str) -> str:
    """Return the ISO week of the day where the member lives: "2026-W48"."""
    return week_of(due_at.astimezone(ZoneInfo(zone)).date())


def week_of(day: dt.date) -> str:
    """Return the ISO week of the day: "2026-W48"."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def _moment(day: dt.date, hour: int, place: ZoneInfo) -> dt.datetime:
    local = dt.datetime.combine(day, dt.time(hour), place)
    due = local.astimezone(dt.UTC)
    while due.astimezone(place).replace(tzinfo=None) < local.replace(tzinfo=None):
        due += dt.timedelta(minutes=15)
    return due
