"""Whose bell has something new because of a chat hour.

What is told follows from the hour itself (`forum.messaging.queries.hours`); here open pages are
told to count again.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.kernel.event_log import record
from forum.messaging.events import HourCalledOff, HourChanged, HourEnded, HourNears, HourPlanned
from forum.messaging.models import ChatHour, Room
from forum.messaging.queries.hours import accounts_concerned
from forum.notifications.events import Notified


def tell_of_hour(
    session: Session, event: HourPlanned | HourChanged | HourCalledOff | HourNears | HourEnded
) -> None:
    """Let those count again whom the hour concerns."""
    hour = session.scalars(
        sa.select(ChatHour)
        .where(ChatHour.id == event.hour_id)
        .options(joinedload(ChatHour.room).joinedload(Room.channel))
    ).one_or_none()
    if hour is None:
        return
    found = accounts_concerned(session, hour)
    if found:
        record(session, Notified(account_ids=list(found)))
