"""What happened in a room after a number, and what was said before one."""

from collections.abc import Sequence
from typing import NamedTuple, TypedDict

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from forum.kernel.errors import NotFound
from forum.messaging.models import Message, Room, RoomEvent, RoomEventKind
from forum.messaging.policy import NO_ROOM, Belonging
from forum.messaging.queries.states import MessageState, states_of, with_author

MOST = 1000
"""Things that happened, or messages, on one page."""
_MANY = 20
_LOGGED = (RoomEvent.sequence, RoomEvent.kind, RoomEvent.message_id)

# What an answer shows of the message before it is other words then.
REWORDING = frozenset({RoomEventKind.EDITED, RoomEventKind.REMOVED, RoomEventKind.RESTORED})


# Asked with every message, and so not put together each time: the log with what it begins with,
# in one statement, or it could be cut in between; and the messages of a short stretch.
_LOG = (
    sa.select(Room.public_id, Room.first_sequence, Room.last_sequence, *_LOGGED)
    .outerjoin(
        RoomEvent,
        sa.and_(RoomEvent.room_id == Room.id, RoomEvent.sequence > sa.bindparam("after")),
    )
    .where(Room.id == sa.bindparam("room_id"))
    .order_by(RoomEvent.sequence)
    .limit(sa.bindparam("limit"))
)
_FEW = with_author(
    sa.select(Message).where(
        Message.id.in_(sa.bindparam("ids", expanding=True)),
        Message.sequence > sa.bindparam("after"),
    )
).order_by(Message.sequence)


class Logged(NamedTuple):
    """One number of the room's log, as it is stored."""

    sequence: int
    kind: RoomEventKind
    message_id: int | None


class Happening(TypedDict):
    """One number of the room's log."""

    sequence: int
    kind: str
    message: str | None
    """The public id of the message it is about, if any."""


class Stretch(TypedDict):
    """What happened after a number, without gaps up to `last`."""

    room: str
    events: list[Happening]
    messages: list[MessageState]
    """As they are now, each once, in the order of their numbers."""
    last: int
    """Ask again from here; the number that was asked from, where nothing has happened."""
    is_all: bool
    """Whether this is the end of the log as it was read."""
    has_gap: bool
    """Whether something after the number is not kept any more: the page is to be read anew."""


def happened_after(
    session: Session, room_id: int, own: Belonging, after: int, *, limit: int = MOST
) -> Stretch:
    """Return what happened in the room after this number, as far as `own` lets it be read.

    Who came later reads what was said since, not what was edited of before. A number from the
    future, as after a restored backup, is a gap. Raises `NotFound` ``no_room``.
    """
    limit = max(1, min(limit, MOST))
    asked = {"room_id": room_id, "after": after, "limit": limit + 1}
    rows = session.execute(_LOG, asked).all()
    if not rows:
        raise NotFound(NO_ROOM)
    public_id, first, last = rows[0][:3]
    shown = [Logged(*row[3:]) for row in rows[:limit] if row.sequence is not None]
    messages = _messages(session, own, shown)
    names = {message.id: message.public_id for message in messages}
    return Stretch(
        room=public_id,
        events=[
            Happening(
                sequence=row.sequence, kind=row.kind.value, message=names.get(row.message_id or 0)
            )
            for row in shown
        ],
        messages=states_of(session, messages, fresh=_fresh(shown)),
        last=shown[-1].sequence if shown else min(after, last),
        is_all=len(rows) <= limit,
        has_gap=after + 1 < first or after > last,
    )


def history(
    session: Session, room: Room, own: Belonging, *, before: int | None = None, limit: int = 50
) -> list[Message]:
    """Return the latest messages before a number, oldest first, with their authors."""
    limit = max(1, min(limit, MOST))
    statement = sa.select(Message).where(Message.room_id == room.id, Message.sequence > own.after)
    if before is not None:
        statement = statement.where(Message.sequence < before)
    rows = session.scalars(
        with_author(statement).order_by(Message.sequence.desc()).limit(limit)
    ).all()
    return list(reversed(rows))


def _fresh(shown: Sequence[Logged]) -> set[int]:
    """Return which messages were sent here and not reacted to; who does later has a number then."""
    about = {
        kind: {one.message_id for one in shown if one.kind is kind and one.message_id}
        for kind in (RoomEventKind.SENT, RoomEventKind.REACTED)
    }
    return about[RoomEventKind.SENT] - about[RoomEventKind.REACTED]


def _messages(session: Session, own: Belonging, shown: Sequence[Logged]) -> Sequence[Message]:
    """Return what these happenings are about, with the answers that quote what was changed."""
    ids = sorted({one for _, _, one in shown if one})
    if not ids:
        return ()
    quoted = sorted({one for _, kind, one in shown if one and kind in REWORDING})
    if not quoted and len(ids) <= _MANY:
        return session.scalars(_FEW, {"ids": ids, "after": own.after}).all()
    is_about: ColumnElement[bool] = Message.id.in_(ids)
    if quoted:
        # What comes after this stretch is told with its own number.
        is_quoting = Message.reply_to_id.in_(quoted), Message.sequence <= shown[-1].sequence
        is_about = sa.or_(is_about, sa.and_(*is_quoting))
    statement = sa.select(Message).where(is_about, Message.sequence > own.after)
    # Many messages have few authors, which are then read once each.
    statement = with_author(statement, apart=len(ids) > _MANY)
    return session.scalars(statement.order_by(Message.sequence)).all()
