"""Connections to PostgreSQL that rest in the pool, and what may become of them there."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import extensions
from forum.extensions import db


@pytest.fixture
def outsider(hub: Flask, database_kind: str) -> Iterator[sa.Connection]:
    """Return a connection that is none of the hub's."""
    if database_kind != "postgresql":
        pytest.skip("SQLite has no server that could hang up")
    engine = sa.create_engine(db.engine.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def backend() -> int:
    """Take a connection of the hub out of its pool and put it back; return its process."""
    with db.engine.connect() as connection:
        return connection.scalar(sa.text("SELECT pg_backend_pid()")) or 0


def last_asked(outsider: sa.Connection, pid: int) -> object:
    """Return when the server has last heard anything over a connection."""
    said = sa.text("SELECT state_change FROM pg_stat_activity WHERE pid = :pid")
    return outsider.scalar(said, {"pid": pid})


def test_a_connection_that_the_server_has_ended_is_not_used(outsider: sa.Connection) -> None:
    ended = backend()
    assert outsider.scalar(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": ended})
    assert backend() != ended


def test_after_a_short_rest_the_server_is_not_asked(outsider: sa.Connection) -> None:
    pid = backend()
    before = last_asked(outsider, pid)
    with db.engine.connect():
        assert last_asked(outsider, pid) == before


def test_after_a_long_rest_the_server_is_asked(
    outsider: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = backend()
    before = last_asked(outsider, pid)
    monkeypatch.setattr(extensions, "_SECONDS_OF_REST", -1)
    with db.engine.connect():
        assert last_asked(outsider, pid) != before


@pytest.mark.usefixtures("outsider")
def test_the_connection_that_was_used_last_is_used_next() -> None:
    engine = db.engine
    with engine.connect(), engine.connect():
        pass  # there are two now
    assert len({backend() for _ in range(4)}) == 1
