"""Delete messages that have grown older than their room keeps them. There is no way back."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.event_log import record
from forum.kernel.rows import change
from forum.messaging.actions.numbering import hold_room
from forum.messaging.events import MessagesForgotten
from forum.messaging.models import Message, Room, RoomEvent
from forum.messaging.queries.retention import is_outlived

BATCH = 200


def forget_messages(session: Session, *, spared: sa.Select[int], limit: int = BATCH) -> int:
    """Delete some old messages of one room, and return how many; 0: there are none any more.

    With them go versions, reactions, mentions and uses of files. `spared` selects the ids of those
    that somebody still has to decide about. Quotes in threads stay: they are texts of their own.
    """
    is_due = sa.and_(is_outlived(session), Message.id.not_in(spared))
    rooms = sa.select(Message.room_id).join(Room).where(is_due).distinct()
    for room_id in session.scalars(rooms).all():
        room = hold_room(session, room_id)
        rows = session.execute(
            sa.select(Message.id, Message.sequence, Message.removed_at)
            .join(Room)
            .where(Message.room_id == room.id, is_due)
            .order_by(Message.sequence)
            .limit(limit)
        ).all()
        if rows:
            room.message_count -= sum(row.removed_at is None for row in rows)
            _forget(session, room, [row.id for row in rows], rows[-1].sequence)
            return len(rows)
    return 0


def _forget(session: Session, room: Room, ids: Collection[int], last: int) -> None:
    """Delete the messages, and the log up to the last of them; what came later has no holes."""
    room.first_sequence = max(room.first_sequence, last + 1)
    of_room = RoomEvent.room_id == room.id
    change(session, sa.delete(RoomEvent).where(of_room, RoomEvent.sequence < room.first_sequence))
    is_about = RoomEvent.message_id.in_(ids)
    change(session, sa.update(RoomEvent).where(of_room, is_about).values(message_id=None))
    change(session, sa.delete(Message).where(Message.id.in_(ids)))
    record(session, MessagesForgotten(room_id=room.id, message_ids=sorted(ids)))
    session.flush()
