"""A hub on a database of its own, for what several connections do at the same time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from forum.app import create_app
from forum.extensions import db
from forum.settings import Settings
from tests.databases import make_database


@pytest.fixture(scope="module")
def hub(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Return a hub whose commits are real."""
    folder: Path = tmp_path_factory.mktemp("hub")
    with make_database(request.config.getoption("--database"), folder) as address:
        changes = {"database_url": address, "data_dir": folder}
        app = create_app(settings.model_copy(update=changes))
        with app.app_context():
            upgrade()
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()
