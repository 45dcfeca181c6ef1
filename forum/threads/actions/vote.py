"""Vote in a poll, or vote anew; take the vote back."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.poll import hold_poll
from forum.threads.events import VotesChanged
from forum.threads.models import Ballot, BallotChoice, Poll, Thread
from forum.threads.policy import can_vote


def vote(session: Session, actor: Actor, thread: Thread, *, choice: Collection[str]) -> Poll:
    """Mark these options, by public id, on the actor's one ballot, and return the poll.

    The event names nobody, so that the log keeps no list of who voted when. Raises `NotAllowed`,
    and `Invalid` for the field ``choice``: ``choose_something``, ``choose_one``, ``no_option``.
    """
    poll = hold_poll(session, thread)
    require(can_vote(actor, poll.thread, membership_of(session, actor, thread.channel_id), poll))
    chosen = _chosen(poll, choice)
    ballot = _ballot(session, actor, poll)
    if ballot is None:
        ballot = Ballot(poll_id=poll.id, actor_id=actor.id, cast_at=clock.now())
        session.add(ballot)
        session.flush()
    if not _mark(session, ballot, chosen):
        return poll
    ballot.cast_at = clock.now()
    record(session, VotesChanged(thread_id=poll.thread_id, poll_id=poll.id))
    return poll


def withdraw_vote(session: Session, actor: Actor, thread: Thread) -> Poll:
    """Take the vote back, as if it had not been cast, and return the poll. Raises `NotAllowed`."""
    poll = hold_poll(session, thread)
    require(can_vote(actor, poll.thread, membership_of(session, actor, thread.channel_id), poll))
    ballot = _ballot(session, actor, poll)
    if ballot is not None:
        session.delete(ballot)
        record(session, VotesChanged(thread_id=poll.thread_id, poll_id=poll.id))
    return poll


def _chosen(poll: Poll, choice: Collection[str]) -> set[int]:
    by_public_id = {option.public_id: option.id for option in poll.options}
    if not choice:
        raise Invalid("choose_something", field="choice")
    if len(set(choice)) > 1 and not poll.is_multiple:
        raise Invalid("choose_one", field="choice")
    if not by_public_id.keys() >= set(choice):
        raise Invalid("no_option", field="choice")
    return {by_public_id[public_id] for public_id in choice}


def _ballot(session: Session, actor: Actor, poll: Poll) -> Ballot | None:
    return session.scalars(
        sa.select(Ballot)
        .where(Ballot.poll_id == poll.id, Ballot.actor_id == actor.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _mark(session: Session, ballot: Ballot, chosen: set[int]) -> bool:
    """Let the ballot say exactly this, and return whether it said something else before."""
    found = sa.select(BallotChoice.option_id).where(BallotChoice.ballot_id == ballot.id)
    marked = set(session.scalars(found))
    if marked == chosen:
        return False
    session.execute(sa.delete(BallotChoice).where(BallotChoice.ballot_id == ballot.id))
    session.add_all(
        BallotChoice(ballot_id=ballot.id, option_id=option_id) for option_id in sorted(chosen)
    )
    return True
