"""A poll as one reader sees it."""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from forum.accounts.models import Actor
from forum.threads.models import Ballot, BallotChoice, Poll, PollOption, Thread, ThreadKind

# Names under an option; a list longer than this is no help to anybody.
MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option with its votes."""

    id: int
    public_id: str
    text: str
    votes: int
    is_mine: bool
    """The reader has chosen it."""


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll with its options; whether the reader is to see the numbers is policy's business."""

    poll: Poll
    options: tuple[OptionRow, ...]
    voters: int

    @property
    def has_voted(self) -> bool:
        """Whether the reader has voted."""
        return any(option.is_mine for option in self.options)


def poll_of(session: Session, actor: Actor | None, thread: Thread) -> PollRow | None:
    """Return the poll in two statements; of a thread of another kind there is none, unasked."""
    if thread.kind is not ThreadKind.POLL:
        return None
    poll = session.scalars(sa.select(Poll).where(Poll.thread_id == thread.id)).one_or_none()
    if poll is None:
        return None
    voters = sa.select(sa.func.count()).where(Ballot.poll_id == poll.id).scalar_subquery()
    rows = session.execute(
        sa.select(
            PollOption.id, PollOption.public_id, PollOption.text, _votes(), _own(actor), voters
        )
        .where(PollOption.poll_id == poll.id)
        .order_by(PollOption.position)
    ).all()
    options = tuple(OptionRow(*row[:5]) for row in rows)
    return PollRow(poll, options, voters=rows[0][5] if rows else 0)


def _votes() -> sa.ColumnElement[int]:
    counted = sa.select(sa.func.count()).where(BallotChoice.option_id == PollOption.id)
    return counted.correlate(PollOption).scalar_subquery()


def _own(actor: Actor | None) -> sa.ColumnElement[bool]:
    if actor is None:
        return sa.false()
    own = (
        sa.select(BallotChoice.option_id)
        .join(Ballot, Ballot.id == BallotChoice.ballot_id)
        .where(Ballot.actor_id == actor.id)
    )
    return PollOption.id.in_(own)


def voters_of(session: Session, poll: Poll) -> dict[int, list[str]]:
    """Return by option id who chose it, by name, so far as they are here; never of a secret poll.

    At most `MOST_NAMES` an option.
    """
    if poll.is_secret:
        return {}
    place = sa.func.row_number().over(
        partition_by=BallotChoice.option_id, order_by=(Actor.name, Actor.id)
    )
    named = (
        sa.select(BallotChoice.option_id, Actor.name, place.label("place"))
        .join(Ballot, Ballot.id == BallotChoice.ballot_id)
        .join(Actor, Actor.id == Ballot.actor_id)
        .where(Ballot.poll_id == poll.id, Actor.closed_at.is_(None))
        .subquery()
    )
    rows = session.execute(
        sa.select(named.c.option_id, named.c.name)
        .where(named.c.place <= MOST_NAMES)
        .order_by(named.c.option_id, named.c.place)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for option_id, name in rows:
        found[option_id].append(name)
    return dict(found)


def poll_with_options(session: Session, thread: Thread) -> Poll | None:
    """Return the poll with its options, for changing it."""
    return session.scalars(
        sa.select(Poll).where(Poll.thread_id == thread.id).options(selectinload(Poll.options))
    ).one_or_none()
