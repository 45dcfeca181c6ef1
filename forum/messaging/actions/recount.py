"""Repair the counters of rooms; nothing to take back, the messages themselves are counted."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.messaging.models import Room
from forum.messaging.queries.counters import true_message_count, wrong_rooms
from forum.threads.queries import WrongCounter


def recount_rooms(session: Session) -> list[WrongCounter]:
    """Set every counter to what is there, and return what was wrong; it records no event."""
    wrong = wrong_rooms(session)
    ids = [one.row_id for one in wrong]
    # Held first, counted after: the count is made when nobody can change it any more.
    session.execute(sa.select(Room.id).where(Room.id.in_(ids)).order_by(Room.id).with_for_update())
    session.execute(
        sa.update(Room)
        .where(Room.id.in_(ids))
        .values(message_count=true_message_count())
        .execution_options(synchronize_session=False)
    )
    return wrong
