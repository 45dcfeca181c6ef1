"""Who may hear of a thread or a room: asked when somebody joins, and whenever it may have changed.

The answer is that of their policy, in its form as SQL. What is told of threads is ids and numbers
only; what is told of rooms are the messages themselves, so whoever loses the right loses it before
anything that was committed after it is told.
"""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState, Actor, SignIn
from forum.accounts.policy import let_in
from forum.accounts.queries import account_with_actor
from forum.messaging.models import Participant, Room
from forum.messaging.policy import readable_rooms
from forum.realtime.seats import Key, Place, PlaceKind, Seat, Seats
from forum.threads.models import Thread
from forum.threads.policy import readable_threads

# How often a join is begun again because rights changed while it was looked up.
_ATTEMPTS = 5


class NotNow(Exception):
    """It may be asked again in a while."""


def join(
    session: Session, seats: Seats, seat: Seat, kind: PlaceKind, public_id: str
) -> Place | None:
    """Let the seat listen to something, if its reader may read it; return it, or ``None``.

    Looking it up takes a moment, in which a right may be lost that was there at its beginning. The
    round counts those moments: where one has passed, the answer is asked for again. Raises NotNow
    when they do not end.
    """
    column = Thread.public_id if kind is PlaceKind.THREAD else Room.public_id
    for _ in range(_ATTEMPTS):
        before = seats.round
        found = _readable(session, seat.account_id, kind, column == public_id)
        session.rollback()
        if not found or seats.of(seat.sid) is None:
            return None
        if seats.round == before:
            seats.listen(seat, found[0])
            return found[0]
    raise NotNow


def readable_of(session: Session, account_id: int, keys: Collection[Key]) -> dict[Key, Place]:
    """Return which of these the account may read now, as it may read them."""
    found = []
    for kind, column in ((PlaceKind.THREAD, Thread.id), (PlaceKind.ROOM, Room.id)):
        ids = [key.id for key in keys if key.kind is kind]
        if ids:
            found += _readable(session, account_id, kind, column.in_(ids))
    return {place.key: place for place in found}


def _readable(
    session: Session, account_id: int, kind: PlaceKind, which: sa.ColumnElement[bool]
) -> list[Place]:
    actor = account_with_actor(session, account_id).actor
    if kind is PlaceKind.THREAD:
        threads = sa.select(Thread.id, Thread.public_id, Thread.channel_id)
        rows = session.execute(threads.where(which, readable_threads(actor)))
        return [Place(Key(kind, row.id), row.public_id, row.channel_id) for row in rows]
    taking_part = sa.and_(Participant.room_id == Room.id, Participant.actor_id == actor.id)
    after = sa.func.coalesce(Participant.after_sequence, 0).label("after")
    rooms = sa.select(Room.id, Room.public_id, Room.channel_id, after)
    rooms = rooms.outerjoin(Participant, taking_part).where(which, readable_rooms(actor))
    return [
        Place(Key(kind, row.id), row.public_id, row.channel_id, row.after)
        for row in session.execute(rooms)
    ]


def last_number(session: Session, place: Place) -> int:
    """Return the last number in the log of a room."""
    last = session.scalar(sa.select(Room.last_sequence).where(Room.id == place.key.id))
    session.rollback()
    return last or 0


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
