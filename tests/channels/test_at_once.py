"""Many at once, on a database of their own with real connections and real commits."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from forum.accounts.models import Actor
from forum.app import create_app
from forum.channels.actions.join import join, leave
from forum.channels.models import Audience, Channel, ChannelKind, Membership, MembershipRole
from forum.extensions import db, unit_of_work
from forum.kernel.errors import NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.settings import Settings
from tests.databases import make_database
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership

AT_ONCE = 6


@pytest.fixture
def hub(settings: Settings, pytestconfig: pytest.Config, tmp_path: Path) -> Iterator[Flask]:
    """Return a hub with a database that nothing else uses."""
    with make_database(pytestconfig.getoption("--database"), tmp_path) as address:
        app = create_app(settings.model_copy(update={"database_url": address}))
        with app.app_context():
            upgrade()
            db.session.remove()
            yield app
            db.session.remove()
            db.engine.dispose()


def at_once(hub: Flask, work: Callable[[int], None]) -> list[Exception]:
    """Do the work in several threads that begin together; return what went wrong."""
    barrier, faults = threading.Barrier(AT_ONCE), []

    def run(number: int) -> None:
        with hub.app_context():
            barrier.wait()
            try:
                work(number)
            except Exception as fault:  # noqa: BLE001 - told to the test
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return faults


def test_joining_several_times_at_once_is_joining_once(hub: Flask) -> None:
    session = db.session()
    actor_id, channel_id = make_actor(session).id, make_channel(session).id
    session.close()

    def work(_number: int) -> None:
        with unit_of_work() as session:
            actor, channel = session.get_one(Actor, actor_id), session.get_one(Channel, channel_id)
            join(session, actor, channel)

    assert at_once(hub, work) == []
    assert len(db.session.scalars(sa.select(Membership)).all()) == 1
    assert len(db.session.scalars(sa.select(RecordedEvent)).all()) == 1


def test_of_all_moderators_leaving_at_once_one_stays(hub: Flask) -> None:
    session = db.session()
    group = make_channel(session, kind=ChannelKind.GROUP, audience=Audience.INVITED)
    people = [make_actor(session) for _ in range(AT_ONCE)]
    for person in people:
        make_membership(session, group, person, MembershipRole.MODERATOR)
    ids, group_id = [person.id for person in people], group.id
    session.close()

    def work(number: int) -> None:
        with unit_of_work() as session:
            actor = session.get_one(Actor, ids[number])
            leave(session, actor, session.get_one(Channel, group_id))

    faults = at_once(hub, work)
    assert [(type(fault), str(fault)) for fault in faults] == [(NotAllowed, "last_moderator")]
    assert len(db.session.scalars(sa.select(Membership)).all()) == 1
