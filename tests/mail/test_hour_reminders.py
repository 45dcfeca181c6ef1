"""Reminders of chat hours: when they come, to whom, and how they end."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.channels.models import MembershipRole
from forum.kernel import clock
from forum.mail.hour_reminders import write_reminders
from forum.mail.models import OutgoingMail
from forum.messaging.actions.attend_hour import answer_hour
from forum.messaging.actions.note_reminded import note_reminded
from forum.messaging.actions.plan_hour import HourPlan, plan_hour
from forum.messaging.models import ChatHour, ChatWishes
from forum.messaging.queries.reminders import reminders_due
from forum.messaging.quiet import moved_out_of_quiet
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.messaging import make_room

# In Berlin it is one hour later.
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class Scene:
    """Ben comes to an hour at 19:00, his time, and the clock stands where it is put."""

    def __init__(self, app: Flask, session: Session, patch: pytest.MonkeyPatch) -> None:
        self._app, self._session, self.now = app, session, NOON
        patch.setattr(clock, "now", lambda: self.now)
        channel, host = make_channel(session, "Beteiligung"), make_actor(session, "Hanna")
        make_membership(session, channel, host, MembershipRole.MODERATOR)
        plan = HourPlan(
            title="Säle", description="", starts_at=NOON + 6 * HOUR, minutes=60, host=host
        )
        self.hour: ChatHour = plan_hour(session, host, make_room(session, channel), plan)
        self.ben: Actor = make_actor(session, "Ben")
        self.account: Account = account_of(session, self.ben)
        self.account.timezone = "Europe/Berlin"
        session.commit()

    def wish(self, begins: str, ends: str) -> None:
        first, last = (int(one[:2]) * 60 + int(one[3:]) for one in (begins, ends))
        row = ChatWishes(account_id=self.account.id, quiet_from=first, quiet_until=last)
        self._session.add(row)
        self._session.commit()

    def comes(self) -> None:
        answer_hour(self._session, self.ben, self.hour, comes=True)
        self._session.commit()

    def at(self, there: str) -> int:
        """Let the clock look at this time of Ben's day, and return how many letters it wrote."""
        self.now = dt.datetime.fromisoformat(f"2026-11-23T{there}:00+01:00").astimezone(dt.UTC)
        with self._app.app_context():
            written = write_reminders()
        self._session.expire_all()
        return written


@pytest.fixture
def scene(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Scene:
    return Scene(app, session, monkeypatch)


@pytest.mark.parametrize(
    ("quiet", "told"),
    [
        (None, {"17:59": 0, "18:00": 1, "18:01": 0}),
        # It is quiet an hour before, and no more soon enough.
        (("12:00", "18:30"), {"18:00": 0, "18:29": 0, "18:30": 1, "18:31": 0}),
        # It is quiet until it begins: before that.
        (("17:30", "07:00"), {"17:14": 0, "17:15": 1, "18:00": 0, "19:30": 0}),
        (("17:30", "18:50"), {"17:14": 0, "17:15": 1, "18:50": 0}),
        # The worker slept when it was time: it is not quiet any more while the hour runs.
        (("17:30", "19:10"), {"17:30": 0, "19:00": 0, "19:10": 1}),
        (("17:30", "20:30"), {"18:30": 0, "19:59": 0, "20:31": 0}),
    ],
)
def test_a_reminder_keeps_to_the_quiet_hours_and_comes_in_time(
    scene: Scene, quiet: tuple[str, str] | None, told: dict[str, int]
) -> None:
    if quiet is not None:
        scene.wish(*quiet)
    scene.comes()
    assert {moment: scene.at(moment) for moment in told} == told


def test_who_says_yes_in_the_last_hour_is_not_reminded_of_it(scene: Scene) -> None:
    scene.now = NOON + 5 * HOUR
    scene.comes()
    assert scene.at("18:05") == 0


def test_two_workers_write_one_letter(scene: Scene, session: Session) -> None:
    scene.comes()
    scene.now = NOON + 5 * HOUR
    (due,) = reminders_due(session, scene.now)
    assert [note_reminded(session, due) for _worker in range(2)] == [True, False]
    scene.hour.moved += 1
    assert not note_reminded(session, due), "that time does not hold any more"
    assert len(reminders_due(session, scene.now)) == 1, "of the new one they are reminded"


def test_the_letter_says_how_to_end_such_letters_and_ending_ends_no_others(
    scene: Scene, session: Session, client: FlaskClient
) -> None:
    scene.comes()
    assert scene.at("18:00") == 1
    (letter,) = session.query(OutgoingMail).all()
    assert letter.headers is not None
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter.headers["List-Unsubscribe"].strip("<>")
    assert link in letter.text
    assert link in letter.html
    path = link[link.index("/unsubscribe/") :]
    assert "Chatstunden" in client.get(path, headers={"Accept-Language": "de"}).text
    assert session.get(ChatWishes, scene.account.id) is None, "looking ends nothing"
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    session.expire_all()
    wishes = session.get_one(ChatWishes, scene.account.id)
    assert (wishes.hours_by_mail, wishes.by_mail, wishes.enter_sends) == (False, True, True)
    scene.hour.moved += 1
    session.commit()
    assert scene.at("18:10") == 0


def test_what_falls_into_a_night_is_told_by_the_account_s_own_clock() -> None:
    night = ChatWishes(account_id=1, quiet_from=22 * 60, quiet_until=7 * 60)
    for starts, told in (("07:30", "07:00"), ("07:10", "21:45"), ("22:30", "21:30")):
        start = dt.datetime.fromisoformat(f"2026-07-23T{starts}:00+02:00")
        found = moved_out_of_quiet(night, "Europe/Berlin", start - HOUR, latest=start)
        before = DAY if told == "21:45" else dt.timedelta()
        assert found == dt.datetime.fromisoformat(f"2026-07-23T{told}:00+02:00") - before
