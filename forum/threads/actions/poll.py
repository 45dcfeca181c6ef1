"""Ask something in a poll, change what is asked, close it; a closed poll stays closed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.kernel.words import folded_word
from forum.threads.events import PollChanged, PollClosed
from forum.threads.models import Ballot, Poll, PollOption, ResultsShown, Thread, ThreadKind
from forum.threads.policy import can_change_poll

FEWEST_OPTIONS = 2
MOST_OPTIONS = 20
OPTION_LIMIT = 200
LONGEST = dt.timedelta(days=366)
# Closed in one go; the rest is for the next transaction.
BATCH = 50


@dataclass(frozen=True, slots=True)
class PollPlan:
    """What a poll is to be; `cleaned` makes sure that it can be."""

    options: Sequence[str]
    is_multiple: bool = False
    is_secret: bool = True
    results: ResultsShown = ResultsShown.VOTED
    closes_at: dt.datetime | None = None

    def cleaned(self) -> list[str]:
        """Return the options without empty ones.

        Raises `Invalid` for the fields ``options`` and ``closes_at``.
        """
        options = [
            clean_line(option, limit=OPTION_LIMIT, field="options")
            for option in self.options
            if option.strip()
        ]
        if len(options) < FEWEST_OPTIONS:
            raise Invalid("too_few_options", field="options", limit=FEWEST_OPTIONS)
        if len(options) > MOST_OPTIONS:
            raise Invalid("too_many_options", field="options", limit=MOST_OPTIONS)
        keys = [folded_word(option) or option for option in options]
        if len(set(keys)) < len(keys):
            twice = next(one for one, key in zip(options, keys, strict=True) if keys.count(key) > 1)
            raise Invalid("option_twice", field="options", option=twice)
        now = clock.now()
        if self.closes_at is not None and not now < self.closes_at <= now + LONGEST:
            raise Invalid("closes_too_early_or_late", field="closes_at")
        return options


def require_plan(kind: ThreadKind, plan: PollPlan | None) -> list[str]:
    """Return the cleaned options of a poll, nothing of another kind, or raise what is wrong."""
    if kind is not ThreadKind.POLL:
        return []
    return (plan or PollPlan(())).cleaned()


def add_poll(session: Session, thread: Thread, plan: PollPlan, options: Sequence[str]) -> Poll:
    """Give a new thread its poll."""
    poll = Poll(thread_id=thread.id)
    _write(poll, plan, options)
    session.add(poll)
    session.flush()
    return poll


def change_poll(session: Session, actor: Actor, thread: Thread, *, plan: PollPlan) -> Poll:
    """Ask something else, as long as nobody has voted, and return the poll.

    Raises `NotAllowed`, `Invalid` as `PollPlan` does, and `Conflict` ``poll_has_votes``.
    """
    poll = hold_poll(session, thread)
    membership = membership_of(session, actor, poll.thread.channel_id)
    require(can_change_poll(actor, poll.thread, membership, poll))
    options = plan.cleaned()
    if session.scalar(sa.select(sa.exists().where(Ballot.poll_id == poll.id))):
        raise Conflict("poll_has_votes")
    poll.options.clear()
    session.flush()  # The old positions are free before they are taken again.
    _write(poll, plan, options)
    session.flush()
    record(session, PollChanged(thread_id=thread.id, poll_id=poll.id), actor_id=actor.id)
    return poll


def close_poll(session: Session, actor: Actor, thread: Thread) -> Poll:
    """End the voting before its time and return the poll; what is closed stays as it is.

    Raises `NotAllowed`.
    """
    poll = hold_poll(session, thread)
    if poll.closed_at is not None:
        return poll
    membership = membership_of(session, actor, poll.thread.channel_id)
    require(can_change_poll(actor, poll.thread, membership, poll))
    poll.closed_at = clock.now()
    poll.closed_by_id = actor.id
    event = PollClosed(thread_id=poll.thread_id, poll_id=poll.id, by_clock=False)
    record(session, event, actor_id=actor.id)
    return poll


def close_due_polls(session: Session, *, limit: int = BATCH) -> int:
    """Tell of the polls whose time is over, once each, and return how many there were.

    Nobody could vote any more before: this may run late, or twice at the same time.
    """
    due = session.scalars(
        sa.select(Poll)
        .where(Poll.closes_at <= clock.now(), Poll.closed_at.is_(None))
        .order_by(Poll.closes_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for poll in due:
        poll.closed_at = poll.closes_at
        record(session, PollClosed(thread_id=poll.thread_id, poll_id=poll.id, by_clock=True))
    return len(due)


def hold_poll(session: Session, thread: Thread) -> Poll:
    """Return the poll with options, thread and home channel, held: votes come one by one.

    Raises `NotFound` where the thread has none. Taken after all that `locks` names.
    """
    poll = session.scalars(
        sa.select(Poll)
        .where(Poll.thread_id == thread.id)
        .options(joinedload(Poll.thread).joinedload(Thread.channel), selectinload(Poll.options))
        .with_for_update(of=Poll)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if poll is None:
        raise NotFound("no_poll")
    return poll


def _write(poll: Poll, plan: PollPlan, options: Sequence[str]) -> None:
    poll.is_multiple = plan.is_multiple
    poll.is_secret = plan.is_secret
    poll.results = plan.results
    poll.closes_at = plan.closes_at
    poll.options.extend(
        PollOption(position=position, text=text) for position, text in enumerate(options, start=1)
    )
