"""The commands of chat without a script: a question or a thread with what was written."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel
from forum.kernel import clock
from forum.messaging.models import Message, Room
from forum.messaging.queries import reader_of
from forum.threads.models import Thread, ThreadKind
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.messaging import make_conversation, make_message, make_room
from tests.web.forms import form_with, send


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> Actor:
    reader = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, reader)
    return reader


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session)


@pytest.fixture
def room(session: Session, channel: Channel) -> Room:
    found = make_room(session, channel)
    session.commit()
    return found


def write(client: FlaskClient, room: Room, body: str) -> TestResponse:
    page = client.get(f"/chat/{room.public_id}", follow_redirects=True)
    return send(client, form_with(page, "body"), page.request.path, {"body": body})


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("/frage", ThreadKind.QUESTION),
        ("/Question", ThreadKind.QUESTION),
        ("/thread", ThreadKind.DISCUSSION),
        ("/gespräch", ThreadKind.DISCUSSION),
    ],
)
def test_a_command_opens_the_form_of_a_thread_with_the_text_and_sends_nothing(
    client: FlaskClient,
    session: Session,
    reader: Actor,
    channel: Channel,
    room: Room,
    command: str,
    kind: ThreadKind,
) -> None:
    answer = write(client, room, f"{command} Wer kennt <b>Mittel</b>?\n\nFür ein Fest.")
    assert answer.status_code == 200
    form = form_with(answer, "title")
    assert form.action == f"/channels/{channel.slug}/threads/new"
    assert form.values["kind"] == [kind.value]
    assert form.values["title"] == ["Wer kennt <b>Mittel</b>?"]
    assert form.values["body"] == ["Wer kennt <b>Mittel</b>?\n\nFür ein Fest."]
    assert session.scalars(sa.select(Message)).all() == []
    sent = send(client, form, "/", {"title": "Wer kennt Mittel?"})
    assert sent.status_code == 303
    [thread] = session.scalars(sa.select(Thread))
    assert thread.kind is kind


def test_what_only_looks_like_a_command_is_a_message(
    client: FlaskClient, session: Session, reader: Actor, room: Room
) -> None:
    for text in ("/fragezeichen", "Wohin mit /frage?", "/me tanzt", "/frage:n"):
        assert write(client, room, text).status_code == 303
    assert len(session.scalars(sa.select(Message)).all()) == 4


def test_thread_without_text_leads_to_keeping_what_was_said(
    client: FlaskClient, session: Session, reader: Actor, room: Room
) -> None:
    talk = make_conversation(session, reader, make_actor(session))
    for one in (room, talk):
        make_message(session, one, reader)
        session.commit()
        assert write(client, one, "/thread").location == f"/chat/{one.public_id}/keep"
    # Two people have no channel in which a question could stand.
    assert write(client, talk, "/frage Wer kommt?").location.startswith("/chat/")
    assert len(session.scalars(sa.select(Message)).all()) == 3


def test_a_command_gives_nobody_a_right_and_keeps_the_text(
    client: FlaskClient, session: Session, reader: Actor, channel: Channel, room: Room
) -> None:
    page = client.get(f"/channels/{channel.slug}/chat")
    reader.muted_until = clock.now().replace(year=2099)
    session.commit()
    answer = send(client, form_with(page, "body"), "/", {"body": "/frage Wer kommt?"})
    assert answer.status_code == 303
    mine = reader_of(session, reader, room)
    assert mine is not None
    assert mine.draft == "/frage Wer kommt?"
    channel.audience = Audience.INVITED
    session.commit()
    assert send(client, form_with(page, "body"), "/", {"body": "/frage x"}).status_code == 404
