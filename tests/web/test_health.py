"""Supervisors get a yes or a no; only administrators get the reason."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Role
from forum.app import create_app
from forum.jobs.heartbeat import FRESH, beat
from forum.jobs.models import Heartbeat
from forum.kernel import clock
from forum.settings import Settings
from tests.factories.accounts import make_actor, sign_in


@pytest.fixture
def worker(session: Session) -> None:
    beat(session)
    session.commit()


def test_the_hub_is_ready_with_database_migrations_and_worker(
    client: FlaskClient, worker: None
) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_it_is_not_ready_without_a_worker(client: FlaskClient, session: Session) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready\n")


def test_it_is_not_ready_when_the_worker_has_fallen_silent(
    client: FlaskClient, session: Session, worker: None
) -> None:
    long_ago = clock.now() - FRESH - dt.timedelta(seconds=1)
    session.execute(sa.update(Heartbeat).values(beat_at=long_ago))
    session.commit()
    assert client.get("/readyz").status_code == 503
    beat(session)
    session.commit()
    assert client.get("/readyz").status_code == 200


def test_it_is_not_ready_on_a_database_of_another_version(
    client: FlaskClient, session: Session, worker: None
) -> None:
    session.execute(sa.text("UPDATE alembic_version SET version_num = 'older'"))
    session.commit()
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_without_a_database_the_process_is_alive_and_not_ready(
    settings: Settings, tmp_path: Path
) -> None:
    nowhere = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}"
    client = create_app(settings.model_copy(update={"database_url": nowhere})).test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready\n")


@pytest.mark.parametrize("role", list(Role))
def test_only_an_administrator_is_told_why(
    client: FlaskClient, session: Session, role: Role
) -> None:
    sign_in(client, session, make_actor(session, role=role))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert ("no_worker" in answer.text) == (role is Role.ADMIN)
