"""From the event log to the subscribers: everything, each for itself, once."""

import datetime as dt
import threading
from collections import Counter

import pytest
import sqlalchemy as sa
import structlog
from flask import Flask
from sqlalchemy.orm import Session

from forum.extensions import db, unit_of_work
from forum.jobs import relay as relay_module
from forum.jobs.relay import MAX_ATTEMPTS, UNDECLARED, Subscribers, dispatch, name_of, relay
from forum.kernel.event_log import DeliveryState, EventDelivery, RecordedEvent, record
from forum.kernel.events import Event
from tests.jobs.bells import BellRang, EchoHeard, butler, dog, leave_trace, traces_of

BOTH: Subscribers = {BellRang: (butler, dog), EchoHeard: ()}

pytestmark = pytest.mark.usefixtures("traces")


def ring(*numbers: int) -> None:
    with unit_of_work() as session:
        for number in numbers:
            record(session, BellRang(number=number))


def deliveries(session: Session) -> dict[str, EventDelivery]:
    session.expire_all()
    return {one.subscriber: one for one in session.scalars(sa.select(EventDelivery))}


def let_time_pass(session: Session) -> None:
    """Make everything that waits for later due now."""
    past = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    session.execute(sa.update(EventDelivery).values(next_attempt_at=past))
    session.commit()


def test_every_subscriber_hears_every_event_once_and_in_order(session: Session) -> None:
    ring(1, 2)
    ring(3)
    assert relay(BOTH) == 6
    assert relay(BOTH) == 0
    assert traces_of(session, "butler") == traces_of(session, "dog") == [1, 2, 3]


def test_an_action_rolled_back_is_not_announced(session: Session) -> None:
    def ring_and_fail() -> None:
        with unit_of_work() as work:
            record(work, BellRang(number=1))
            work.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ring_and_fail()
    assert relay(BOTH) == 0
    assert session.query(RecordedEvent).count() == 0


def test_a_failing_subscriber_alone_is_asked_again(session: Session) -> None:
    asleep = True

    def cat(session: Session, event: BellRang) -> None:
        leave_trace(session, "cat", event.number)
        if asleep:
            raise RuntimeError("zzz")

    subscribers: Subscribers = {BellRang: (butler, cat, dog)}
    ring(1)
    assert relay(subscribers) == 2
    assert traces_of(session, "dog") == [1]
    assert traces_of(session, "cat") == [], "what it did before it failed is taken back"
    failed = deliveries(session)[name_of(cat)]
    assert failed.state is DeliveryState.WAITING
    assert failed.last_error == "RuntimeError: zzz"
    asleep = False
    assert relay(subscribers) == 0, "not before its pause is over"
    let_time_pass(session)
    assert relay(subscribers) == 1
    assert traces_of(session, "cat") == traces_of(session, "butler") == [1]


def test_a_subscriber_that_always_fails_becomes_a_dead_letter(session: Session) -> None:
    def parrot(_session: Session, _event: BellRang) -> None:
        raise RuntimeError("no \0")

    ring(1)
    for _ in range(MAX_ATTEMPTS + 3):
        relay({BellRang: (parrot,)})
        let_time_pass(session)
    dead = deliveries(session)[name_of(parrot)]
    assert (dead.state, dead.attempts) == (DeliveryState.DEAD, MAX_ATTEMPTS)
    assert dead.last_error == "RuntimeError: no "


def test_a_subscriber_that_kills_the_process_is_not_run_for_ever(session: Session) -> None:
    class Killed(BaseException):
        """What SIGKILL looks like from inside: no code of ours runs after it."""

    runs = 0

    def bomb(_session: Session, _event: BellRang) -> None:
        nonlocal runs
        runs += 1
        raise Killed

    ring(1)
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(Killed):
            relay({BellRang: (bomb,)})
        let_time_pass(session)
    assert relay({BellRang: (bomb,)}) == 0
    dead = deliveries(session)[name_of(bomb)]
    assert runs == MAX_ATTEMPTS
    assert dead.state is DeliveryState.DEAD
    assert dead.last_error == "each attempt ended with the whole process"


