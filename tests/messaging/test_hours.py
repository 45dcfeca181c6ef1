"""Chat hours: planned, told of, held, and offered for keeping."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from typing_extensions import override

from forum.accounts.models import Actor, Role
from forum.accounts.queries import account_with_actor
from forum.channels.actions.watch import mute
from forum.channels.models import Audience, Channel, MembershipRole
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.mail.hour_reminders import write_reminders
from forum.mail.models import OutgoingMail
from forum.messaging.actions import remove
from forum.messaging.actions.attend_hour import answer_hour, see_hour
from forum.messaging.actions.plan_hour import HourPlan, call_off_hour, change_hour, plan_hour
from forum.messaging.actions.watch_hours import close_hours, remind_of_hours
from forum.messaging.hour_policy import can_plan_hour, can_see_hour, visible_hours
from forum.messaging.models import ChatHour, Room
from forum.messaging.queries import belonging_of
from forum.messaging.queries.hours import (
    coming_count,
    hour_by_public_id,
    hour_news,
    hours_ahead,
    news_key,
)
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.notifications.board import Board

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def room(session: Session, channel: Channel) -> Room:
    return make_room(session, channel)


@pytest.fixture
def host(session: Session, channel: Channel) -> Actor:
    host = make_actor(session, "Hanna Moderation")
    make_membership(session, channel, host, MembershipRole.MODERATOR)
    return host


@pytest.fixture
def member(session: Session, channel: Channel) -> Actor:
    member = make_actor(session, "Kim Tester")
    make_membership(session, channel, member)
    return member


class Clock(Board):
    """Lets the relay run, and then what looks at the clock."""

    @override
    def run(self) -> None:
        super().run()
        with self._app.app_context():
            write_reminders()
        self._session.expire_all()


@pytest.fixture
def board(app: Flask, session: Session) -> Board:
    return Clock(app, session)


def plan(host: Actor, ahead: dt.timedelta = 3 * HOUR, **changed: object) -> HourPlan:
    values: dict[str, object] = {
        "title": "Säle finden",
        "description": "Was hat bei Ihnen geklappt?",
        "starts_at": clock.now() + ahead,
        "minutes": 60,
        "host": host,
    }
    return HourPlan(**(values | changed))  # type: ignore[arg-type]


@pytest.fixture
def hour(session: Session, room: Room, host: Actor) -> ChatHour:
    hour = plan_hour(session, host, room, plan(host))
    session.commit()
    return hour_by_public_id(session, hour.public_id)


def begins_in(session: Session, hour: ChatHour, ahead: dt.timedelta) -> None:
    """Let time pass until the hour begins in so long."""
    hour.starts_at, hour.ends_at = clock.now() + ahead, clock.now() + ahead + HOUR
    session.commit()


def told(session: Session, actor: Actor) -> list[str]:
    account = account_with_actor(session, account_of(session, actor).id)
    return [news.told for news in hour_news(session, account.actor)]


def letters(session: Session) -> list[str]:
    return [mail.letter for mail in session.query(OutgoingMail).order_by(OutgoingMail.id)]


def test_members_are_told_until_they_have_seen_it_and_nobody_who_mutes_the_channel(
    session: Session, hour: ChatHour, member: Actor, channel: Channel
) -> None:
    quiet, stranger = make_actor(session, "Quiet"), make_actor(session, "Stranger")
    make_membership(session, channel, quiet)
    mute(session, quiet, channel)
    session.commit()
    assert [told(session, one) for one in (member, quiet, stranger)] == [["planned"], [], []]
    see_hour(session, member, hour, told=news_key(hour))
    assert told(session, member) == []


def test_who_comes_is_reminded_once_however_often_the_clock_looks(
    session: Session, hour: ChatHour, member: Actor, board: Board
) -> None:
    other = make_actor(session, "Otto")
    answer_hour(session, member, hour, comes=True)
    answer_hour(session, other, hour, comes=False)
    assert coming_count(session, hour) == 1
    assert remind_of_hours(session) == 0
    begins_in(session, hour, HOUR / 2)
    assert [remind_of_hours(session) for _ in range(2)] == [1, 0]
    board.run()
    board.run()
    assert letters(session) == ["hour_nears"]
    assert told(session, member) == ["soon"]
    assert told(session, other) == []


def test_a_reminder_that_comes_late_is_sent_while_it_runs_and_not_afterwards(
    session: Session, hour: ChatHour, member: Actor, board: Board
) -> None:
    answer_hour(session, member, hour, comes=True)
    begins_in(session, hour, -HOUR / 2)
    assert remind_of_hours(session) == 1
    begins_in(session, hour, -2 * HOUR)
    board.run()
    assert letters(session) == []
    hour.reminded_at = None
    session.commit()
    assert remind_of_hours(session) == 0


def test_nobody_is_reminded_who_may_read_it_no_more_or_of_a_closed_chat(
    session: Session, hour: ChatHour, room: Room, member: Actor, board: Board
) -> None:
    gone = make_actor(session, "Weg")
    for actor in (member, gone):
        answer_hour(session, actor, hour, comes=True)
    gone.suspended_until = clock.now() + HOUR
    begins_in(session, hour, HOUR / 2)
    remind_of_hours(session)
    board.run()
    assert letters(session) == ["hour_nears"]
    hour.reminded_at, room.closed_at = None, clock.now()
    session.commit()
    remind_of_hours(session)
    board.run()
    assert letters(session) == ["hour_nears"]


def test_another_time_is_told_to_who_comes_and_they_are_reminded_of_it_anew(
    session: Session, hour: ChatHour, host: Actor, member: Actor, board: Board
) -> None:
    answer_hour(session, member, hour, comes=True)
    see_hour(session, member, hour, told=news_key(hour))
    begins_in(session, hour, HOUR / 2)
    remind_of_hours(session)
    session.commit()
    change_hour(session, host, hour, plan(host, 5 * HOUR), version=1)
    board.run()
    # The reminder was of a time that does not hold any more when it was to be written.
    assert letters(session) == ["hour_moved"]
    assert told(session, member) == ["moved"]
    begins_in(session, hour, HOUR / 2)
    assert remind_of_hours(session) == 1


def test_other_words_are_no_news(
    session: Session, hour: ChatHour, host: Actor, member: Actor, board: Board
) -> None:
    answer_hour(session, member, hour, comes=True)
    same_time = plan(host, starts_at=hour.starts_at, title="Säle")
    change_hour(session, host, hour, same_time, version=1)
    board.run()
    assert (letters(session), told(session, member)) == ([], [])
    with pytest.raises(Conflict, match="hour_changed"):
        change_hour(session, host, hour, plan(host), version=1)


def test_what_is_called_off_is_told_to_who_comes_and_stays_called_off(
    session: Session, hour: ChatHour, host: Actor, member: Actor, room: Room, board: Board
) -> None:
    answer_hour(session, member, hour, comes=True)
    for _ in range(2):
        call_off_hour(session, host, hour)
    board.run()
    assert letters(session) == ["hour_called_off"]
    assert told(session, member) == ["called_off"]
    assert list(hours_ahead(session, room)) == []
    begins_in(session, hour, -2 * HOUR)
    assert (remind_of_hours(session), close_hours(session)) == (0, 0)
    with pytest.raises(NotAllowed, match="hour_called_off"):
        answer_hour(session, member, hour, comes=True)


def test_what_was_said_is_offered_once_to_host_and_moderation(
    session: Session, hour: ChatHour, room: Room, host: Actor, member: Actor, board: Board
) -> None:
    before = make_message(session, room, member, "Noch nicht")
    said = [make_message(session, room, member) for _ in range(3)]
    after = make_message(session, room, member, "Danach")
    remove(session, member, said[2])
    begins_in(session, hour, -2 * HOUR)
    before.created_at = hour.starts_at - HOUR
    after.created_at = hour.ends_at
    for message in said:
        message.created_at = hour.starts_at + HOUR / 2
    session.commit()
    assert [close_hours(session) for _ in range(2)] == [1, 0]
    assert (hour.first_sequence, hour.last_sequence) == (said[0].sequence, said[1].sequence)
    board.run()
    assert told(session, host) == ["over"]
    assert told(session, member) == []
    see_hour(session, host, hour, told=news_key(hour))
    assert told(session, host) == []


def test_a_silent_hour_is_offered_to_nobody(session: Session, hour: ChatHour, host: Actor) -> None:
    begins_in(session, hour, -2 * HOUR)
    assert close_hours(session) == 1
    assert told(session, host) == []


def test_only_who_moderates_plans_and_only_in_channels_that_have_a_chat(
    session: Session, room: Room, host: Actor, member: Actor
) -> None:
    with pytest.raises(NotAllowed, match="not_a_moderator"):
        plan_hour(session, member, room, plan(member))
    group = make_conversation(session, host, member)
    with pytest.raises(NotAllowed, match="hours_in_channels"):
        plan_hour(session, host, group, plan(host))
    room.closed_at = clock.now()
    assert not can_plan_hour(host, room, belonging_of(session, host, room))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"title": " "}, "empty"),
        ({"minutes": 1}, "no_such_length"),
        ({"starts_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "hour_in_the_past"),
        ({"starts_at": dt.datetime(9999, 1, 1, tzinfo=dt.UTC)}, "hour_too_far"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    session: Session, room: Room, host: Actor, changed: dict[str, object], reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        plan_hour(session, host, room, plan(host, **changed))  # type: ignore[arg-type]


def test_the_same_hour_twice_is_one_and_two_never_overlap(
    session: Session, room: Room, host: Actor
) -> None:
    same = plan(host)
    first = plan_hour(session, host, room, same)
    assert plan_hour(session, host, room, same).id == first.id
    with pytest.raises(Invalid, match="hours_overlap"):
        plan_hour(session, host, room, plan(host, title="Anderes"))
    names = [one.name for one in session.query(RecordedEvent)]
    assert names.count("HourPlanned") == 1


def test_the_host_reads_the_room_and_is_here(session: Session, host: Actor) -> None:
    closed = make_channel(session, "Intern", audience=Audience.INVITED)
    make_membership(session, closed, host, MembershipRole.MODERATOR)
    with pytest.raises(Invalid, match="host_not_here"):
        plan_hour(session, host, make_room(session, closed), plan(make_actor(session, "Gast")))


def test_both_forms_of_the_rule_agree(session: Session, hour: ChatHour, member: Actor) -> None:
    closed = make_channel(session, "Intern", audience=Audience.INVITED)
    admin = make_actor(session, "Ad", role=Role.ADMIN)
    plan_hour(session, admin, make_room(session, closed), plan(admin))
    gone = make_actor(session, "Weg")
    gone.suspended_until = clock.now() + HOUR
    session.flush()
    for actor in (None, member, admin, gone):
        allowed = {
            one.id
            for one in session.query(ChatHour)
            if can_see_hour(
                actor,
                found := hour_by_public_id(session, one.public_id),
                belonging_of(session, actor, found.room),
            )
        }
        listed = {one.id for one in session.query(ChatHour).where(visible_hours(actor))}
        assert allowed == listed
