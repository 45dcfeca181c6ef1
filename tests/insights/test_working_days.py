"""Working days in Saxony."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from forum.insights.working_days import easter_sunday, holidays, working_days_before

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2000, (4, 23)), (2008, (3, 23)), (2019, (4, 21)), (2026, (4, 5)), (2038, (4, 25))],
)
def test_easter_falls_where_the_church_says(year: int, easter: tuple[int, int]) -> None:
    assert easter_sunday(year) == dt.date(year, *easter)


def test_the_holidays_of_a_year_are_those_of_all_of_saxony() -> None:
    easter = ["03.04.", "06.04.", "14.05.", "25.05."]
    fixed = ["01.01.", "01.05.", "03.10.", "31.10.", "25.12.", "26.12."]
    assert sorted(f"{day:%d.%m.}" for day in holidays(2026)) == sorted([*easter, *fixed, "18.11."])


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        ("2026-11-12T10:00", "2026-11-09T10:00"),  # Thursday: three days of the same week
        ("2026-11-11T10:00", "2026-11-06T10:00"),  # Wednesday: over a weekend
        ("2026-11-15T18:00", "2026-11-11T00:00"),  # Sunday: as at the end of Friday
        ("2026-11-18T09:00", "2026-11-13T00:00"),  # Repentance Day: as at the end of Tuesday
        ("2026-11-20T09:00", "2026-11-16T09:00"),  # Friday: over Repentance Day
        ("2026-04-08T12:00", "2026-04-01T12:00"),  # Wednesday: over Easter
        ("2026-03-31T12:00", "2026-03-26T12:00"),  # Tuesday: over the change to summer time
    ],
)
def test_three_working_days_leave_out_weekends_and_holidays(moment: str, before: str) -> None:
    now = dt.datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
    found = working_days_before(now, 3, BERLIN.key)
    assert found.tzinfo is dt.UTC
    assert found.astimezone(BERLIN).isoformat()[:16] == before
