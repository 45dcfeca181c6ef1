"""Statements of reasons: made for every restriction, chained, never changed; objections."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor, Role
from forum.channels.models import Release
from forum.cli.statements import verify
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.moderation import actions, chain
from forum.moderation.actions.state_reasons import NAME, state_removal
from forum.moderation.models import (
    Case,
    Measure,
    Objection,
    Origin,
    Sanction,
    Source,
    Statement,
    Target,
)
from forum.moderation.policy.statements import (
    can_read_statement,
    objectionable_until,
    readable_statements,
)
from forum.threads import actions as threads
from forum.threads.models import Post
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.moderation import Wording, make_case, make_moderator
from tests.factories.threads import make_reply, make_thread, opening_post
from tests.hubs import at_once

REASON: Wording = {
    "reason": "Darin steht der Name einer Teilnehmerin.",
    "ground": "rules_participants",
}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Ada Autorin")


@pytest.fixture
def post(session: Session, author: Actor) -> Post:
    thread = make_thread(session, make_channel(session), author)
    post = make_reply(session, thread, author)
    post.thread = thread
    return post


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "Frauke Admin", role=Role.ADMIN)


def decided(
    session: Session, actor: Actor, target: Post | Actor, measure: Measure, **wording: object
) -> Statement:
    case = make_case(session, target)
    words: dict[str, Any] = {**REASON, **wording}
    actions.decide(session, actor, case, fence=case.fence, measure=measure, **words)
    session.commit()
    return newest(session)


def newest(session: Session) -> Statement:
    return session.scalars(sa.select(Statement).order_by(Statement.number.desc()).limit(1)).one()


def objected(session: Session, actor: Actor, statement: Statement) -> Case:
    actions.object_to(session, actor, statement, text="Das ist ein erfundener Name.")
    session.commit()
    return session.scalars(
        sa.select(Case).where(Case.target == Target.STATEMENT, Case.target_id == statement.id)
    ).one()


def test_a_restriction_says_what_why_and_on_what_it_rests(
    session: Session, post: Post, author: Actor, admin: Actor
) -> None:
    make_case(session, post, Source.NOTICE, key="notice:1")
    reason = f"Guten Tag {author.name}, bitte keine Namen."
    said = decided(session, admin, post, Measure.HIDE, reason=reason)
    assert (said.measure, said.origin, said.is_automated) == (Measure.HIDE, Origin.NOTICE, False)
    assert (said.addressee_id, said.made_by_id) == (author.id, admin.id)
    assert said.ground == "rules_participants"
    assert said.about == f"{post.thread.title} (#2)"
    assert said.facts == f"Guten Tag {NAME}, bitte keine Namen.", "names stand in no statement"
    assert (said.number, said.previous_hash) == (1, chain.BEGINNING)


def test_a_ground_that_is_none_restricts_nobody(session: Session, post: Post, admin: Actor) -> None:
    case = make_case(session, post)
    with pytest.raises(Invalid) as refused:
        actions.decide(
            session,
            admin,
            case,
            fence=case.fence,
            measure=Measure.HIDE,
            reason="Weil.",
            ground="so",
        )
    assert (refused.value.reason, refused.value.field) == ("empty_ground", "ground")


def test_who_decides_otherwise_states_nothing(session: Session, post: Post, admin: Actor) -> None:
    case = make_case(session, post)
    actions.decide(session, admin, case, fence=case.fence, measure=Measure.NONE)
    assert session.query(Statement).count() == 0


@pytest.mark.parametrize("change", ["facts = 'anders'", "measure = 'praise'", "until = NULL"])
def test_a_changed_statement_is_found_whoever_got_around_the_database(
    session: Session, post: Post, author: Actor, admin: Actor, change: str
) -> None:
    decided(session, admin, post, Measure.HIDE)
    decided(session, admin, author, Measure.MUTE, until=clock.now() + HOUR)
    third = decided(session, admin, author, Measure.WARN)
    assert chain.verify(session) == (3, third.hash, [])
    assert chain.has(session, 3, third.hash[:12].upper())
    _without_triggers(session)
    session.execute(sa.text(f"UPDATE statement_of_reasons SET {change} WHERE number = 2"))  # noqa: S608
    assert chain.verify(session)[2] == [chain.Fault(2, "changed")]
    session.execute(sa.text("DELETE FROM sanction"))
    session.execute(sa.text("DELETE FROM statement_of_reasons WHERE number = 2"))
    assert chain.verify(session)[2] == [chain.Fault(2, "missing")]


def test_the_command_fails_where_the_chain_is_not_whole(
    app: Flask, session: Session, author: Actor, admin: Actor
) -> None:
    said = decided(session, admin, author, Measure.WARN)
    run = app.test_cli_runner().invoke
    known = ["--number", "1", "--sum", said.hash[:16]]
    for options, code, told in (
        (known, 0, "The chain is whole: 1 statement(s)"),
        (["--number", "2", "--sum", said.hash], 1, "Statement 2 is not there"),
    ):
        result = run(verify, options)
        assert (result.exit_code, told in result.output) == (code, True), result.output
    _without_triggers(session)
    session.execute(sa.text("UPDATE statement_of_reasons SET ground = 'law_other'"))
    session.commit()
    result = run(verify, known)
    assert (result.exit_code, result.output.splitlines()[0]) == (1, "Statement 1 was changed.")


def _without_triggers(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("ALTER TABLE statement_of_reasons DISABLE TRIGGER USER"))
    else:
        session.execute(sa.text("DROP TRIGGER statement_of_reasons_UPDATE"))
        session.execute(sa.text("DROP TRIGGER statement_of_reasons_DELETE"))


@pytest.mark.parametrize(
    "change", ["UPDATE statement_of_reasons SET facts = ''", "DELETE FROM statement_of_reasons"]
)
def test_the_database_refuses_to_change_a_statement(
    session: Session, author: Actor, admin: Actor, change: str
) -> None:
    decided(session, admin, author, Measure.WARN)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(sa.text(change))
    # Forgetting a person needs no change: no name stands in it.
    author.name = "Ehemaliges Mitglied"
    session.commit()
    assert chain.verify(session)[2] == []


def test_statements_made_at_once_are_one_chain_without_gaps(hub: Flask) -> None:
    with unit_of_work() as session:
        channel = make_channel(session)
        author, moderator = make_actor(session, "Autorin"), make_moderator(session, channel)
        thread = make_thread(session, channel, author)
        cases = [make_case(session, make_reply(session, thread, author)).id for _ in range(5)]
        moderator_id = moderator.id
    session.close()

    def work(number: int) -> None:
        with unit_of_work() as session:
            case = session.get_one(Case, cases[number])
            actor = session.get_one(Actor, moderator_id)
            wording: Wording = {"reason": f"Grund {number}", "ground": REASON["ground"]}
            actions.decide(session, actor, case, fence=case.fence, measure=Measure.WARN, **wording)

    assert at_once(hub, 5, work) == []
    session = db.session()
    assert chain.verify(session)[::2] == (5, [])
    assert session.query(Sanction).count() == 5


@pytest.mark.parametrize("measure", [Measure.MUTE, Measure.SUSPEND, Measure.BAN])
def test_an_upheld_objection_lifts_the_sanction_and_leaves_the_others(
    session: Session, author: Actor, admin: Actor, measure: Measure
) -> None:
    until = None if measure is Measure.BAN else clock.now() + 5 * HOUR
    said = decided(session, admin, author, measure, until=until)
    other = decided(session, admin, author, Measure.MUTE, until=clock.now() + HOUR)
    session.refresh(author)
    assert author.is_shut_out == (measure is not Measure.MUTE)
    case = objected(session, author, said)
    second = make_actor(session, "Gerd Admin", role=Role.ADMIN)
    why = "Sie haben recht."
    actions.decide(session, second, case, fence=case.fence, measure=Measure.UPHOLD, reason=why)
    session.commit()
    assert not author.is_shut_out
    assert author.muted_until == other.until
    lifted = session.scalars(
        sa.select(Sanction.statement_id).where(Sanction.lifted_at.is_not(None))
    )
    assert lifted.all() == [said.id]
    objection = session.scalars(sa.select(Objection)).one()
    assert (objection.is_upheld, objection.answer) == (True, "Sie haben recht.")


def test_nobody_decides_about_their_own_decision_nor_twice(
    session: Session, post: Post, author: Actor, admin: Actor
) -> None:
    said = decided(session, admin, post, Measure.HIDE)
    case = objected(session, author, said)
    for actor in (admin, author):
        with pytest.raises(NotAllowed):
            actions.decide(
                session, actor, case, fence=case.fence, measure=Measure.DISMISS, reason="Nein."
            )
    second = make_moderator(session, post.thread.channel)
    actions.decide(session, second, case, fence=case.fence, measure=Measure.DISMISS, reason="Nein.")
    session.commit()
    assert session.get_one(Post, post.id).removed_at is not None
    with pytest.raises(Conflict):
        actions.decide(
            session, second, case, fence=case.fence, measure=Measure.UPHOLD, reason="Doch."
        )


def test_an_upheld_objection_brings_a_post_back_after_months(
    session: Session, post: Post, author: Actor, admin: Actor
) -> None:
    said = decided(session, admin, post, Measure.HIDE)
    case = objected(session, author, said)
    post = session.get_one(Post, post.id)
    post.removed_at = clock.now() - dt.timedelta(days=90)
    session.commit()
    second = make_moderator(session, post.thread.channel)
    actions.decide(
        session, second, case, fence=case.fence, measure=Measure.UPHOLD, reason="Sie haben recht."
    )
    session.commit()
    assert session.get_one(Post, post.id).removed_at is None


@pytest.mark.parametrize("number", [1, 2])
def test_an_upheld_objection_publishes_what_was_rejected(
    session: Session, post: Post, author: Actor, admin: Actor, number: int
) -> None:
    thread = post.thread
    thread.channel.waiting = Release.EVERYTHING
    held = make_reply(session, thread, author)
    if number == 1:
        held = opening_post(session, make_thread(session, thread.channel, author))
    said = decided(session, admin, held, Measure.REJECT)
    case = objected(session, author, said)
    second = make_moderator(session, thread.channel)
    actions.decide(session, second, case, fence=case.fence, measure=Measure.UPHOLD, reason="Doch.")
    session.commit()
    held = session.get_one(Post, held.id, options=[joinedload(Post.thread)], populate_existing=True)
    assert (held.removed_at, held.thread.removed_at) == (None, None)
    assert held.visible_at is not None
    assert held.thread.visible_at is not None


def test_an_objection_is_made_once_by_whom_it_concerns_within_six_months(
    session: Session, author: Actor, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = decided(session, admin, author, Measure.BAN)
    reasons = []
    for actor in (admin, author, author):
        try:
            actions.object_to(session, actor, said, text="Nein.")
        except NotAllowed as refused:
            reasons.append(refused.reason)
    assert reasons == ["not_your_statement", "objected_already"]
    later = decided(session, admin, author, Measure.WARN)
    over = objectionable_until(later) + HOUR
    monkeypatch.setattr(clock, "now", lambda: over)
    with pytest.raises(NotAllowed, match="too_late_to_object"):
        actions.object_to(session, author, later, text="Nein.")


def test_six_months_end_on_the_last_day_of_a_shorter_month() -> None:
    said = Statement(created_at=dt.datetime(2026, 8, 31, 12, tzinfo=dt.UTC))
    assert objectionable_until(said) == dt.datetime(2027, 2, 28, 12, tzinfo=dt.UTC)


def test_reading_is_answered_alike_by_rule_and_by_sql(
    session: Session, post: Post, author: Actor, admin: Actor
) -> None:
    moderator, stranger = make_moderator(session, post.thread.channel), make_actor(session)
    decided(session, moderator, post, Measure.HIDE)
    decided(session, admin, moderator, Measure.WARN)
    said = session.scalars(sa.select(Statement)).all()
    seen = []
    for actor in (author, moderator, stranger, admin, None):
        by_rule = {one.number for one in said if can_read_statement(actor, one)}
        by_sql = session.scalars(sa.select(Statement.number).where(readable_statements(actor)))
        assert set(by_sql) == by_rule
        seen.append(by_rule)
    assert seen == [{1}, {1, 2}, set(), {1, 2}, set()]


@pytest.mark.parametrize("number", [1, 2])
def test_what_is_removed_without_a_case_is_stated_once_too(
    session: Session, post: Post, author: Actor, admin: Actor, number: int
) -> None:
    thread = post.thread
    if number == 1:
        threads.remove_thread(session, admin, thread, reason="Doppelt.")
    else:
        threads.remove(session, admin, post, reason="Doppelt.")
    session.flush()
    gone = session.scalars(
        sa.select(Post)
        .where(Post.thread_id == thread.id, Post.number == number)
        .options(joinedload(Post.thread))
    ).one()
    said = state_removal(session, gone)
    assert said is not None
    assert (said.ground, said.origin, said.decision_id) == ("rules", Origin.OWN_INITIATIVE, None)
    assert (said.made_by_id, said.facts) == (admin.id, "Doppelt.")
    assert state_removal(session, gone) is None


def test_the_chain_can_be_read_while_nothing_is_written(hub: Flask) -> None:
    assert chain.verify(db.session()) == (0, chain.BEGINNING, [])
