"""A person can see what was given up, and let it start again."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.cli.events import events
from forum.extensions import unit_of_work
from forum.jobs.dead_letters import Backlog, backlog
from forum.jobs.relay import MAX_ATTEMPTS, dispatch, name_of, relay
from forum.kernel.event_log import DeliveryState, EventDelivery, record
from tests.jobs.bells import BellRang, butler, dog, traces_of

pytestmark = pytest.mark.usefixtures("traces")


@pytest.fixture
def dead(session: Session) -> EventDelivery:
    with unit_of_work() as work:
        record(work, BellRang(number=1))
    dispatch({BellRang: (butler, dog)})
    delivery = session.scalars(
        sa.select(EventDelivery).where(EventDelivery.subscriber == name_of(dog))
    ).one()
    delivery.state = DeliveryState.DEAD
    delivery.attempts = MAX_ATTEMPTS
    delivery.last_error = "RuntimeError: no bone"
    session.commit()
    return delivery


def forum_events(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(events, arguments)
    return result.exit_code, result.output


def test_the_backlog_tells_waiting_from_dead(session: Session, dead: EventDelivery) -> None:
    assert backlog(session) == Backlog(undispatched=0, waiting=1, dead=1)


def test_the_command_shows_what_is_dead_and_why(app: Flask, dead: EventDelivery) -> None:
    status, output = forum_events(app, "--dead")
    assert status == 0
    assert f"{dead.id}: dead, BellRang" in output
    assert "RuntimeError: no bone" in output
    assert name_of(butler) not in output
    assert name_of(butler) in forum_events(app)[1]


def test_a_dead_delivery_can_start_again(app: Flask, session: Session, dead: EventDelivery) -> None:
    status, _ = forum_events(app, "--retry", str(dead.id))
    assert status == 0
    assert relay({BellRang: (butler, dog)}) == 2
    assert traces_of(session, "dog") == [1]
    assert forum_events(app, "--retry", str(dead.id))[0] == 1, "done is done"
