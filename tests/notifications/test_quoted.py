"""Who is told that words from a chat stand in a thread."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel, Release
from forum.messaging.actions.answer import answer
from forum.messaging.actions.ask import ask
from forum.messaging.actions.keep import KeepingPlan, edit_keeping, keep
from forum.messaging.actions.publish_keeping import publish_keeping
from forum.messaging.models import Keeping, Treatment
from forum.messaging.queries.keepings import parts_of
from forum.messaging.quotes import Words, body_of
from forum.notifications.kinds import Way
from forum.notifications.models import Notification
from forum.threads.actions import release
from forum.threads.models import Post, Thread
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_message, make_room
from tests.notifications.board import Board

WORDS = Words("Jemand", "Zurückgenommen", lambda at: f"{at:%H:%M}", "Aus dem Chat")
QUOTED = [("quoted", 1)]
NAMES = ("keeper", "named", "nameless", "withdrawn", "bystander")


@pytest.fixture
def people(session: Session) -> dict[str, Actor]:
    return {name: make_actor(session, name) for name in NAMES}


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def keeping(session: Session, channel: Channel, people: dict[str, Actor]) -> Keeping:
    """Return a conversation whose people have said how they wish to be quoted."""
    room, keeper = make_room(session, channel), people["keeper"]
    for name in NAMES[:4]:
        make_message(session, room, people[name], f"Das sagt {name}.")
    make_message(session, room, people["named"], "Und noch etwas.")
    plan = KeepingPlan(title="Säle heizen", summary="Fragen hilft.", channel=channel)
    begun = edit_keeping(
        session, keeper, keep(session, keeper, room, first=1, last=5), plan, version=1
    )
    asked = ask(session, keeper, begun)
    parts = {part.author_id: part.public_id for part in parts_of(session, asked)}
    wishes = {"nameless": Treatment.ANONYMOUS, "withdrawn": Treatment.WITHDRAWN}
    for name, wish in wishes.items():
        person = people[name]
        answer(session, person, asked, treatments={parts[person.id]: wish}, words=WORDS)
    assert asked.asked_at is not None
    asked.asked_at -= dt.timedelta(days=1)
    session.commit()
    return asked


def publish(session: Session, keeper: Actor, keeping: Keeping) -> Thread:
    text = compose(body_of(keeping.summary, parts_of(session, keeping), WORDS).source)
    return publish_keeping(session, keeper, keeping, text=text, words=WORDS)


def told(board: Board, people: dict[str, Actor]) -> dict[str, list[tuple[str, int]]]:
    return {name: found for name, one in people.items() if (found := board.of(one))}


def test_whoever_is_quoted_is_told_once_of_the_thread_by_name_or_without(
    session: Session, keeping: Keeping, people: dict[str, Actor], board: Board
) -> None:
    assert told(board, people) == {}
    publish(session, people["keeper"], keeping)
    assert told(board, people) == {"named": QUOTED, "nameless": QUOTED}
    rows = session.query(Notification).all()
    assert {one.way for one in rows} == {Way.MAIL}
    assert all(one.mail_due_at is not None for one in rows)


def test_where_posts_wait_they_are_told_when_it_is_released(
    session: Session, channel: Channel, keeping: Keeping, people: dict[str, Actor], board: Board
) -> None:
    channel.waiting = Release.EVERYTHING
    thread = publish(session, people["keeper"], keeping)
    assert "named" not in told(board, people)
    post = session.query(Post).filter_by(thread_id=thread.id).one()
    release(session, make_actor(session, "Leitung", role=Role.ADMIN), post)
    found = told(board, people)
    assert (found["named"], found["nameless"]) == (QUOTED, QUOTED)
    assert "withdrawn" not in found
