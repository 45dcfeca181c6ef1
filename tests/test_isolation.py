"""The ground the other tests stand on."""

import socket

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.extensions import unit_of_work
from tests.factories.accounts import make_actor
from tests.loopback import LeftTheMachine


def test_a_committed_row_is_there_for_this_test(session: Session) -> None:
    make_actor(session, "Only Once")
    with unit_of_work() as work:
        work.add(Actor(handle="second", name="Second"))
    assert session.query(Actor).count() == 2


def test_a_committed_row_is_gone_for_the_next_test(session: Session) -> None:
    assert session.query(Actor).count() == 0


def test_a_test_cannot_reach_another_machine() -> None:
    with socket.socket() as plug:
        plug.settimeout(0.01)
        with pytest.raises(LeftTheMachine, match=r"192\.0\.2\.1"):
            plug.connect(("192.0.2.1", 80))
