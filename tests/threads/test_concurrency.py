"""Many at once, on a database of their own with real connections and real commits."""

import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import Actor
from forum.channels.models import Channel, ChannelKind
from forum.extensions import db, unit_of_work
from forum.threads import actions
from forum.threads.models import Placement, Post, ReadMark, Thread
from forum.threads.queries import wrong_counters
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread
from tests.hubs import at_once

WRITERS = 8
TURNS = 5


def test_numbers_have_no_gaps_and_no_doubles_however_many_write(hub: Flask) -> None:
    session = db.session()
    people = [make_actor(session, f"Person {n}") for n in range(WRITERS)]
    cities = [make_channel(session, f"Stadt {n}", kind=ChannelKind.CITY) for n in range(3)]
    home = make_channel(session)
    threads = [
        make_thread(session, home, people[0], places=cities),
        make_thread(session, cities[2], people[0], places=[home, cities[0]]),
    ]
    ids = [thread.id for thread in threads]
    people_ids = [person.id for person in people]
    db.session.remove()

    def write(number: int) -> None:
        for turn in range(TURNS):
            with unit_of_work() as writing:
                thread = writing.get_one(Thread, ids[(number + turn) % 2])
                actor = writing.get_one(Actor, people_ids[number])
                text = compose(f"{number} {turn}")
                post = actions.reply(writing, actor, thread, text=text)
                if turn == 2:
                    actions.remove(writing, actor, post)

    assert at_once(hub, WRITERS, write) == []
    for thread_id in ids:
        numbers = db.session().scalars(
            sa.select(Post.number).where(Post.thread_id == thread_id).order_by(Post.number)
        )
        assert list(numbers) == list(range(1, WRITERS * TURNS // 2 + 2))
    assert wrong_counters(db.session()) == []


def test_threads_begun_at_once_are_all_counted(hub: Flask) -> None:
    session = db.session()
    people = [make_actor(session, f"Person {n}") for n in range(WRITERS)]
    channels = [make_channel(session, f"Stadt {n}", kind=ChannelKind.CITY) for n in range(3)]
    ids = [channel.id for channel in channels]
    people_ids = [person.id for person in people]
    db.session.remove()

    def begin(number: int) -> None:
        for turn in range(TURNS):
            # Each in another order: whoever takes the channels as they come would wait for ever.
            first = (number + turn) % 3
            with unit_of_work() as writing:
                home, *places = [writing.get_one(Channel, one) for one in ids[first:] + ids[:first]]
                actor = writing.get_one(Actor, people_ids[number])
                actions.start_thread(
                    writing, actor, home, title="Titel", text=compose("Text"), places=places
                )

    assert at_once(hub, WRITERS, begin) == []
    counts = db.session().scalars(sa.select(Channel.thread_count)).all()
    assert list(counts) == [WRITERS * TURNS] * 3
    assert wrong_counters(db.session()) == []


def test_a_form_sent_many_times_at_once_makes_one_thread_and_one_reply(hub: Flask) -> None:
    session = db.session()
    actor_id, channel_id = make_actor(session).id, make_channel(session).id
    db.session.remove()

    def send(_number: int) -> None:
        with unit_of_work() as writing:
            actor = writing.get_one(Actor, actor_id)
            channel = writing.get_one(Channel, channel_id)
            thread = actions.start_thread(
                writing,
                actor,
                channel,
                title="Titel",
                text=compose("Text"),
                submission_key="thread",
            )
        with unit_of_work() as writing:
            actions.reply(writing, actor, thread, text=compose("Text"), submission_key="reply")

    assert at_once(hub, WRITERS, send) == []
    session = db.session()
    assert session.query(Thread).count() == 1
    assert session.query(Placement).count() == 1
    assert session.query(Post).count() == 2


def test_pages_opened_at_once_leave_the_mark_at_the_furthest(hub: Flask) -> None:
    session = db.session()
    actor = make_actor(session)
    thread = make_thread(session, make_channel(session), actor)
    db.session.remove()

    def read(number: int) -> None:
        with unit_of_work() as writing:
            actions.mark_read(writing, actor, thread, number=(number * 5) % WRITERS + 1)

    assert at_once(hub, WRITERS, read) == []
    assert db.session().query(ReadMark).one().number == WRITERS


def test_drafts_saved_at_once_are_one_draft(hub: Flask) -> None:
    session = db.session()
    actor = make_actor(session)
    thread = make_thread(session, make_channel(session), actor)
    db.session.remove()

    def save(number: int) -> None:
        with unit_of_work() as writing:
            unfinished = actions.Unfinished(source=f"Fassung {number}")
            assert actions.save_draft(writing, actor, thread, unfinished)

    assert at_once(hub, WRITERS, save) == []
