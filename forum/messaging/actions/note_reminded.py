"""Note of which time of a chat hour somebody was reminded by mail."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.rows import change
from forum.messaging.models import ChatHour, HourReader
from forum.messaging.queries.reminders import Reminder


def note_reminded(session: Session, due: Reminder) -> bool:
    """Note it; return whether it was still to be noted, so that of two workers one writes."""
    stands = sa.exists().where(ChatHour.id == due.hour_id, ChatHour.moved == due.moved)
    noted = change(
        session,
        sa.update(HourReader)
        .where(
            HourReader.hour_id == due.hour_id,
            HourReader.actor_id == due.actor_id,
            HourReader.comes.is_(True),
            sa.func.coalesce(HourReader.reminded_of, -1) != due.moved,
            stands,
        )
        .values(reminded_of=due.moved),
    )
    return noted > 0
