"""Deliveries that were given up, and how they get another chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.event_log import DeliveryState, EventDelivery, RecordedEvent


@dataclass(frozen=True)
class Backlog:
    """How much the relay has before it."""

    undispatched: int
    waiting: int
    dead: int


def backlog(session: Session) -> Backlog:
    """Count what waits and what was given up."""
    counted = (
        sa.select(EventDelivery.state, sa.func.count())
        .where(EventDelivery.state != DeliveryState.DONE)
        .group_by(EventDelivery.state)
    )
    states = {row[0]: row[1] for row in session.execute(counted)}
    undispatched = sa.select(sa.func.count()).where(RecordedEvent.dispatched_at.is_(None))
    return Backlog(
        undispatched=session.scalar(undispatched) or 0,
        waiting=states.get(DeliveryState.WAITING, 0),
        dead=states.get(DeliveryState.DEAD, 0),
    )


def open_deliveries(
    session: Session, *, dead_only: bool, limit: int = 100
) -> Sequence[sa.Row[EventDelivery, RecordedEvent]]:
    """Return what is not done, the newest first, with its event."""
    states = [DeliveryState.DEAD] if dead_only else [DeliveryState.DEAD, DeliveryState.WAITING]
    return session.execute(
        sa.select(EventDelivery, RecordedEvent)
        .join(RecordedEvent, RecordedEvent.id == EventDelivery.event_id)
        .where(EventDelivery.state.in_(states))
        .order_by(EventDelivery.id.desc())
        .limit(limit)
    ).all()


def retry(session: Session, delivery_id: int) -> EventDelivery:
    """Let a dead delivery start again, with all its attempts; ``NotFound`` if it is not dead."""
    delivery = session.scalars(
        sa.select(EventDelivery)
        .where(EventDelivery.id == delivery_id, EventDelivery.state == DeliveryState.DEAD)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if delivery is None:
        raise NotFound("delivery")
    delivery.state = DeliveryState.WAITING
    delivery.attempts = 0
    delivery.next_attempt_at = clock.now()
    session.info["recorded"] = True
    return delivery
