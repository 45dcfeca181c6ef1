"""The relay: from the event log to the subscribers.

Each subscriber gets each event in a transaction of its own, which also marks the delivery as done.
So a subscriber's rows and the mark stand or fall together: killed at any line, the work is done
again from nothing; finished, it is never repeated. One failing subscriber holds up no other.

A delivery is claimed, and its attempt counted, in a transaction before the one that runs it. So a
subscriber that takes the whole process down is not run for ever either.

Deliveries run in the order of the log as long as nothing fails and one worker runs them; one that
failed comes later. A subscriber therefore reads the present state and takes from the event only
what it is about.
"""

import datetime as dt
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.orm import Session

from forum.extensions import unit_of_work
from forum.kernel import clock
from forum.kernel.event_log import DELIVERY, DeliveryState, EventDelivery, RecordedEvent
from forum.kernel.events import Event

Subscriber = Callable[[Session, Any], None]
Subscribers = Mapping[type[Event], Sequence[Subscriber]]

# 2 s, 4 s, 8 s … : the last attempt comes after about an hour.
MAX_ATTEMPTS = 12
_LONGEST_PAUSE = dt.timedelta(hours=1)
# A claimed delivery belongs to its worker for this long; a killed one is taken up again after it.
LEASE = dt.timedelta(seconds=20)
_BATCH = 100

# The name under which an event waits that this version has no class for: perhaps a newer web
# process recorded it and the worker is updated in a moment, perhaps a feature was taken out.
UNDECLARED = "an event without a class"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Claim:
    """A delivery that is ours to run now; ``attempt`` tells us if somebody has taken it over."""

    delivery_id: int
    attempt: int
    event_id: int
    event_name: str
    subscriber: str
    request_id: str | None


def relay(subscribers: Subscribers) -> int:
    """Deliver everything that is due, also what subscribers record; return how much was done."""
    outcomes: list[bool] = []
    while dispatch(subscribers) + _run_due(subscribers, outcomes):
        pass
    return sum(outcomes)


def name_of(subscriber: Subscriber) -> str:
    """Return the name under which deliveries know a subscriber, e.g. ``mail.subscribers.greet``."""
    return f"{subscriber.__module__}.{subscriber.__qualname__}".removeprefix("forum.")


