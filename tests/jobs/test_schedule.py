"""What happens by the clock happens once in its period, and in the end."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from forum.jobs.housekeeping import EVENTS_KEPT, prune_event_log
from forum.jobs.models import ScheduledRun
from forum.jobs.schedule import LEASE, MAX_ATTEMPTS, Scheduled, in_one_transaction, run_due
from forum.kernel import clock
from forum.kernel.event_log import DeliveryState, EventDelivery, RecordedEvent

MIDNIGHT = dt.datetime(2028, 3, 5, 0, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def at(moment: dt.datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def test_daily_work_is_done_once_a_day_not_before_its_hour(session: Session) -> None:
    done: list[dt.datetime] = []
    nightly = [Scheduled("nightly", lambda: done.append(clock.now()), offset=2 * HOUR)]
    for hours in (3, 4, 23, 25, 26, 27):
        with at(MIDNIGHT + hours * HOUR):
            run_due(nightly)
    assert done == [MIDNIGHT + 3 * HOUR, MIDNIGHT + 26 * HOUR]


def test_a_hub_that_slept_catches_up_once(session: Session) -> None:
    done: list[int] = []
    hourly = [Scheduled("hourly", lambda: done.append(1), every=HOUR)]
    for moment in (MIDNIGHT, MIDNIGHT + dt.timedelta(days=9)):
        with at(moment):
            run_due(hourly)
            run_due(hourly)
    assert len(done) == 2


def test_work_that_fails_is_tried_again_after_its_lease_a_few_times(session: Session) -> None:
    attempts: list[int] = []

    def stumble() -> None:
        attempts.append(1)
        raise RuntimeError("no")

    for number in range(MAX_ATTEMPTS + 2):
        with at(MIDNIGHT + number * (LEASE + dt.timedelta(seconds=1))):
            run_due([Scheduled("nightly", stumble)])
            run_due([Scheduled("nightly", stumble)])
    assert len(attempts) == MAX_ATTEMPTS
    assert session.scalars(sa.select(ScheduledRun.last_error)).one() == "RuntimeError: no"


def test_one_that_fails_stops_no_other(session: Session) -> None:
    done: list[int] = []
    run_due(
        [Scheduled("bad", lambda: 1 / 0), Scheduled("good", lambda: done.append(1))],
    )
    assert done == [1]


def test_work_that_another_worker_is_at_is_left_to_it(session: Session) -> None:
    inner: list[int] = []
    same = Scheduled("nightly", lambda: inner.append(1))
    run_due([Scheduled("nightly", lambda: run_due([same]))])
    assert inner == []


@pytest.mark.parametrize("state", list(DeliveryState))
def test_an_event_is_forgotten_when_it_is_old_and_everybody_has_dealt_with_it(
    session: Session, state: DeliveryState
) -> None:
    for age in (EVENTS_KEPT - HOUR, EVENTS_KEPT + HOUR):
        moment = clock.now() - age
        event = RecordedEvent(name="BellRang", payload={}, occurred_at=moment, dispatched_at=moment)
        session.add(event)
        session.flush()
        session.add(
            EventDelivery(event_id=event.id, subscriber="x", state=state, next_attempt_at=moment)
        )
    session.commit()
    in_one_transaction(prune_event_log)()
    assert session.query(EventDelivery).count() == (1 if state is DeliveryState.DONE else 2)


def test_an_event_that_was_never_dispatched_is_never_forgotten(session: Session) -> None:
    session.add(
        RecordedEvent(name="BellRang", payload={}, occurred_at=clock.now() - 2 * EVENTS_KEPT)
    )
    session.commit()
    in_one_transaction(prune_event_log)()
    assert session.query(RecordedEvent).count() == 1
