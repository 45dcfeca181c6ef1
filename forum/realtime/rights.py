"""Who may hear of a thread: asked when somebody joins, and again whenever it may have changed.

The answer is that of the policy of threads, in its form as SQL. Payloads hold ids and numbers only,
so a right that is lost late shows nothing; it is taken at once all the same.
"""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState, Actor, SignIn
from forum.accounts.policy import let_in
from forum.accounts.queries import account_with_actor
from forum.realtime.seats import Place, Seat, Seats
from forum.threads.models import Thread
from forum.threads.policy import readable_threads

# How often a join is begun again because rights changed while it was looked up.
_ATTEMPTS = 5


def join(session: Session, seats: Seats, seat: Seat, public_id: str) -> Place | None:
    """Let the seat listen to a thread, if its reader may read it; return the thread, or ``None``.

    Looking it up takes a moment, in which a right may be lost that was there at its beginning. The
    round counts those moments: where one has passed, the answer is asked for again.
    """
    for _ in range(_ATTEMPTS):
        before = seats.round
        place = _readable_place(session, seat, public_id)
        session.rollback()
        if place is None or seats.of(seat.sid) is None:
            return None
        if seats.round == before:
            seats.listen(seat, place)
            return place
    return None


def _readable_place(session: Session, seat: Seat, public_id: str) -> Place | None:
    actor = account_with_actor(session, seat.account_id).actor
    row = session.execute(
        sa.select(Thread.id, Thread.public_id, Thread.channel_id).where(
            Thread.public_id == public_id, readable_threads(actor)
        )
    ).one_or_none()
    return None if row is None else Place(*row)


def readable_of(session: Session, account_id: int, threads: Collection[int]) -> set[int]:
    """Return which of these threads the account may read now."""
    actor = account_with_actor(session, account_id).actor
    return set(
        session.scalars(sa.select(Thread.id).where(Thread.id.in_(threads), readable_threads(actor)))
    )


def still_signed_in(
    session: Session, sign_ins: Collection[int], *, seen_after: dt.datetime
) -> set[int]:
    """Return which of these sign-ins still hold."""
    return set(
        session.scalars(
            sa.select(SignIn.id)
            .join(Account, Account.id == SignIn.account_id)
            .join(Actor, Actor.id == Account.actor_id)
            .where(
                SignIn.id.in_(sign_ins),
                SignIn.ended_at.is_(None),
                SignIn.last_seen_at > seen_after,
                Account.state == AccountState.ACTIVE,
                Actor.closed_at.is_(None),
                let_in(),
            )
        )
    )