def test_an_event_without_a_class_waits_for_it_and_then_dies_with_the_reason(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring(1)
    ring(2)
    with monkeypatch.context() as patch:
        patch.delitem(Event.registry, "BellRang")
        assert relay(BOTH) == 0
        waiting = deliveries(session)[UNDECLARED]
        assert waiting.last_error == "no feature declares the event BellRang"
    let_time_pass(session)
    assert relay(BOTH) == 2 * (1 + 2), "once it is declared, nobody misses it"
    assert traces_of(session, "dog") == [1, 2]
    ring(3)
    monkeypatch.delitem(Event.registry, "BellRang")
    for _ in range(MAX_ATTEMPTS + 1):
        relay(BOTH)
        let_time_pass(session)
    states = Counter(session.scalars(sa.select(EventDelivery.state)))
    assert states == {DeliveryState.DONE: 6, DeliveryState.DEAD: 1}


def test_a_subscriber_that_was_taken_out_is_named_in_the_dead_letter(session: Session) -> None:
    ring(1)
    dispatch(BOTH)
    for _ in range(MAX_ATTEMPTS):
        relay({BellRang: (dog,)})
        let_time_pass(session)
    dead = deliveries(session)[name_of(butler)]
    assert dead.state is DeliveryState.DEAD
    assert dead.last_error == f"there is no subscriber {name_of(butler)}"
    assert traces_of(session, "dog") == [1]


def test_what_a_subscriber_records_is_delivered_in_the_same_run(session: Session) -> None:
    def wall(session: Session, event: BellRang) -> None:
        record(session, EchoHeard(number=event.number))

    def ear(session: Session, event: EchoHeard) -> None:
        leave_trace(session, "ear", event.number)

    ring(7)
    assert relay({BellRang: (wall,), EchoHeard: (ear,)}) == 2
    assert traces_of(session, "ear") == [7]


def test_the_request_id_goes_on_through_the_event_to_what_it_causes(session: Session) -> None:
    heard: list[object] = []

    def wall(session: Session, event: BellRang) -> None:
        heard.append(structlog.contextvars.get_contextvars()["request_id"])
        record(session, EchoHeard(number=event.number))

    with structlog.contextvars.bound_contextvars(request_id="r-17"):
        ring(1)
    relay({BellRang: (wall,), EchoHeard: ()})
    assert heard == ["r-17"]
    assert set(session.scalars(sa.select(RecordedEvent.request_id))) == {"r-17"}
    assert "request_id" not in structlog.contextvars.get_contextvars()


def test_an_event_of_a_later_version_is_read_by_what_is_known(session: Session) -> None:
    ring(1)
    session.execute(sa.update(RecordedEvent).values(payload={"number": 1, "loud": True}))
    session.commit()
    assert relay(BOTH) == 2


def test_a_claimed_delivery_is_nobody_elses_until_its_lease_is_over(session: Session) -> None:
    ring(1)
    dispatch({BellRang: (dog,)})
    claim = relay_module._claim()
    assert claim is not None
    assert relay({BellRang: (dog,)}) == 0
    let_time_pass(session)
    assert relay({BellRang: (dog,)}) == 1
    late = relay_module._deliver(claim, {BellRang: (dog,)}, {name_of(dog): dog})
    assert late is False, "the first worker comes too late and does nothing"
    assert traces_of(session, "dog") == [1]


def test_a_delivery_does_not_wait_for_its_lease_because_another_worker_looked_at_it(
    hub: Flask,
) -> None:
    with hub.app_context():
        ring(1)
        dispatch({BellRang: (dog,)})
        claim = relay_module._claim()
        assert claim is not None
        with db.engine.connect() as other:
            other.execute(sa.select(EventDelivery.id).with_for_update())
            letting_go = threading.Timer(0.3, other.rollback)
            letting_go.start()
            assert relay_module._deliver(claim, {BellRang: (dog,)}, {name_of(dog): dog})
            letting_go.join()


def test_several_relays_at_once_deliver_each_event_once(hub: Flask) -> None:
    events, relays = 60, 4
    with hub.app_context():
        for number in range(events):
            ring(number)

    failures: list[BaseException] = []

    def run() -> None:
        try:
            with hub.app_context():
                relay(BOTH)
        except BaseException as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(relays)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with hub.app_context():
        relay(BOTH)
        for subscriber in ("butler", "dog"):
            assert sorted(traces_of(db.session(), subscriber)) == list(range(events))
