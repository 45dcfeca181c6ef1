"""Chat hours among the dates of a letter, as they are when it is read."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.actions.watch import mute
from forum.channels.models import Audience, Channel, MembershipRole
from forum.digests.contents import Contents
from forum.digests.models import Issue, IssueState, Section
from forum.digests.queries.contents import contents_of
from forum.kernel import clock
from forum.messaging.actions import switch_off
from forum.messaging.actions.attend_hour import answer_hour
from forum.messaging.actions.plan_hour import HourPlan, call_off_hour, change_hour, plan_hour
from forum.messaging.models import ChatHour
from tests.digests.filling import fill, letter_of, make_planned, told
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.messaging import make_room

DAY = dt.timedelta(days=1)


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "AG Säle", audience=Audience.INVITED)


@pytest.fixture
def host(session: Session, channel: Channel) -> Actor:
    host = make_actor(session, "Hanna Moderation")
    make_membership(session, channel, host, MembershipRole.MODERATOR)
    return host


@pytest.fixture
def lea(session: Session, channel: Channel) -> Actor:
    lea = make_actor(session, "Lea")
    make_membership(session, channel, lea)
    return lea


def a_plan(host: Actor, days: int) -> HourPlan:
    at = (clock.now() + days * DAY).replace(second=0, microsecond=0)
    return HourPlan(title="Säle finden", description="", starts_at=at, minutes=60, host=host)


@pytest.fixture
def hour(session: Session, channel: Channel, host: Actor) -> ChatHour:
    hour = plan_hour(session, host, make_room(session, channel), a_plan(host, 5))
    session.commit()
    return hour


def reread(session: Session, issue: Issue) -> Contents:
    session.commit()
    return contents_of(session, [issue])[issue.id]


def test_a_letter_tells_of_an_hour_with_its_time_and_leads_to_its_page(
    session: Session, hour: ChatHour, lea: Actor
) -> None:
    stranger = make_actor(session, "Otto")
    (part,) = letter_of(session, lea).sections
    (entry,) = part.entries
    assert (part.section, entry.title) == (Section.OCCASIONS, "Säle finden")
    assert entry.appointment is not None
    assert entry.appointment.begins_at == hour.starts_at
    assert entry.hour_public_id == hour.public_id
    assert entry.channel is not None
    assert entry.channel.name == "AG Säle"
    assert not letter_of(session, stranger).sections, "a closed channel is told to its members"
    assert told(letter_of(session, lea, period="2026-W60")) == {}, "once is enough"


def test_an_hour_at_another_time_is_told_anew(
    session: Session, hour: ChatHour, host: Actor, lea: Actor
) -> None:
    letter_of(session, lea)
    change_hour(session, host, hour, a_plan(host, 9), version=hour.version)
    session.commit()
    again = letter_of(session, lea, period="2026-W60")
    assert told(again) == {Section.OCCASIONS: ["Säle finden"]}


@pytest.mark.parametrize("what", ["called_off", "closed", "declined", "far", "muted"])
def test_what_is_not_to_be_is_not_told(
    session: Session, channel: Channel, hour: ChatHour, host: Actor, lea: Actor, what: str
) -> None:
    if what == "called_off":
        call_off_hour(session, host, hour)
    elif what == "closed":
        switch_off(session, host, make_room(session, channel))
    elif what == "declined":
        answer_hour(session, lea, hour, comes=False)
    elif what == "far":
        change_hour(session, host, hour, a_plan(host, 40), version=hour.version)
    else:
        mute(session, lea, channel)
    session.commit()
    assert told(letter_of(session, lea)) == {}


@pytest.mark.parametrize("what", ["called_off", "left", "muted"])
def test_what_changed_before_the_letter_goes_out_is_not_in_it(
    session: Session, channel: Channel, hour: ChatHour, host: Actor, lea: Actor, what: str
) -> None:
    issue = make_planned(session, lea)
    fill(session, issue)
    assert not reread(session, issue).is_empty
    if what == "called_off":
        call_off_hour(session, host, hour)
    elif what == "left":
        lea.suspended_until = clock.now() + DAY
    else:
        mute(session, lea, channel)
    assert reread(session, issue).is_empty
    issue.state = IssueState.SENT
    assert reread(session, issue).is_empty is (what != "muted"), "what was sent can be read again"
