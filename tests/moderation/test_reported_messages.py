"""Reported messages: what the moderation is shown, what it can do, and what is owed for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel, Release
from forum.jobs.relay import relay
from forum.kernel.errors import Invalid, NotAllowed
from forum.messaging import actions as messaging
from forum.messaging.events import MessageRemoved
from forum.messaging.models import Message, Room, RoomKind
from forum.messaging.text import compose_message
from forum.moderation.actions import decide, object_to, report_message
from forum.moderation.actions.give_notice import Told
from forum.moderation.addresses import Found, found_at
from forum.moderation.measures import offered
from forum.moderation.models import (
    Case,
    CaseState,
    Measure,
    NoticeReason,
    Signal,
    Source,
    Statement,
    Target,
)
from forum.moderation.queries import facts_of
from forum.moderation.removals import state_removal_of_said
from forum.screening.actions import watch_word
from forum.screening.models import WatchedFor
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.factories.moderation import make_moderator

WORDS: dict[str, Any] = {"reason": "So sprechen wir hier nicht.", "ground": "rules_participants"}


@dataclass
class Scene:
    """Two people write to each other; somebody else runs the hub."""

    session: Session
    author: Actor
    reporter: Actor
    admin: Actor
    room: Room

    def report(self, message: Message, key: str = "k" * 16, **how: bool) -> Case:
        told = Told("http://forum.test/chat", "", NoticeReason.INSULT, "Das verletzt mich.", True)
        notice = report_message(
            self.session,
            self.reporter,
            message,
            told=told,
            locale="de",
            submission_key=key,
            **how,
        )
        self.session.commit()
        return self.session.get_one(Case, notice.case_id)


@pytest.fixture
def deliver(app: Flask, session: Session) -> Callable[[], int]:
    """Let everybody who listens hear what was recorded."""

    def run() -> int:
        session.commit()
        return relay(SUBSCRIBERS)

    return run


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session)


@pytest.fixture
def scene(session: Session) -> Scene:
    author, reporter = make_actor(session, "Kim Schreibt"), make_actor(session, "Olga Liest")
    room = make_conversation(session, reporter, author, kind=RoomKind.DIRECT)
    admin = make_actor(session, "Ada Verwaltet", role=Role.ADMIN)
    return Scene(session, author, reporter, admin, room)


def test_of_a_conversation_the_moderation_gets_the_message_and_nothing_else(scene: Scene) -> None:
    lines = [
        make_message(scene.session, scene.room, scene.author, f"Zeile {n}") for n in range(1, 8)
    ]
    case = scene.report(lines[3])
    signal = scene.session.query(Signal).filter_by(case_id=case.id).one()
    assert (case.target, case.channel_id, case.title) == (Target.MESSAGE, None, "Chat (#4)")
    assert signal.snapshot == "Zeile 4"
    assert [n for n in (1, 2, 3, 5, 6, 7) if f"Zeile {n}" in signal.detail] == []


def test_only_who_reads_the_words_of_somebody_else_reports_them(scene: Scene) -> None:
    message = make_message(scene.session, scene.room, scene.author)
    for actor in (scene.author, scene.admin):
        scene.reporter = actor
        with pytest.raises(NotAllowed):
            scene.report(message)
    assert scene.session.query(Case).count() == 0


def test_the_address_of_a_message_is_found_in_channels_alone(
    scene: Scene, session: Session, channel: Channel
) -> None:
    public = make_message(session, make_room(session, channel), scene.author)
    private = make_message(session, scene.room, scene.author)
    path = f"/channels/{channel.slug}/chat?message={public.public_id}"
    assert found_at(session, path) == Found(Target.MESSAGE, public.id)
    for other in (
        f"/channels/{channel.slug}/chat?message={private.public_id}",
        f"/chat/{scene.room.public_id}?message={private.public_id}",
        f"/channels/{channel.slug}/chat",
        f"/channels/{channel.slug}/chat?message=%00",
    ):
        assert found_at(session, other) is None


def test_a_removal_by_a_case_is_stated_once_and_goes_back_when_the_objection_is_right(
    scene: Scene, session: Session, deliver: Callable[[], int]
) -> None:
    message = make_message(session, scene.room, scene.author)
    case = scene.report(message)
    measures = offered(case, facts_of(session, Target.MESSAGE, message.id))
    assert measures[:3] == [Measure.NONE, Measure.HIDE, Measure.WARN]
    decide(session, scene.admin, case, fence=case.fence, measure=Measure.HIDE, **WORDS)
    deliver()
    statement = session.query(Statement).one()
    assert (statement.target, statement.addressee_id) == (Target.MESSAGE, scene.author.id)
    assert session.get_one(Message, message.id).removed_by_id == scene.admin.id
    with pytest.raises(NotAllowed):  # who leads the conversation does not overrule it
        messaging.restore(session, scene.reporter, message)
    object_to(session, scene.author, statement, text="Das war ein Zitat.")
    objection = session.query(Case).filter_by(target=Target.STATEMENT).one()
    other = make_actor(session, "Anton Verwaltet", role=Role.ADMIN)
    fence, reason = objection.fence, "Sie haben recht."
    decide(session, other, objection, fence=fence, measure=Measure.UPHOLD, reason=reason)
    session.commit()
    assert session.get_one(Message, message.id).removed_at is None
    assert scene.room.message_count == 1


def test_a_removal_outside_of_any_case_is_stated_in_channels_and_settles_the_watched_word(
    scene: Scene, session: Session, channel: Channel, deliver: Callable[[], int]
) -> None:
    watch_word(session, scene.admin, phrase="Lump", watched_for=WatchedFor.HOLD)
    room, moderator = make_room(session, channel), make_moderator(session, channel)
    message = make_message(session, room, scene.author, "So ein Lump")
    deliver()
    case = session.query(Case).one()
    assert (case.target, case.source, case.channel_id) == (
        Target.MESSAGE,
        Source.AUTOMATIC,
        channel.id,
    )
    messaging.remove(session, moderator, message, reason="Keine Beleidigungen.")
    deliver()
    session.refresh(case)
    assert case.state is CaseState.DECIDED
    assert session.query(Statement).one().addressee_id == scene.author.id
    event = MessageRemoved(message_id=message.id, room_id=room.id, sequence=2, is_by_author=False)
    state_removal_of_said(session, event)
    assert session.query(Statement).count() == 1


def test_conversations_are_not_looked_through_for_watched_words(
    scene: Scene, session: Session, deliver: Callable[[], int]
) -> None:
    watch_word(session, scene.admin, phrase="Lump", watched_for=WatchedFor.HOLD)
    make_message(session, scene.room, scene.author, "So ein Lump")
    deliver()
    assert session.query(Case).count() == 0


def test_where_posts_of_newcomers_wait_a_watched_word_is_not_taken_in(
    scene: Scene, session: Session, channel: Channel
) -> None:
    watch_word(session, scene.admin, phrase="Lump", watched_for=WatchedFor.HOLD)
    channel.waiting = Release.NEWCOMERS
    room = make_room(session, channel)
    message = make_message(session, room, scene.author, "Ein Gruß")
    with pytest.raises(Invalid, match="word_waits"):
        make_message(session, room, scene.author, "So ein Lump")
    text = compose_message("Doch ein Lump")
    with pytest.raises(Invalid, match="word_waits"):
        messaging.edit(session, scene.author, message, text=text, version=1)
