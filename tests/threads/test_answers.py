"""Accepting answers: who may, what it changes, and what unmakes it."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, MembershipRole
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions
from forum.threads.models import AcceptedAnswer, Post, Thread, ThreadKind
from forum.threads.queries import accepted_answer_of, open_questions, unanswered_threads
from forum.threads.text import compose
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import (
    make_poll,
    make_question,
    make_reply,
    make_thread,
    opening_post,
)
from tests.hubs import at_once

WRITERS = 6


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Fragt")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def question(session: Session, channel: Channel, author: Actor) -> Thread:
    return make_question(session, channel, author)


def told(session: Session, *names: str) -> list[dict[str, object]]:
    """Return what was recorded under these names, with the name."""
    rows = session.scalars(
        sa.select(RecordedEvent).where(RecordedEvent.name.in_(names)).order_by(RecordedEvent.id)
    )
    return [{"name": row.name, **row.payload} for row in rows]


def accepted(session: Session, question: Thread) -> int | None:
    answer = accepted_answer_of(session, question)
    return None if answer is None else answer.number


def test_the_author_accepts_an_answer_another_one_and_none(
    session: Session, question: Thread, author: Actor
) -> None:
    helper = make_actor(session, "Ada Weiß")
    first, second = (make_reply(session, question, helper) for _ in range(2))
    actions.accept_answer(session, author, first)
    actions.accept_answer(session, author, first)
    assert accepted(session, question) == 2
    actions.accept_answer(session, author, second)
    assert accepted(session, question) == 3
    actions.withdraw_acceptance(session, author, question)
    actions.withdraw_acceptance(session, author, question)
    assert accepted(session, question) is None
    assert [
        (one["name"], one["post_id"], one.get("former_post_id"), one.get("because"))
        for one in told(session, "AnswerAccepted", "AcceptanceWithdrawn")
    ] == [
        ("AnswerAccepted", first.id, None, None),
        ("AnswerAccepted", second.id, first.id, None),
        ("AcceptanceWithdrawn", second.id, None, "asked"),
    ]


def test_removing_the_accepted_post_opens_the_question_for_good(
    session: Session, question: Thread, author: Actor
) -> None:
    helper = make_actor(session)
    other, answer = (make_reply(session, question, helper) for _ in range(2))
    actions.accept_answer(session, author, answer)
    actions.remove(session, helper, other)
    assert accepted(session, question) == 3, "another post was removed"
    actions.remove(session, helper, answer)
    assert accepted(session, question) is None
    actions.restore(session, helper, answer)
    assert accepted(session, question) is None
    assert [one["because"] for one in told(session, "AcceptanceWithdrawn")] == ["post_removed"]


def test_a_question_becomes_a_discussion_and_loses_its_answer(
    session: Session, question: Thread, author: Actor
) -> None:
    actions.accept_answer(session, author, make_reply(session, question, author))
    actions.change_kind(session, author, question, kind=ThreadKind.DISCUSSION)
    session.commit()
    assert session.scalars(sa.select(AcceptedAnswer)).all() == []
    assert [one["because"] for one in told(session, "AcceptanceWithdrawn")] == ["kind_changed"]
    actions.change_kind(session, author, question, kind=ThreadKind.QUESTION)
    assert accepted(session, question) is None
    assert [one["kind"] for one in told(session, "ThreadKindChanged")] == ["discussion", "question"]


@pytest.mark.parametrize("kind", [ThreadKind.ANNOUNCEMENT, ThreadKind.POLL])
def test_nothing_becomes_an_announcement_or_a_poll_later(
    session: Session, question: Thread, author: Actor, kind: ThreadKind
) -> None:
    with pytest.raises(NotAllowed, match="kind_stays"):
        actions.change_kind(session, author, question, kind=kind)


def test_who_may_accept_what(session: Session, channel: Channel, author: Actor) -> None:
    moderator, helper = make_actor(session, "Moderation"), make_actor(session, "Ada")
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    question, discussion = (
        make_question(session, channel, author),
        make_thread(session, channel, author),
    )
    answer = make_reply(session, question, helper)
    removed = make_reply(session, question, helper)
    actions.remove(session, helper, removed)
    held = make_reply(session, question, helper)
    held.visible_at = None
    session.commit()
    refused = [
        (helper, answer, "not_your_thread"),
        (author, opening_post(session, question), "not_an_answer"),
        (author, removed, "post_removed"),
        (author, held, "post_held"),
        (author, make_reply(session, discussion, helper), "not_a_question"),
    ]
    for actor, post, reason in refused:
        with pytest.raises(NotAllowed, match=reason):
            actions.accept_answer(session, actor, post)
    for actor in (moderator, author):
        actions.accept_answer(session, actor, answer)
        actions.withdraw_acceptance(session, actor, question)
    # A closed thread may be tidied up; an archived channel stays as it is.
    question.locked_at = clock.now()
    actions.accept_answer(session, author, answer)
    channel.archived_at = clock.now()
    session.commit()
    for actor in (moderator, author):
        with pytest.raises(NotAllowed, match="channel_archived"):
            actions.withdraw_acceptance(session, actor, question)


def test_lists_tell_what_waits_for_a_reply_from_what_waits_for_an_answer(
    session: Session, channel: Channel, author: Actor
) -> None:
    moderator = make_actor(session, "Moderation")
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    asked = make_question(session, channel, author)
    replied = make_question(session, channel, author)
    make_reply(session, replied, author)
    solved = make_question(session, channel, author)
    actions.accept_answer(session, author, make_reply(session, solved, author))
    talk = make_thread(session, channel, author)
    make_poll(session, channel, author)
    plan = actions.ThreadPlan(kind=ThreadKind.ANNOUNCEMENT)
    actions.start_thread(
        session, moderator, channel, title="Termin", text=compose("Am Montag."), plan=plan
    )
    session.commit()
    waiting = {thread.public_id for thread in unanswered_threads(session, author).items}
    assert waiting == {asked.public_id, talk.public_id}
    rows = {thread.public_id: thread for thread in open_questions(session, author).items}
    assert rows.keys() == {asked.public_id, replied.public_id}
    assert not any(row.is_solved for row in rows.values())


def test_of_many_acceptances_at_once_one_stands(hub: Flask) -> None:
    session = db.session()
    author = make_actor(session, "Kim")
    question = make_question(session, make_channel(session), author)
    answers = [make_reply(session, question, author).id for _ in range(WRITERS)]
    author_id, question_id = author.id, question.id
    db.session.remove()

    def accept(number: int) -> None:
        with unit_of_work() as writing:
            actor = writing.get_one(Actor, author_id)
            post = writing.get_one(Post, answers[number])
            if number == 0:
                actions.remove(writing, actor, post)
            else:
                actions.accept_answer(writing, actor, post)

    assert at_once(hub, WRITERS, accept) == []
    rows = db.session().scalars(sa.select(AcceptedAnswer)).all()
    assert [row.thread_id for row in rows] == [question_id]
    events = told(db.session(), "AnswerAccepted")
    assert len(events) == WRITERS - 1
    # Each names the one it took the place of: none was lost on the way.
    assert [one["former_post_id"] for one in events[1:]] == [one["post_id"] for one in events[:-1]]
    assert rows[0].post_id == events[-1]["post_id"]
