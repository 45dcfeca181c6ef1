"""The start page: for guests, for newcomers, and for members who come back."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import (
    Audience,
    Channel,
    ChannelKind,
    Subscription,
    SubscriptionLevel,
)
from forum.kernel import clock
from forum.threads.models import ReadMark, Thread, ThreadKind
from tests.factories.accounts import make_actor, make_city, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.letters import make_order
from tests.factories.threads import add_replies, make_reply, make_thread
from tests.queries import QueryCounter


@pytest.fixture
def city_channel(session: Session) -> Channel:
    city = make_city(session, "Löbau")
    return make_channel(session, "Löbau", kind=ChannelKind.CITY, city_id=city.id)


@pytest.fixture
def actor(client: FlaskClient, session: Session, city_channel: Channel) -> Actor:
    """Return who is signed in: from Löbau, here since a year."""
    actor = make_actor(session, "Kim Tester", locale="en")
    actor.city_id = city_channel.city_id
    actor.created_at = clock.now() - dt.timedelta(days=365)
    session.commit()
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def other(session: Session) -> Actor:
    return make_actor(session, "Alex Beispiel")


def sections(client: FlaskClient) -> dict[str, str]:
    """Return the sections of the start page by heading."""
    page = client.get("/")
    assert page.status_code == 200
    parts = page.text.split('<section class="section')[1:]
    return {part.partition("<h2>")[2].partition("</h2>")[0]: part for part in parts}


def mute(session: Session, actor: Actor, channel: Channel) -> None:
    level = SubscriptionLevel.MUTED
    session.add(Subscription(actor_id=actor.id, channel_id=channel.id, level=level))
    session.commit()


def read_up_to(session: Session, actor: Actor, thread: Thread, number: int) -> None:
    session.add(
        ReadMark(actor_id=actor.id, thread_id=thread.id, number=number, updated_at=clock.now())
    )
    session.commit()


def test_guests_read_what_this_is_and_what_is_public(
    client: FlaskClient, session: Session, channel: Channel, other: Actor
) -> None:
    public = make_channel(session, "Offen", audience=Audience.PUBLIC)
    make_thread(session, public, other, "Für alle")
    make_thread(session, channel, other, "Für Mitglieder")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = client.get("/").text
    assert "Exchange of experience between neighbourhoods" in page
    assert "Für alle" in page
    assert "Für Mitglieder" not in page


def test_what_is_new_is_grouped_by_what_it_means(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    city_channel: Channel,
    other: Actor,
) -> None:
    make_membership(session, channel, actor)
    far = make_channel(session, "Anderswo")
    mine = make_thread(session, far, actor, "Meine Frage")
    read_up_to(session, actor, mine, 1)
    make_reply(session, mine, other)
    in_channel = make_thread(session, channel, other, "Neues im Thema")
    make_reply(session, in_channel, other)
    in_city = make_thread(session, far, other, "Neues aus der Stadt", places=[city_channel])
    make_reply(session, in_city, other)
    make_thread(session, channel, other, "Noch ohne Antwort")
    told = make_thread(session, channel, other, "Nur gesagt")
    told.kind = ThreadKind.ANNOUNCEMENT
    session.commit()
    begun = make_thread(session, channel, other, "Halb gelesen")
    add_replies(session, begun, other, 30)
    read_up_to(session, actor, begun, 20)
    elsewhere = make_thread(session, far, other, "Geht mich nichts an")
    make_reply(session, elsewhere, other)
    found = sections(client)
    for heading, titles in {
        "For you": ["Meine Frage"],
        "In your channels": ["Neues im Thema", "Neues aus der Stadt"],
        "Waiting for an answer": ["Noch ohne Antwort"],
        "Read on where you stopped": ["Halb gelesen"],
    }.items():
        for title in titles:
            assert [name for name, part in found.items() if title in part] == [heading], title
    assert not any("Geht mich nichts an" in part for part in found.values())
    assert "Nur gesagt" not in found["Waiting for an answer"]


def test_what_was_read_is_not_new(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel, other: Actor
) -> None:
    make_membership(session, channel, actor)
    thread = make_thread(session, channel, other, "Neues im Thema")
    make_reply(session, thread, other)
    assert "In your channels" in sections(client)
    client.get(f"/threads/{thread.public_id}")
    found = sections(client)
    assert "In your channels" not in found
    assert "Neues im Thema" in found["Lately in the forum"]


def test_a_thread_shown_twice_stands_once(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    city_channel: Channel,
    other: Actor,
) -> None:
    make_membership(session, channel, actor)
    thread = make_thread(session, channel, other, "Beteiligung in Löbau", places=[city_channel])
    make_reply(session, thread, other)
    assert client.get("/").text.count("Beteiligung in Löbau</a>") == 1


def test_muted_channels_are_left_out(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    city_channel: Channel,
    other: Actor,
) -> None:
    make_membership(session, channel, actor)
    mute(session, actor, channel)
    make_thread(session, channel, other, "Zu viel davon")
    make_thread(session, channel, other, "Auch in der Stadt", places=[city_channel])
    begun = make_thread(session, channel, other, "Halb gelesen")
    add_replies(session, begun, other, 30)
    read_up_to(session, actor, begun, 20)
    page = client.get("/").text
    for title in ("Zu viel davon", "Auch in der Stadt", "Halb gelesen"):
        assert title not in page


def test_old_threads_are_no_news_to_a_newcomer(
    client: FlaskClient, session: Session, channel: Channel, other: Actor
) -> None:
    thread = make_thread(session, channel, other, "Aus alten Zeiten")
    thread.last_post_at = clock.now() - dt.timedelta(days=3)
    session.commit()
    newcomer = make_actor(session, "Neu Hier", locale="en")
    make_membership(session, channel, newcomer)
    sign_in(client, session, newcomer)
    found = sections(client)
    assert "In your channels" not in found
    assert "Aus alten Zeiten" in found["Waiting for an answer"]


def test_a_newcomer_is_shown_the_first_steps_until_they_are_taken(
    client: FlaskClient, session: Session, channel: Channel, other: Actor
) -> None:
    hello = make_channel(
        session, "Vorstellungsrunde", kind=ChannelKind.SYSTEM, slug="vorstellungsrunde"
    )
    newcomer = make_actor(session, "Neu Hier", locale="en")
    sign_in(client, session, newcomer)
    steps = sections(client)["First steps"]
    assert "Choose channels" in steps
    assert "/channels/vorstellungsrunde" in steps
    make_membership(session, channel, newcomer)
    steps = sections(client)["First steps"]
    assert "Choose channels" not in steps
    assert "Introduce yourself" in steps
    make_reply(session, make_thread(session, hello, other), newcomer)
    assert "Order the weekly letter" in sections(client)["First steps"]
    make_order(session, newcomer)
    assert "First steps" not in sections(client)


def test_after_two_weeks_nobody_is_asked_to_take_steps(client: FlaskClient, actor: Actor) -> None:
    assert actor.created_at < clock.now() - dt.timedelta(days=14)
    assert "First steps" not in sections(client)


# For a member of a year: sign-in; the five groups, each with the further channels and the tags of
# its threads; what is featured and which reports are new, of which there are none; due bookmarks;
# the frame's eight (channels, new by channel, new in all, drafts, conversations, due bookmarks,
# notifications, whether letters come back).
QUERIES_OF_THE_START_PAGE = 1 + 5 * 3 + 2 + 1 + 8


def test_the_start_page_costs_the_same_with_few_and_with_many_threads(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    other: Actor,
    count_queries: QueryCounter,
) -> None:
    make_membership(session, channel, actor)
    for count in (0, 2, 20):
        for number in range(count):
            thread = make_thread(session, channel, other, f"Nummer {count} {number}")
            if number % 2:
                make_reply(session, thread, other)
        client.get("/")
        with count_queries() as queries:
            assert client.get("/").status_code == 200
        assert len(queries) == QUERIES_OF_THE_START_PAGE, "\n".join(queries)
