"""The objection is right: what was done is taken back, as far as it is still there."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts import actions as accounts
from forum.accounts.models import Actor
from forum.kernel import clock
from forum.messaging import actions as messaging
from forum.moderation.measures.answering import answer
from forum.moderation.models import Case, Decision, Measure, Sanction, Statement
from forum.moderation.queries import Facts, facts_of
from forum.threads import actions as threads


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:
    """Answer the objection and undo the measure.

    A text that was edited and a thread that was moved stay as they are: people have written since,
    and the moderation changes back what is to be changed back. Raises `Conflict`, and `NotAllowed`
    where the actor may not undo it.
    """
    statement = answer(session, case, decision, is_upheld=True)
    match statement.measure:
        case Measure.HIDE | Measure.REJECT:
            _show_again(session, actor, statement)
        case Measure.LOCK:
            facts = facts_of(session, statement.target, statement.target_id)
            if facts is not None and facts.thread is not None:
                threads.unlock(session, actor, facts.thread)
        case Measure.WARN | Measure.MUTE | Measure.SUSPEND | Measure.BAN:
            _lift(session, actor, statement)


def _show_again(session: Session, actor: Actor, statement: Statement) -> None:
    """Bring back what the moderation took away; what its author removed since stays removed."""
    facts = facts_of(session, statement.target, statement.target_id)
    if facts is None:
        return
    message = facts.message
    if message is not None and _by_others(message.removed_at, message.removed_by_id, facts):
        messaging.put_back(session, actor, message)
    if facts.thread is None:
        return
    thread, post = facts.thread, facts.post
    if facts.opens_thread and _by_others(thread.removed_at, thread.removed_by_id, facts):
        threads.restore_thread(session, actor, thread, even_late=True)
    if post is not None and _by_others(post.removed_at, post.removed_by_id, facts):
        post = threads.restore(session, actor, post, even_late=True)
    # What was rejected had never been read; a report goes on from where its author takes it up.
    if statement.measure is Measure.REJECT and post is not None and post.visible_at is None:
        threads.release(session, actor, post)


def _by_others(removed_at: dt.datetime | None, removed_by_id: int | None, facts: Facts) -> bool:
    return removed_at is not None and removed_by_id != facts.about_id


def _lift(session: Session, actor: Actor, statement: Statement) -> None:
    """Take the sanction back; what other decisions have set goes on."""
    now = clock.now()
    sanction = session.scalars(
        sa.select(Sanction).where(Sanction.statement_id == statement.id).with_for_update()
    ).one()
    if sanction.lifted_at is not None:
        return
    sanction.lifted_at = now
    sanction.lifted_by_id = actor.id
    session.flush()
    if statement.measure is Measure.WARN:
        return
    others = session.scalars(
        sa.select(Sanction).where(
            Sanction.actor_id == sanction.actor_id, Sanction.lifted_at.is_(None)
        )
    ).all()
    accounts.limit_again(
        session,
        actor,
        session.get_one(Actor, sanction.actor_id),
        measure=statement.measure.value,
        muted_until=_longest(others, Measure.MUTE),
        suspended_until=_longest(others, Measure.SUSPEND),
        is_banned=any(one.measure is Measure.BAN for one in others),
    )


def _longest(sanctions: Sequence[Sanction], measure: Measure) -> dt.datetime | None:
    ends = (one.until for one in sanctions if one.measure is measure and one.until is not None)
    return max(ends, default=None)