def dispatch(subscribers: Subscribers) -> int:
    """Turn recorded events into one delivery per subscriber; return how many events there were."""
    with current_app.app_context(), unit_of_work() as session:
        events = session.scalars(
            sa.select(RecordedEvent)
            .where(RecordedEvent.dispatched_at.is_(None))
            .order_by(RecordedEvent.id)
            .limit(_BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for event in events:
            declared = Event.registry.get(event.name)
            if declared is None:
                _expect(session, event, [UNDECLARED])
            else:
                _expect(session, event, [name_of(one) for one in subscribers.get(declared, ())])
        return len(events)


def _expect(session: Session, event: RecordedEvent, names: Sequence[str]) -> None:
    """Note that these subscribers are to get the event."""
    event.dispatched_at = clock.now()
    session.add_all(
        EventDelivery(
            event_id=event.id,
            subscriber=name,
            state=DeliveryState.WAITING,
            next_attempt_at=event.dispatched_at,
        )
        for name in names
    )


def _run_due(subscribers: Subscribers, outcomes: list[bool]) -> int:
    """Run what is due, one by one, noting whether it was done; return how many there were."""
    by_name = {name_of(one): one for several in subscribers.values() for one in several}
    for count in itertools.count():
        # A session of its own for each: what an earlier one has read may not be true now.
        with current_app.app_context():
            claim = _claim()
            if claim is None:
                return count
            with structlog.contextvars.bound_contextvars(
                request_id=claim.request_id, event_id=claim.event_id, subscriber=claim.subscriber
            ):
                outcomes.append(_deliver(claim, subscribers, by_name))
    raise AssertionError


def _claim() -> Claim | None:
    """Take the next due delivery for this worker, and count the attempt before it is made."""
    now = clock.now()
    with unit_of_work() as session:
        row = session.execute(
            sa.select(EventDelivery, RecordedEvent)
            .join(RecordedEvent, RecordedEvent.id == EventDelivery.event_id)
            .where(
                EventDelivery.state == DeliveryState.WAITING, EventDelivery.next_attempt_at <= now
            )
            .order_by(EventDelivery.id)
            .limit(1)
            .with_for_update(of=EventDelivery, skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        delivery, recorded = row
        delivery.attempts += 1
        delivery.next_attempt_at = now + max(LEASE, _pause_after(delivery.attempts))
        return Claim(
            delivery_id=delivery.id,
            attempt=delivery.attempts,
            event_id=recorded.id,
            event_name=recorded.name,
            subscriber=delivery.subscriber,
            request_id=recorded.request_id,
        )


def _deliver(claim: Claim, subscribers: Subscribers, by_name: Mapping[str, Subscriber]) -> bool:
    """Run one delivery; return whether it was done here and now."""
    if claim.attempt > MAX_ATTEMPTS:
        _put_off(claim, "each attempt ended with the whole process")
        return False
    started = time.perf_counter()
    try:
        with unit_of_work() as session:
            delivery = _hold(session, claim)
            if delivery is None:
                return False
            session.info[DELIVERY] = f"{claim.event_id}:{claim.subscriber}"
            recorded = session.get_one(RecordedEvent, claim.event_id)
            if claim.subscriber == UNDECLARED:
                declared = type(recorded.event())
                _expect(session, recorded, [name_of(one) for one in subscribers.get(declared, ())])
            else:
                by_name[claim.subscriber](session, recorded.event())
            delivery.state = DeliveryState.DONE
            delivery.done_at = clock.now()
    except Exception as error:
        log.warning("delivery_failed", attempt=claim.attempt, exc_info=True)
        _put_off(claim, _reason(error, claim))
        return False
    log.debug(
        "delivered",
        event_name=claim.event_name,
        attempt=claim.attempt,
        ms=round((time.perf_counter() - started) * 1000, 1),
    )
    return True


def _hold(session: Session, claim: Claim) -> EventDelivery | None:
    """Lock the claimed delivery; ``None`` if it was done, or taken over, in the meantime.

    Waits for the lock: PostgreSQL keeps the row locked for a moment for another worker that was
    about to claim it as well and saw too late that it is taken.
    """
    return session.scalars(
        sa.select(EventDelivery)
        .where(
            EventDelivery.id == claim.delivery_id,
            EventDelivery.state == DeliveryState.WAITING,
            EventDelivery.attempts == claim.attempt,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def _put_off(claim: Claim, reason: str) -> None:
    """Note why it failed and wait longer each time; give up after the last attempt."""
    with unit_of_work() as session:
        delivery = _hold(session, claim)
        if delivery is None:
            return
        delivery.last_error = reason
        delivery.next_attempt_at = clock.now() + _pause_after(claim.attempt)
        if claim.attempt >= MAX_ATTEMPTS:
            delivery.state = DeliveryState.DEAD
            log.error("delivery_dead", attempt=claim.attempt)


def _pause_after(attempt: int) -> dt.timedelta:
    return min(dt.timedelta(seconds=2 ** min(attempt, 20)), _LONGEST_PAUSE)


def _reason(error: Exception, claim: Claim) -> str:
    """Say what went wrong, for the person who looks at the dead letters."""
    if isinstance(error, KeyError) and error.args == (claim.event_name,):
        return f"no feature declares the event {claim.event_name}"
    if isinstance(error, KeyError) and error.args == (claim.subscriber,):
        return f"there is no subscriber {claim.subscriber}"
    # PostgreSQL refuses a null character, which an error about one may well quote.
    return f"{type(error).__name__}: {error}".replace("\0", "")[:2000]
