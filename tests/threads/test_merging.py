"""Putting threads together: what readers have goes with the posts."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel, MembershipRole
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import ForumError, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions
from forum.threads.models import (
    AcceptedAnswer,
    Draft,
    MergedThread,
    Post,
    ReadMark,
    Thread,
    ThreadLevel,
    ThreadNote,
    ThreadSubscription,
)
from forum.threads.queries import wrong_counters
from forum.threads.queries.following import thread_level
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import (
    make_poll,
    make_question,
    make_reply,
    make_thread,
)
from tests.hubs import at_once
from tests.threads.carried import mark, numbers, texts, with_replies


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    actor = make_actor(session, "Moderation")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    return actor


def names(session: Session) -> list[str]:
    return list(session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id)))


def test_merged_posts_stand_at_the_end_in_their_order_and_are_not_published_again(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    source, into = (with_replies(session, channel, author, count) for count in (2, 1))
    removed = make_reply(session, source, author)
    actions.remove(session, author, removed)
    before, came = texts(session, into), [source for _, source in texts(session, source)]
    told = names(session)
    actions.merge(session, moderator, source, into=into, reason="Dieselbe Frage.")
    assert texts(session, into) == before + list(enumerate(came, start=3))
    assert names(session)[len(told) :] == ["ThreadMerged"]
    assert wrong_counters(session) == []
    assert session.get_one(MergedThread, source.id).into_id == into.id
    note = session.scalars(sa.select(ThreadNote)).one()
    assert (note.thread_id, note.verb, note.after_number) == (into.id, "merged", 2)
    with pytest.raises(NotAllowed, match="thread_merged"):
        actions.restore_thread(session, moderator, source)


@pytest.mark.parametrize(
    ("read_here", "read_there", "then"),
    [
        (3, 2, 5),  # both whole: the result whole
        (1, 2, 3),  # at the first unread of what came
        (0, 2, 2),
        (3, 1, 1),  # in the middle of the target: there still
        (3, 0, 0),
    ],
)
def test_read_marks_stand_before_what_is_new_to_the_reader(
    session: Session,
    author: Actor,
    moderator: Actor,
    channel: Channel,
    read_here: int,
    read_there: int,
    then: int,
) -> None:
    source, into = (with_replies(session, channel, author, count) for count in (2, 1))
    reader = make_actor(session, "Liest")
    mark(session, source, read_here, reader=reader)
    mark(session, into, read_there, reader=reader)
    actions.merge(session, moderator, source, into=into)
    there = session.get(ReadMark, (reader.id, into.id), populate_existing=True)
    assert (there.number if there else 0) == then
    assert session.get(ReadMark, (reader.id, source.id), populate_existing=True) is None


WATCHING, MUTED, NEITHER = ThreadLevel.WATCHING, ThreadLevel.MUTED, ThreadLevel.NEITHER


@pytest.mark.parametrize(
    ("here", "there", "merged", "split"),
    [
        (WATCHING, None, WATCHING, WATCHING),
        (WATCHING, NEITHER, WATCHING, WATCHING),
        (WATCHING, MUTED, MUTED, WATCHING),
        (MUTED, WATCHING, WATCHING, MUTED),
        (MUTED, None, None, MUTED),
    ],
)
def test_who_followed_one_of_them_follows_the_result(
    session: Session,
    author: Actor,
    moderator: Actor,
    channel: Channel,
    here: ThreadLevel,
    there: ThreadLevel | None,
    merged: ThreadLevel | None,
    split: ThreadLevel,
) -> None:
    reader = make_actor(session, "Liest")
    source, into = (with_replies(session, channel, author, 1) for _ in range(2))
    for thread, level in ((source, here), (into, there)):
        if level is not None:
            session.add(
                ThreadSubscription(
                    thread_id=thread.id, actor_id=reader.id, level=level, created_at=clock.now()
                )
            )
    session.commit()
    reply = session.scalars(sa.select(Post).where(Post.thread_id == source.id, Post.number == 2))
    own = actions.split_off(
        session, moderator, source, posts=[reply.one().public_id], title="Eigenes"
    )
    assert thread_level(session, reader, own) is split
    actions.merge(session, moderator, source, into=into)
    assert thread_level(session, reader, into) is merged


def test_drafts_go_along_and_an_accepted_answer_is_accepted_no_more(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    source, into = make_question(session, channel, author), make_thread(session, channel, author)
    actions.accept_answer(session, author, make_reply(session, source, moderator))
    for thread, text in ((into, "Angefangen."), (source, "Auch angefangen.")):
        actions.save_draft(session, author, thread, actions.Unfinished(source=text))
    actions.merge(session, moderator, source, into=into)
    draft = session.scalars(sa.select(Draft)).one()
    assert (draft.thread_id, draft.source) == (into.id, "Angefangen.\n\nAuch angefangen.")
    assert session.scalars(sa.select(AcceptedAnswer)).all() == []
    assert names(session)[-2:] == ["AcceptanceWithdrawn", "ThreadMerged"]


def test_the_addresses_of_threads_merged_one_after_the_other_lead_to_the_last(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    first, second, third = (make_thread(session, channel, author) for _ in range(3))
    actions.merge(session, moderator, first, into=second)
    actions.merge(session, moderator, second, into=third)
    led = session.scalars(sa.select(MergedThread.into_id)).all()
    assert list(led) == [third.id, third.id]


def _itself(session: Session, thread: Thread, admin: Actor) -> tuple[Thread, Thread]:
    return thread, thread


def _poll(session: Session, thread: Thread, admin: Actor) -> tuple[Thread, Thread]:
    return make_poll(session, thread.channel, admin), thread


def _archived(session: Session, thread: Thread, admin: Actor) -> tuple[Thread, Thread]:
    into = make_thread(session, thread.channel, admin)
    actions.archive(session, admin, into)
    return thread, into


def _removed(session: Session, thread: Thread, admin: Actor) -> tuple[Thread, Thread]:
    into = make_thread(session, thread.channel, admin)
    actions.remove_thread(session, admin, into, reason="Doppelt.")
    return thread, into


def _held(session: Session, thread: Thread, admin: Actor) -> tuple[Thread, Thread]:
    into = make_thread(session, thread.channel, admin)
    into.visible_at = None
    return thread, into


def _wider(session: Session, thread: Thread, admin: Actor) -> tuple[Thread, Thread]:
    public = make_channel(session, audience=Audience.PUBLIC)
    return thread, make_thread(session, public, admin)


def _other_group(session: Session, thread: Thread, admin: Actor) -> tuple[Thread, Thread]:
    groups = [make_channel(session, audience=Audience.INVITED) for _ in range(2)]
    one, other = (make_thread(session, group, admin) for group in groups)
    return one, other


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_itself, "same_thread"),
        (_poll, "merges_as_target_only"),
        (_archived, "thread_archived"),
        (_removed, "thread_removed"),
        (_held, "thread_held"),
        (_wider, "audience_wider_there"),
        (_other_group, "audience_wider_there"),
    ],
)
def test_what_must_not_be_put_together_stays_apart(
    session: Session,
    author: Actor,
    channel: Channel,
    make: Callable[[Session, Thread, Actor], tuple[Thread, Thread]],
    reason: str,
) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    source, into = make(session, make_thread(session, channel, author), admin)
    with pytest.raises(NotAllowed, match=reason):
        actions.merge(session, admin, source, into=into)
    assert session.scalars(sa.select(MergedThread)).all() == []


def test_who_moderates_only_one_of_the_two_places_cannot_put_them_together(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    source = make_thread(session, channel, author)
    into = make_thread(session, make_channel(session, "Wohnen"), author)
    for one, other in ((source, into), (into, source)):
        with pytest.raises(NotAllowed, match="not_a_moderator"):
            actions.merge(session, moderator, one, into=other)


def test_of_two_who_merge_crosswise_while_others_write_one_wins_and_nothing_is_lost(
    hub: Flask,
) -> None:
    session = db.session()
    admins = [make_actor(session, f"Admin {n}", role=Role.ADMIN) for n in range(2)]
    channel = make_channel(session)
    threads = [with_replies(session, channel, admins[0], 2) for _ in range(2)]
    ids, admin_ids = [thread.id for thread in threads], [admin.id for admin in admins]
    db.session.remove()

    def work(number: int) -> None:
        with unit_of_work() as writing:
            one, other = (writing.get_one(Thread, ids[(number + n) % 2]) for n in (0, 1))
            if number < len(admin_ids):
                actions.merge(writing, writing.get_one(Actor, admin_ids[number]), one, into=other)
            else:
                actor = writing.get_one(Actor, admin_ids[number % 2])
                actions.reply(writing, actor, one, text=compose(f"Antwort {number}"))

    faults = at_once(hub, 6, work)
    assert {fault.reason for fault in faults if isinstance(fault, ForumError)} == {"thread_removed"}
    session = db.session()
    (merged,) = session.scalars(sa.select(MergedThread))
    left = session.get_one(Thread, merged.into_id)
    accepted = 4 - (len(faults) - 1)
    assert numbers(session, left) == list(range(1, 6 + accepted + 1))
    assert wrong_counters(session) == []
