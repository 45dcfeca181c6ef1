"""When letters are due: every hour of every day of the years in which clocks are changed."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest

from forum.digests.calendar import next_due, period_of, place_of, week_of

BERLIN = "Europe/Berlin"
WEEK = dt.timedelta(weeks=1)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("weekday", "hour", "zone", "after", "due"),
    [
        (0, 7, BERLIN, utc(2026, 11, 22, 12), utc(2026, 11, 23, 6)),
        (0, 7, BERLIN, utc(2026, 11, 23, 5, 59), utc(2026, 11, 23, 6)),
        (0, 7, BERLIN, utc(2026, 11, 23, 6), utc(2026, 11, 30, 6)),
        (0, 7, BERLIN, utc(2026, 7, 1), utc(2026, 7, 6, 5)),
        # 29 March 2026: there is no 02:00, the clock goes from 01:59 to 03:00.
        (6, 2, BERLIN, utc(2026, 3, 28), utc(2026, 3, 29, 1)),
        (6, 3, BERLIN, utc(2026, 3, 28), utc(2026, 3, 29, 1)),
        (6, 1, BERLIN, utc(2026, 3, 28), utc(2026, 3, 29, 0)),
        # 25 October 2026: 02:00 comes twice, and the first counts.
        (6, 2, BERLIN, utc(2026, 10, 24), utc(2026, 10, 25, 0)),
        (6, 2, BERLIN, utc(2026, 10, 25, 0, 30), utc(2026, 11, 1, 1)),
        # The gap begins a minute past midnight, as it did in this place until 2011.
        (6, 1, "America/St_Johns", utc(2011, 3, 12), utc(2011, 3, 13, 3, 31)),
        # The day itself was skipped: the first moment of the one after it.
        (4, 9, "Pacific/Apia", utc(2011, 12, 29), utc(2011, 12, 30, 10)),
        # The clock goes from 22:59 on Saturday to midnight.
        (5, 23, "America/Nuuk", utc(2026, 3, 27), utc(2026, 3, 29, 1)),
        (0, 7, "Nowhere/At_All", utc(2026, 11, 22), utc(2026, 11, 23, 7)),
    ],
)
def test_a_letter_is_due_at_the_hour_of_the_members_clock(
    weekday: int, hour: int, zone: str, after: dt.datetime, due: dt.datetime
) -> None:
    assert next_due(weekday, hour, zone, after) == due


@pytest.mark.parametrize("zone", [BERLIN, "Atlantic/Azores", "Australia/Lord_Howe"])
def test_there_is_exactly_one_letter_in_each_week_in_summer_and_in_winter(zone: str) -> None:
    weeks = [week_of(dt.date(2025, 12, 29) + n * dt.timedelta(days=7)) for n in range(53)]
    place = ZoneInfo(zone)
    for weekday, hour in itertools.product(range(7), range(24)):
        due = next_due(weekday, hour, zone, utc(2025, 12, 28, 23, 59) - place_offset(place))
        for week in weeks:
            assert period_of(due, zone) == week
            local = due.astimezone(place)
            assert local.weekday() == weekday
            assert local.hour == hour or is_after_gap(due, place), (local, hour)
            assert next_due(weekday, hour, zone, due - dt.timedelta(seconds=1)) == due
            after = next_due(weekday, hour, zone, due)
            assert abs(after - due - WEEK) <= dt.timedelta(hours=1)
            due = after


def place_offset(place: ZoneInfo) -> dt.timedelta:
    offset = utc(2025, 12, 28).astimezone(place).utcoffset()
    assert offset is not None
    return offset


def is_after_gap(moment: dt.datetime, place: ZoneInfo) -> bool:
    before = (moment - dt.timedelta(minutes=1)).astimezone(place)
    later, earlier = moment.astimezone(place).utcoffset(), before.utcoffset()
    assert later is not None
    assert earlier is not None
    return later > earlier


def test_the_week_is_that_of_the_day_where_the_member_lives() -> None:
    moment = utc(2026, 12, 27, 23, 30)
    assert period_of(moment, "UTC") == "2026-W52"
    assert period_of(moment, BERLIN) == "2026-W53"
    assert period_of(utc(2027, 1, 3, 12), BERLIN) == "2026-W53"
    assert place_of("Nowhere/At_All").key == "UTC"
