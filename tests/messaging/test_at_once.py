"""Many at once, in threads and in processes of their own, with real commits."""

import os
import subprocess
import sys
from contextlib import suppress

import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import Actor
from forum.extensions import db, unit_of_work
from forum.messaging import actions
from forum.messaging.models import Message, Room, RoomEvent
from forum.messaging.policy import Belonging
from forum.messaging.queries import happened_after, room_by_public_id
from forum.messaging.text import compose_message
from forum.settings import ROOT
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_message, make_room
from tests.hubs import at_once

WRITERS = 6
TURNS = 8
OUTSIDE = """
import sys
import sqlalchemy as sa
from sqlalchemy.orm import Session
from forum.accounts.models import Actor
from forum.extensions import prepare_sqlite
from forum.messaging import actions
from forum.messaging.models import Room
from forum.messaging.text import compose_message

address, room_id, actor_id, name, turns = sys.argv[1:]
engine = sa.create_engine(address)
if engine.dialect.name == "sqlite":
    prepare_sqlite(engine)
    engine = engine.execution_options(immediate=True)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(turns)):
    with Session(engine, expire_on_commit=False) as session, session.begin():
        actor, room = session.get_one(Actor, int(actor_id)), session.get_one(Room, int(room_id))
        text = compose_message(f"{name} {turn}")
        for _ in range(2):
            actions.send(
                session, actor, room, client_id=f"{name}-{turn:08}", text=text, is_paced=False
            )
"""


def is_whole(room_id: int, expected: int) -> None:
    """Look whether the numbers are those of the commits, each once and without a gap."""
    session = db.session()
    events = session.scalars(
        sa.select(RoomEvent).where(RoomEvent.room_id == room_id).order_by(RoomEvent.sequence)
    ).all()
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    messages = session.scalars(
        sa.select(Message).where(Message.room_id == room_id).order_by(Message.sequence)
    ).all()
    assert len(messages) == expected
    sent = {event.message_id: event.sequence for event in events if event.kind.value == "sent"}
    assert sent == {message.id: message.sequence for message in messages}
    room = session.get_one(Room, room_id)
    assert (room.last_sequence, room.message_count) == (len(events), expected)


def test_numbers_have_no_gaps_and_no_doubles_however_many_send_twice_and_change(
    hub: Flask,
) -> None:
    session = db.session()
    people = [make_actor(session, f"Person {n}").id for n in range(WRITERS)]
    room = make_room(session, make_channel(session))
    first = make_message(session, room, session.get_one(Actor, people[0]))
    session.commit()
    room_id, first_id, public_id = room.id, first.id, room.public_id
    db.session.remove()
    seen: list[int] = []

    def write(number: int) -> None:
        for turn in range(TURNS):
            client_id, text = f"client-{number}-{turn}", compose_message(f"{number} {turn}")
            for _ in range(2):
                with unit_of_work() as writing:
                    actor, place = (
                        writing.get_one(Actor, people[number]),
                        writing.get_one(Room, room_id),
                    )
                    actions.send(
                        writing, actor, place, client_id=client_id, text=text, is_paced=False
                    )
            with unit_of_work() as writing:
                actor = writing.get_one(Actor, people[number])
                sign = "👍" if turn % 2 else "🎉"
                actions.give_reaction(writing, actor, writing.get_one(Message, first_id), sign=sign)
            if number == 0:
                # A reader who only ever asks for what comes after what it has misses nothing.
                reading = room_by_public_id(db.session(), public_id)
                page = happened_after(db.session(), reading.id, Belonging(), len(seen))
                seen.extend(event["sequence"] for event in page["events"])
                db.session.remove()

    assert at_once(hub, WRITERS, write) == []
    assert seen == list(range(1, len(seen) + 1))
    is_whole(room_id, 1 + WRITERS * TURNS)


def test_two_processes_share_the_numbers_of_a_room(hub: Flask) -> None:
    session = db.session()
    people = [make_actor(session, f"Person {n}").id for n in range(2)]
    room_id = make_room(session, make_channel(session)).id
    session.commit()
    db.session.remove()
    address = db.engine.url.render_as_string(hide_password=False)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", OUTSIDE, address, str(room_id), str(one), f"outside{one}", "15"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=dict(os.environ),
        )
        for one in people
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    outcomes = []
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
        outcomes.append(writer.returncode)
    assert outcomes == [0, 0]
    is_whole(room_id, 30)


def test_what_was_rolled_back_leaves_no_hole(hub: Flask) -> None:
    session = db.session()
    actor, room = make_actor(session), make_room(session, make_channel(session))
    session.commit()
    actor_id, room_id = actor.id, room.id
    db.session.remove()
    for turn in range(4):
        with suppress(ZeroDivisionError), unit_of_work() as writing:
            text = compose_message(f"{turn}")
            actor, room = writing.get_one(Actor, actor_id), writing.get_one(Room, room_id)
            actions.send(writing, actor, room, client_id=f"client-{turn}", text=text)
            assert 1 / (1 - turn % 2)
    is_whole(room_id, 2)
