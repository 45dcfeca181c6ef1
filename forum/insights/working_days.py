"""Working days in Saxony: Monday to Friday, without the holidays of § 1 SächsSFG.

Corpus Christi is left out: it is a holiday in a few municipalities only.
"""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = dt.timedelta(days=1)
_FRIDAY = 4


def easter_sunday(year: int) -> dt.date:
    """Return Easter Sunday of a Gregorian year (the rule of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, skipped = century // 4, (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return dt.date(year, month, day + 1)


@lru_cache(maxsize=16)
def holidays(year: int) -> frozenset[dt.date]:
    """Return the public holidays of a year that all of Saxony has."""
    easter = easter_sunday(year)
    movable = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension, Pentecost Monday
    fixed = ((1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26))
    # Repentance Day is the Wednesday before 23 November.
    repentance = next(
        day
        for day in (dt.date(year, 11, 22) - _DAY * back for back in range(7))
        if day.weekday() == 2
    )
    return frozenset(
        {easter + _DAY * days for days in movable}
        | {dt.date(year, month, day) for month, day in fixed}
        | {repentance}
    )


def is_working_day(day: dt.date) -> bool:
    """Tell whether offices are open in all of Saxony."""
    return day.weekday() <= _FRIDAY and day not in holidays(day.year)


def working_days_before(moment: dt.datetime, count: int, zone: str) -> dt.datetime:
    """Return the moment so many working days earlier, by the clock of this zone.

    Three working days before Wednesday 10:00 is Friday 10:00. A weekend or a holiday is no time at
    all: on Sunday as on Saturday, what came before the end of Friday counts back from there.
    """
    local = moment.astimezone(ZoneInfo(zone))
    day, time = local.date(), local.time()
    if not is_working_day(day):
        while not is_working_day(day - _DAY):
            day -= _DAY
        time = dt.time()
        # The midnight that ends the last working day; going back from it, that one is the first.
        day, count = day - _DAY, count - 1
    for _ in range(count):
        day -= _DAY
        while not is_working_day(day):
            day -= _DAY
    return dt.datetime.combine(day, time, ZoneInfo(zone)).astimezone(dt.UTC)
