"""What the machinery throws away of its own."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.jobs.models import ScheduledRun
from forum.kernel import clock
from forum.kernel.event_log import DeliveryState, EventDelivery, RecordedEvent
from forum.kernel.rows import change

# Long enough to find out what happened last month.
EVENTS_KEPT = dt.timedelta(days=60)


def prune_event_log(session: Session) -> int:
    """Remove old events that every subscriber has dealt with; return how many."""
    unfinished = sa.exists().where(
        EventDelivery.event_id == RecordedEvent.id, EventDelivery.state != DeliveryState.DONE
    )
    old = sa.select(RecordedEvent.id).where(
        RecordedEvent.occurred_at < clock.now() - EVENTS_KEPT,
        RecordedEvent.dispatched_at.is_not(None),
        ~unfinished,
    )
    change(
        session,
        sa.delete(ScheduledRun).where(ScheduledRun.leased_until < clock.now() - EVENTS_KEPT),
    )
    return change(session, sa.delete(RecordedEvent).where(RecordedEvent.id.in_(old)))
