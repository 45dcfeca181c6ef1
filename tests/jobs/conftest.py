"""A hub on a database of its own, for tests that need several connections or processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from forum.extensions import db
from tests.hubs import OpenHub
from tests.jobs import bells


@pytest.fixture
def traces(session: Session) -> None:
    """Make the table of traces inside the test's transaction."""
    bells.metadata.create_all(session.connection())


@pytest.fixture
def hub(open_hub: OpenHub, tmp_path: Path) -> Iterator[Flask]:
    """Return a hub whose commits are real, with the table of traces."""
    with open_hub(tmp_path) as hub:
        with hub.app_context():
            bells.metadata.create_all(db.engine)
        yield hub
