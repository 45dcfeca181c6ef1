"""What all tests stand on: a migrated database, a transaction of their own, an app on top of it."""

import contextvars
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy.orm import Session
from typing_extensions import override
from werkzeug.test import TestResponse
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped]

from forum.app import create_app
from forum.extensions import db
from forum.settings import Environment, Settings
from tests.databases import make_database
from tests.hubs import OpenHub, hubs
from tests.loopback import stay_on_this_machine
from tests.queries import QueryCounter


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the caller choose the database: the whole suite runs on both."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_configure() -> None:
    """Keep all tests on this machine."""
    stay_on_this_machine()


# What stands on something slow to start stays together on one worker, which starts it once; what
# takes longest begins first. A folder, or a file of it.
TOGETHER = (
    "tests/browser/test_accessibility.py",
    "tests/browser/",
    "tests/cluster/",
    "tests/realtime/",
    "tests/cli/test_up.py",
)


class Shares(LoadScopeScheduling):
    """Shares the tests out one by one, and together what belongs together."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        return next((one for one in TOGETHER if nodeid.startswith(one)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Shares:
    """Share the tests out among several workers."""
    return Shares(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run what asks for no database once, with SQLite: on PostgreSQL it would be the same again."""
    if config.getoption("--database") == "sqlite":
        return
    here = [item for item in items if "database_kind" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in here])
    items[:] = here


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what is loaded by now, and stays until the end."""
    gc.collect()
    gc.freeze()


def pytest_report_header(config: pytest.Config) -> str:
    """Say at the top which database this run is about."""
    return f"database: {config.getoption('--database')}"


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """Return which database this run is about."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def migrated(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return a database built by the migrations that nobody is connected to: the others copy it."""
    folder = tmp_path_factory.mktemp("migrated")
    with make_database(database_kind, folder) as address:
        app = create_app(settings_for(address, folder))
        with app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
        yield address


@pytest.fixture(scope="session")
def settings(
    database_kind: str, migrated: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """Return settings for tests, with a migrated database of the chosen kind."""
    data_dir = tmp_path_factory.mktemp("data")
    with make_database(database_kind, data_dir, like=migrated) as address:
        yield settings_for(address, data_dir)


def settings_for(address: str, data_dir: Path) -> Settings:
    """Return what a hub in a test is told."""
    return Settings(
        environment=Environment.TESTING,
        database_url=address,
        data_dir=data_dir,
        secret_key="tests only, never in production",
        public_url="http://forum.test",
        rate_limits=False,
        password_memory=32,
        timezone="Europe/Berlin",
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """Return the hub that most tests share; each of them in a transaction that is taken back."""
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def open_hub(database_kind: str, settings: Settings, migrated: str) -> OpenHub:
    """Return what opens further hubs, each with a database that nothing else uses."""
    return hubs(database_kind, settings, migrated)


@pytest.fixture(autouse=True)
def _new_context() -> None:
    """Forget the request of the test before: what is recorded would bear its number."""
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def hub(open_hub: OpenHub, tmp_path: Path) -> Iterator[Flask]:
    """Return a hub of the test's own, for several connections and real commits."""
    with open_hub(tmp_path) as hub, hub.app_context():
        yield hub


@pytest.fixture
def _transaction(app: Flask) -> Iterator[sa.Connection]:
    """Open the transaction that the test happens in, and take everything back afterwards.

    The tested code commits and rolls back as it likes: to it, each of its transactions is a
    savepoint in ours.
    """
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        outer = connection.begin()
        engines = db._app_engines[app]
        engines[None] = connection  # type: ignore[assignment]
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        try:
            yield connection
        finally:
            engines[None] = engine
            outer.rollback()


@pytest.fixture
def session(app: Flask, _transaction: sa.Connection) -> Iterator[Session]:
    """Return a session inside the test's transaction, within an app context."""
    with app.app_context():
        yield db.session()
        db.session.remove()


class Browser(FlaskClient):
    """A client whose requests know nothing of each other, nor of the test around them.

    In the test's own context a request would find the rows that the test has loaded, and whoever
    was signed in a request ago.
    """

    @override
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture
def client(app: Flask, _transaction: sa.Connection) -> FlaskClient:
    """Return a browser without JavaScript: cookies, forms and links over WSGI."""
    return Browser(app, app.response_class, use_cookies=True)


@pytest.fixture
def count_queries(app: Flask, _transaction: sa.Connection) -> QueryCounter:
    """Return a counter: ``with count_queries() as queries: …; assert len(queries) == 5``."""
    return QueryCounter(_transaction)
