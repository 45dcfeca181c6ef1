"""A hub on a database of its own, for tests that need several connections or processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from forum.app import create_app
from forum.extensions import db
from forum.settings import Settings
from tests.databases import make_database
from tests.jobs import bells


@pytest.fixture
def traces(session: Session) -> None:
    """Make the table of traces inside the test's transaction."""
    bells.metadata.create_all(session.connection())


@pytest.fixture
def hub(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """Return a hub whose commits are real, with the table of traces."""
    with make_database(request.config.getoption("--database"), tmp_path) as address:
        app = create_app(
            settings.model_copy(update={"database_url": address, "data_dir": tmp_path})
        )
        with app.app_context():
            upgrade()
            db.session.remove()
            bells.metadata.create_all(db.engine)
        yield app
        with app.app_context():
            db.engine.dispose()
