"""When a reminder comes: nine in the morning where the reader is, whatever the clocks do."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from forum.bookmarks.reminders import ReminderChoice, moment_of
from forum.kernel.errors import Invalid

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("choice", "now", "zone", "expected"),
    [
        # The clocks go forward in the night to 29 March 2026, and back in that to 25 October.
        (ReminderChoice.TOMORROW, "2026-03-28T12:00+01:00", BERLIN, "2026-03-29T09:00+02:00"),
        (ReminderChoice.TOMORROW, "2026-10-24T12:00+02:00", BERLIN, "2026-10-25T09:00+01:00"),
        (ReminderChoice.MONDAY, "2026-10-24T12:00+02:00", BERLIN, "2026-10-26T09:00+01:00"),
        # A Monday's next Monday is not today, however early it is.
        (ReminderChoice.MONDAY, "2026-11-23T07:00+01:00", BERLIN, "2026-11-30T09:00+01:00"),
        # Half past eleven at night in UTC is tomorrow in Berlin, and still today in Lima.
        (ReminderChoice.TOMORROW, "2026-11-22T23:30+00:00", BERLIN, "2026-11-24T09:00+01:00"),
        (
            ReminderChoice.TOMORROW,
            "2026-11-22T23:30+00:00",
            ZoneInfo("America/Lima"),
            "2026-11-23T09:00-05:00",
        ),
        (ReminderChoice.NONE, "2026-11-22T23:30+00:00", BERLIN, None),
    ],
)
def test_the_day_is_counted_on_the_readers_calendar(
    choice: ReminderChoice, now: str, zone: ZoneInfo, expected: str | None
) -> None:
    moment = moment_of(choice, now=dt.datetime.fromisoformat(now), zone=zone)
    assert moment == (dt.datetime.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("2026-11-22", "date_past"),
        ("2036-11-22", "date_far"),
        ("9999-12-31", "date_far"),
        ("0001-01-01", "date_past"),
        ("22.11.2026", "no_date"),
        ("", "no_date"),
        ("²⁰²⁶-11-30", "no_date"),
    ],
)
def test_a_day_is_refused_with_its_reason(date: str, reason: str) -> None:
    now = dt.datetime.fromisoformat("2026-11-22T09:00+01:00")
    with pytest.raises(Invalid, match=reason) as refusal:
        moment_of(ReminderChoice.DATE, now=now, zone=BERLIN, date=date)
    assert refusal.value.field == "date"
    soon = moment_of(ReminderChoice.DATE, now=now, zone=BERLIN, date=" 2026-11-23 ")
    assert soon == now + dt.timedelta(days=1)
