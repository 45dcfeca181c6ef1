"""Chat hours in the browser, without JavaScript."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, MembershipRole
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.messaging.actions.attend_hour import answer_hour
from forum.messaging.actions.plan_hour import HourPlan, call_off_hour, plan_hour
from forum.messaging.models import ChatHour, HourReader, Room
from forum.web.forms.chat_hours import moment_in
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.editions import make_occasion
from tests.factories.messaging import make_message, make_room
from tests.web.forms import forms_of, press, send, submit

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def room(session: Session, channel: Channel) -> Room:
    return make_room(session, channel)


@pytest.fixture
def reader(client: FlaskClient, session: Session, channel: Channel) -> Actor:
    reader = make_actor(session, "Kim Tester", locale="en")
    make_membership(session, channel, reader)
    sign_in(client, session, reader)
    return reader


@pytest.fixture
def host(session: Session, channel: Channel) -> Actor:
    host = make_actor(session, "Hanna Moderation", locale="en")
    make_membership(session, channel, host, MembershipRole.MODERATOR)
    return host


@pytest.fixture
def hour(session: Session, room: Room, host: Actor) -> ChatHour:
    starts_at = (clock.now() + 24 * HOUR).replace(second=0, microsecond=0)
    plan = HourPlan(title="Säle", description="", starts_at=starts_at, minutes=60, host=host)
    hour = plan_hour(session, host, room, plan)
    session.commit()
    return hour


def test_a_moderator_plans_an_hour_and_the_chat_and_the_bell_tell_of_it(
    client: FlaskClient, session: Session, channel: Channel, host: Actor
) -> None:
    member = make_actor(session, "Mia", locale="en")
    make_membership(session, channel, member)
    sign_in(client, session, host)
    day = (clock.now() + 48 * HOUR).date()
    values = {"title": "Säle finden", "starts_at": f"{day}T17:30", "minutes": "90"}
    answer = submit(client, f"/channels/{channel.slug}/chat/hours/new", values)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert "17:30 to 19:00" in page.text
    assert "Next chat hour:" in client.get(f"/channels/{channel.slug}/chat").text
    sign_in(client, session, member)
    assert client.get("/notifications/count").json == {"unread": 1}
    told = client.get("/notifications")
    assert "A chat hour is planned: “Säle finden”" in told.text
    client.get(answer.headers["Location"])
    assert client.get("/notifications/count").json == {"unread": 0}


def test_all_is_read_with_one_button_but_not_what_came_after_the_page(
    client: FlaskClient, session: Session, hour: ChatHour, reader: Actor
) -> None:
    page = client.get("/notifications")
    answer_hour(session, reader, hour, comes=True)
    hour.reminded_at = clock.now()
    session.commit()
    press(client, page, "/notifications/read")
    assert client.get("/notifications/count").json == {"unread": 1}
    press(client, client.get("/notifications"), "/notifications/read")
    assert client.get("/notifications/count").json == {"unread": 0}


def test_only_what_is_told_now_can_be_marked_as_seen(
    client: FlaskClient, session: Session, hour: ChatHour, reader: Actor
) -> None:
    page = client.get("/notifications")
    for told in ("over", "x" * 5_000):
        form = next(one for one in forms_of(page) if "/read?told=" in one.action)
        form.action = f"/chat-hours/{hour.public_id}/read?told={told}"
        assert send(client, form, "/notifications", {}).status_code == 303
    assert session.get(HourReader, (hour.id, reader.id)) is None
    assert client.get("/notifications/count").json == {"unread": 1}


def test_somebody_says_that_they_come_and_thinks_better_of_it(
    client: FlaskClient, session: Session, hour: ChatHour, reader: Actor
) -> None:
    path = f"/chat-hours/{hour.public_id}"
    for said, comes in (("yes", True), ("no", False)):
        assert submit(client, path, {"comes": said}).status_code == 303
        session.expire_all()
        found = session.get(HourReader, (hour.id, reader.id))
        assert found is not None
        assert found.comes is comes
    assert "Call off" not in client.get(path).text
    assert client.get(f"{path}/edit").status_code == 403


def test_an_hour_is_moved_and_called_off(
    client: FlaskClient, session: Session, hour: ChatHour, host: Actor
) -> None:
    sign_in(client, session, host)
    path = f"/chat-hours/{hour.public_id}"
    day = (clock.now() + 72 * HOUR).date()
    answer = submit(client, f"{path}/edit", {"title": "Säle", "starts_at": f"{day}T09:00"})
    assert answer.status_code == 303
    page = client.get(path)
    assert "09:00 to 10:00" in page.text
    assert press(client, page, "/call-off").status_code == 303
    assert "was called off" in client.get(path).text
    assert client.get(f"{path}/edit").status_code == 403
    assert "STATUS:CANCELLED" in client.get(f"{path}.ics").text


def test_the_calendar_gets_it_in_its_own_words(
    client: FlaskClient, session: Session, hour: ChatHour, reader: Actor
) -> None:
    hour.title = "Säle, Plätze; und Räume " + "ü" * 60
    session.commit()
    answer = client.get(f"/chat-hours/{hour.public_id}.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    lines = answer.data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    text = answer.text.replace("\r\n ", "")
    assert "SUMMARY:Säle\\, Plätze\\; und Räume üüü" in text
    assert f"DTSTART:{hour.starts_at:%Y%m%dT%H%M%SZ}\r\n" in text


def test_who_may_not_read_the_channel_learns_nothing(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    host = make_actor(session, "Host")
    closed = make_channel(session, "Intern", audience=Audience.INVITED)
    make_membership(session, closed, host, MembershipRole.MODERATOR)
    plan = HourPlan(
        title="Geheim", description="", starts_at=clock.now() + HOUR, minutes=60, host=host
    )
    hour = plan_hour(session, host, make_room(session, closed), plan)
    session.commit()
    for path in (f"/chat-hours/{hour.public_id}", f"/chat-hours/{hour.public_id}.ics"):
        assert client.get(path).status_code == 404
    assert client.get("/notifications/count").json == {"unread": 0}


def test_afterwards_the_host_is_led_to_what_was_said(
    client: FlaskClient, session: Session, hour: ChatHour, room: Room, host: Actor
) -> None:
    message = make_message(session, room, host, "Das nehmen wir mit")
    hour.starts_at, hour.ends_at = clock.now() - 2 * HOUR, clock.now() - HOUR
    hour.closed_at = clock.now()
    hour.first_sequence = hour.last_sequence = message.sequence
    session.commit()
    sign_in(client, session, host)
    told = client.get("/notifications").text
    link = f"/chat/{room.public_id}/keep?from={message.sequence}&amp;to={message.sequence}"
    assert f'href="{link}"' in told
    assert "Das nehmen wir mit" in client.get(link.replace("&amp;", "&")).text
    page = client.get("/notifications")
    assert press(client, page, f"/{hour.public_id}/read").status_code == 303
    assert client.get("/notifications/count").json == {"unread": 0}


def test_an_hour_that_the_clocks_skip_is_refused_and_one_shown_twice_is_the_first() -> None:
    with pytest.raises(Invalid, match="no_such_hour"):
        moment_in("2027-03-28T02:30", "Europe/Berlin")
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert moment_in("2026-10-25T02:30", "Europe/Berlin") == first
    with pytest.raises(Invalid, match="no_moment"):
        moment_in("nonsense", "Europe/Berlin")


def test_the_page_of_dates_shows_the_hours_that_one_may_know_of_by_ones_own_clock(
    client: FlaskClient, session: Session, hour: ChatHour, host: Actor, reader: Actor
) -> None:
    account = account_of(session, reader)
    account.timezone = "Pacific/Auckland"
    closed = make_channel(session, "Geschlossen", audience=Audience.INVITED)
    make_membership(session, closed, host, MembershipRole.MODERATOR)
    other = HourPlan(
        title="Geheim", description="", starts_at=hour.starts_at, minutes=60, host=host
    )
    plan_hour(session, host, make_room(session, closed), other)
    occasion = make_occasion(session, title="Fachtag", begins_at=hour.starts_at + HOUR)
    session.commit()
    page = client.get("/occasions").text
    begins = hour.starts_at.astimezone(ZoneInfo("Pacific/Auckland"))
    assert f"{begins:%H:%M} to" in page
    assert f'href="/chat-hours/{hour.public_id}"' in page
    assert page.index("Säle") < page.index(occasion.title)
    assert "Geheim" not in page
    call_off_hour(session, host, hour)
    session.commit()
    assert "Säle" not in client.get("/occasions").text


def test_an_open_page_asks_what_runs_and_how_long_it_will(
    client: FlaskClient, session: Session, channel: Channel, hour: ChatHour, reader: Actor
) -> None:
    path = f"/channels/{channel.slug}/chat/hours/_now"
    ahead = client.get(path).text
    assert "<html" not in ahead
    assert "Next chat hour:" in ahead
    assert "data-running" not in ahead
    hour.starts_at, hour.ends_at = clock.now() - HOUR / 2, clock.now() + HOUR / 2
    session.commit()
    running = client.get(path).text
    assert "Chat hour, now:" in running
    assert "data-running" in running
    found = re.search(r'data-left="(\d+)"', running)
    assert found is not None
    assert 0 < int(found[1]) <= 1800
    hour.starts_at, hour.ends_at = clock.now() - 2 * HOUR, clock.now() - HOUR
    channel.audience = Audience.INVITED
    session.commit()
    assert "data-hour" not in client.get(path).text
    sign_in(client, session, make_actor(session, "Fremd"))
    assert client.get(path).status_code == 404
