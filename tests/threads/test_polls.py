"""Polls: what can be asked, who may vote, what is shown to whom, and when it ends."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, MembershipRole
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions, policy
from forum.threads.models import Ballot, BallotChoice, Poll, ResultsShown, Thread
from forum.threads.queries import PollRow, poll_of, voters_of
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_poll, options_of
from tests.hubs import at_once

VOTERS = 8
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Fragt")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


def row_of(session: Session, thread: Thread, actor: Actor | None) -> PollRow:
    row = poll_of(session, actor, thread)
    assert row is not None
    return row


def votes_in(session: Session, thread: Thread) -> list[int]:
    return [option.votes for option in row_of(session, thread, None).options]


def events_of(session: Session, name: str) -> list[RecordedEvent]:
    statement = sa.select(RecordedEvent).where(RecordedEvent.name == name)
    return list(session.scalars(statement.order_by(RecordedEvent.id)))


def pass_by(session: Session, thread: Thread) -> None:
    """Let the time of the poll be over."""
    session.execute(
        sa.update(Poll).where(Poll.thread_id == thread.id).values(closes_at=clock.now() - HOUR)
    )
    session.commit()


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        ({"options": ["Ja"]}, "too_few_options"),
        ({"options": ["Ja", " ", "\u200b"]}, "empty"),
        ({"options": ["Ja", "", "   "]}, "too_few_options"),
        ({"options": [f"Nr. {number}" for number in range(21)]}, "too_many_options"),
        ({"options": ["Straße", "STRASSE"]}, "option_twice"),
        ({"options": ["Ja", "x" * 201]}, "too_long"),
        ({"closes_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "closes_too_early_or_late"),
        ({"closes_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, "closes_too_early_or_late"),
    ],
)
def test_what_cannot_be_asked(
    session: Session, channel: Channel, author: Actor, plan: dict[str, object], reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        make_poll(session, channel, author, **plan)
    session.rollback()
    assert session.scalars(sa.select(Thread)).all() == []


def test_a_vote_can_be_changed_and_taken_back_and_counts_once(
    session: Session, channel: Channel, author: Actor
) -> None:
    thread = make_poll(session, channel, author)
    monday, tuesday, _ = options_of(session, thread)
    reader = make_actor(session, "Ada")
    actions.vote(session, reader, thread, choice=[monday])
    actions.vote(session, author, thread, choice=[monday])
    assert votes_in(session, thread) == [2, 0, 0]
    actions.vote(session, reader, thread, choice=[tuesday])
    actions.vote(session, reader, thread, choice=[tuesday])
    assert votes_in(session, thread) == [1, 1, 0]
    row = row_of(session, thread, reader)
    assert (row.voters, row.has_voted) == (2, True)
    assert [option.is_mine for option in row.options] == [False, True, False]
    actions.withdraw_vote(session, reader, thread)
    actions.withdraw_vote(session, reader, thread)
    assert votes_in(session, thread) == [1, 0, 0]
    assert not row_of(session, thread, reader).has_voted
    assert len(events_of(session, "VotesChanged")) == 4


def test_one_or_several_answers_as_the_poll_says(
    session: Session, channel: Channel, author: Actor
) -> None:
    single = make_poll(session, channel, author)
    several = make_poll(session, channel, author, is_multiple=True)
    two = options_of(session, several)[:2]
    actions.vote(session, author, several, choice=two)
    assert votes_in(session, several) == [1, 1, 0]
    for thread, choice, reason in (
        (single, options_of(session, single)[:2], "choose_one"),
        (several, [], "choose_something"),
        (several, [two[0], "nowhere"], "no_option"),
        (single, [two[0]], "no_option"),
    ):
        with pytest.raises(Invalid, match=reason):
            actions.vote(session, author, thread, choice=choice)
    assert votes_in(session, several) == [1, 1, 0]


def test_nothing_tells_who_voted_what_in_a_secret_poll(
    session: Session, channel: Channel, author: Actor
) -> None:
    secret = make_poll(session, channel, author, is_secret=True)
    known = make_poll(session, channel, author, is_secret=False, is_multiple=True)
    ada, bea = make_actor(session, "Ada"), make_actor(session, "Bea")
    for thread in (secret, known):
        for reader in (bea, ada):
            actions.vote(session, reader, thread, choice=options_of(session, thread)[:1])
    polls = {poll.thread_id: poll for poll in session.scalars(sa.select(Poll))}
    first = row_of(session, known, None).options[0].id
    assert voters_of(session, polls[known.id]) == {first: ["Ada", "Bea"]}
    assert voters_of(session, polls[secret.id]) == {}
    # Not even the log of events says who.
    for event in events_of(session, "VotesChanged"):
        assert event.actor_id is None
        assert event.payload.keys() == {"thread_id", "poll_id"}
        assert str(ada.public_id) not in json.dumps(event.payload)


def test_who_sees_what_and_when(session: Session, channel: Channel, author: Actor) -> None:
    for results, before, voted, closed in (
        (ResultsShown.ALWAYS, True, True, True),
        (ResultsShown.VOTED, False, True, True),
        (ResultsShown.CLOSED, False, False, True),
    ):
        thread = make_poll(session, channel, author, results=results, is_secret=False)
        poll = session.scalars(sa.select(Poll).where(Poll.thread_id == thread.id)).one()
        assert bool(policy.can_see_results(poll, has_voted=False)) is before
        assert bool(policy.can_see_results(poll, has_voted=True)) is voted
        assert bool(policy.can_see_voters(author, poll, has_voted=True)) is voted
        assert not policy.can_see_voters(None, poll, has_voted=False)
        poll.is_secret = True
        assert not policy.can_see_voters(author, poll, has_voted=True)
        poll.closed_at = clock.now()
        assert bool(policy.can_see_results(poll, has_voted=False)) is closed
        assert not policy.can_see_voters(author, poll, has_voted=True)


def test_who_may_vote(session: Session, channel: Channel, author: Actor) -> None:
    thread = make_poll(session, channel, author)
    choice = options_of(session, thread)[:1]
    former = make_actor(session, "Ehemalig")
    former.closed_at = clock.now()
    session.commit()
    with pytest.raises(NotAllowed, match="members_only"):
        actions.vote(session, former, thread, choice=choice)
    thread.locked_at = clock.now()
    session.commit()
    with pytest.raises(NotAllowed, match="thread_locked"):
        actions.vote(session, author, thread, choice=choice)
    thread.locked_at = None
    pass_by(session, thread)
    for act in (actions.withdraw_vote, lambda *args: actions.vote(*args, choice=choice)):
        with pytest.raises(NotAllowed, match="poll_closed"):
            act(session, author, thread)


def test_what_is_asked_can_be_changed_until_somebody_votes(
    session: Session, channel: Channel, author: Actor
) -> None:
    thread = make_poll(session, channel, author)
    former = options_of(session, thread)
    plan = actions.PollPlan(options=("Ja", "Nein"), is_multiple=True)
    with pytest.raises(NotAllowed, match="not_your_thread"):
        actions.change_poll(session, make_actor(session), thread, plan=plan)
    actions.change_poll(session, author, thread, plan=plan)
    row = row_of(session, thread, None)
    assert [option.text for option in row.options] == ["Ja", "Nein"]
    assert row.poll.is_multiple
    # A vote for what stood there before finds nothing.
    with pytest.raises(Invalid, match="no_option"):
        actions.vote(session, author, thread, choice=former[:1])
    actions.vote(session, author, thread, choice=options_of(session, thread)[:1])
    with pytest.raises(Conflict, match="poll_has_votes"):
        actions.change_poll(session, author, thread, plan=plan)


def test_author_and_moderation_close_before_its_time_and_once(
    session: Session, channel: Channel, author: Actor
) -> None:
    moderator = make_actor(session, "Moderation")
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    for actor in (author, moderator):
        thread = make_poll(session, channel, author, closes_at=clock.now() + HOUR)
        with pytest.raises(NotAllowed, match="not_your_thread"):
            actions.close_poll(session, make_actor(session), thread)
        actions.close_poll(session, actor, thread)
        actions.close_poll(session, actor, thread)
        session.commit()
        pass_by(session, thread)
    assert actions.close_due_polls(session) == 0
    assert [event.payload["by_clock"] for event in events_of(session, "PollClosed")] == [False] * 2


def test_the_clock_closes_each_poll_once_however_late(
    session: Session, channel: Channel, author: Actor
) -> None:
    due = [make_poll(session, channel, author) for _ in range(3)]
    make_poll(session, channel, author, closes_at=clock.now() + HOUR)
    make_poll(session, channel, author)
    for thread in due:
        pass_by(session, thread)
    assert [actions.close_due_polls(session, limit=2) for _ in range(3)] == [2, 1, 0]
    told = events_of(session, "PollClosed")
    assert sorted(event.payload["thread_id"] for event in told) == [thread.id for thread in due]
    assert all(event.payload["by_clock"] for event in told)


def test_of_many_votes_at_once_each_counts_once(hub: Flask) -> None:
    session = db.session()
    people = [make_actor(session, f"Person {number}") for number in range(4)]
    thread = make_poll(session, make_channel(session), people[0])
    options, thread_id = options_of(session, thread), thread.id
    ids = [person.id for person in people]
    db.session.remove()

    def vote(number: int) -> None:
        # Two browsers of each person, with another choice each time.
        for turn in range(4):
            with unit_of_work() as writing:
                actor = writing.get_one(Actor, ids[number % 4])
                poll = writing.get_one(Thread, thread_id)
                chosen = options[(number + turn) % 3]
                actions.vote(writing, actor, poll, choice=[chosen])

    assert at_once(hub, VOTERS, vote) == []
    session = db.session()
    assert session.scalar(sa.select(sa.func.count()).select_from(Ballot)) == 4
    assert session.scalar(sa.select(sa.func.count()).select_from(BallotChoice)) == 4
    assert sum(votes_in(session, session.get_one(Thread, thread_id))) == 4


def test_the_clock_of_many_workers_closes_once(hub: Flask) -> None:
    session = db.session()
    thread = make_poll(session, make_channel(session), make_actor(session))
    pass_by(session, thread)
    db.session.remove()

    def close(_number: int) -> None:
        with unit_of_work() as writing:
            actions.close_due_polls(writing)

    assert at_once(hub, 4, close) == []
    assert len(events_of(db.session(), "PollClosed")) == 1
