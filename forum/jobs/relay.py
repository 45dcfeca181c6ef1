"""The relay: from the event log to the subscribers.

Each subscriber gets each event in a transaction of its own, which also marks the delivery as done.
So a subscriber's rows and the mark stand or fall together: killed at any line, the work is done
again from nothing; finished, it is never repeated. One failing subscriber holds up no other.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from forum.extensions import unit_of_work
from forum.kernel import clock
from forum.kernel.event_log import DeliveryState, EventDelivery, RecordedEvent
from forum.kernel.events import Event

Subscriber = Callable[[Session, Any], None]
Subscribers = Mapping[type[Event], Sequence[Subscriber]]

MAX_ATTEMPTS = 12
_BATCH = 100
_LONGEST_PAUSE = dt.timedelta(hours=6)

log = structlog.get_logger(__name__)


def relay(subscribers: Subscribers) -> int:
    """Deliver everything that is due; return how many deliveries were done."""
    by_name = {name_of(one): one for several in subscribers.values() for one in several}
    done = 0
    while dispatch(subscribers):
        pass
    while due := _due():
        done += sum(_deliver(delivery_id, by_name) for delivery_id in due)
    return done


def name_of(subscriber: Subscriber) -> str:
    """Return the name under which deliveries know a subscriber, e.g. ``mail.subscribers.greet``."""
    return f"{subscriber.__module__}.{subscriber.__qualname__}".removeprefix("forum.")


def dispatch(subscribers: Subscribers) -> int:
    """Turn recorded events into one delivery per subscriber; return how many events there were."""
    with unit_of_work() as session:
        events = session.scalars(
            sa.select(RecordedEvent)
            .where(RecordedEvent.dispatched_at.is_(None))
            .order_by(RecordedEvent.id)
            .limit(_BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        now = clock.now()
        for event in events:
            event.dispatched_at = now
            for subscriber in subscribers.get(Event.registry[event.name], ()):
                session.add(
                    EventDelivery(
                        event_id=event.id,
                        subscriber=name_of(subscriber),
                        state=DeliveryState.WAITING,
                        next_attempt_at=now,
                    )
                )
        return len(events)


def _due() -> Sequence[int]:
    with unit_of_work() as session:
        return session.scalars(
            sa.select(EventDelivery.id)
            .where(
                EventDelivery.state == DeliveryState.WAITING,
                EventDelivery.next_attempt_at <= clock.now(),
            )
            .order_by(EventDelivery.id)
            .limit(_BATCH)
        ).all()


def _deliver(delivery_id: int, by_name: Mapping[str, Subscriber]) -> bool:
    """Run one delivery; return whether it was done here and now."""
    try:
        with unit_of_work() as session:
            delivery = _claim(session, delivery_id)
            if delivery is None:
                return False
            recorded = session.get_one(RecordedEvent, delivery.event_id)
            by_name[delivery.subscriber](session, recorded.event())
            delivery.state = DeliveryState.DONE
            delivery.done_at = clock.now()
            delivery.attempts += 1
    except Exception as error:  # noqa: BLE001 - whatever a subscriber raises must not stop the others
        _put_off(delivery_id, error)
        return False
    return True


def _claim(session: Session, delivery_id: int) -> EventDelivery | None:
    """Lock a delivery that still waits; ``None`` if another worker has or had it."""
    return session.scalars(
        sa.select(EventDelivery)
        .where(EventDelivery.id == delivery_id, EventDelivery.state == DeliveryState.WAITING)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _put_off(delivery_id: int, error: Exception) -> None:
    """Count the failed attempt and wait longer each time; give up after ``MAX_ATTEMPTS``."""
    with unit_of_work() as session:
        delivery = _claim(session, delivery_id)
        if delivery is None:
            return
        delivery.attempts += 1
        delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
        pause = min(dt.timedelta(seconds=2**delivery.attempts), _LONGEST_PAUSE)
        delivery.next_attempt_at = clock.now() + pause
        if delivery.attempts >= MAX_ATTEMPTS:
            delivery.state = DeliveryState.DEAD
        log.warning(
            "delivery_failed",
            subscriber=delivery.subscriber,
            event_id=delivery.event_id,
            attempts=delivery.attempts,
            state=delivery.state,
            error=delivery.last_error,
        )
