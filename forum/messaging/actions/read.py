"""Remember how far somebody has read a room; take it back.

It belongs to the reader alone, so it has no number in the room's log and nobody is told.
"""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.rows import insert_into
from forum.kernel.verdict import require
from forum.messaging.models import Room, RoomReader
from forum.messaging.policy import can_read_room
from forum.messaging.queries import belonging_of


def mark_read(session: Session, actor: Actor, room: Room, *, up_to: int) -> None:
    """Move the reader's mark on to this number; it never goes back. Raises `NotAllowed`."""
    number = _within(session, actor, room, up_to)
    moved = insert_into(session, RoomReader).values(_mark(room, actor.id, number))
    session.execute(
        moved.on_conflict_do_update(
            index_elements=["room_id", "actor_id"],
            set_={"read_up_to": number, "updated_at": clock.now()},
            where=RoomReader.read_up_to < number,
        )
    )


def mark_unread(session: Session, actor: Actor, room: Room, *, number: int) -> None:
    """Make the message with this number and all after it new again. Raises `NotAllowed`."""
    before = _within(session, actor, room, number - 1)
    moved = insert_into(session, RoomReader).values(_mark(room, actor.id, before))
    session.execute(
        moved.on_conflict_do_update(
            index_elements=["room_id", "actor_id"],
            set_={"read_up_to": before, "updated_at": clock.now()},
        )
    )


def begin_reading(session: Session, room: Room, actor_ids: Collection[int], *, before: int) -> None:
    """Let the message with this number be new to people who are mentioned and have never been here.

    Without a mark nothing is new in the room of a channel, however much is said there.
    """
    if not actor_ids:
        return
    rows = [_mark(room, actor_id, before - 1) for actor_id in actor_ids]
    session.execute(insert_into(session, RoomReader).values(rows).on_conflict_do_nothing())


def _within(session: Session, actor: Actor, room: Room, number: int) -> int:
    require(can_read_room(actor, room, belonging_of(session, actor, room)))
    last = session.scalars(sa.select(Room.last_sequence).where(Room.id == room.id)).one()
    return max(0, min(number, last))


def _mark(room: Room, actor_id: int, number: int) -> dict[str, object]:
    return {
        "room_id": room.id,
        "actor_id": actor_id,
        "read_up_to": number,
        "mailed_up_to": 0,
        "draft": "",
        "updated_at": clock.now(),
    }
