"""What tells a web process that somebody else has written: the worker, or another web process.

Its own commits it hears of directly. An alarm that is missed, or rings for nothing, does no harm:
the log is read every few seconds anyway.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

import gevent
import psycopg
import sqlalchemy as sa
import structlog

from forum.extensions import EVENTS_WRITTEN

log = structlog.get_logger(__name__)


class Alarm(Protocol):
    """Something that is asked, or that calls ``ring`` by itself."""

    seconds: float
    """How long to wait between two looks."""

    def has_rung(self) -> bool:
        """Tell whether there may be something new."""

    def close(self) -> None:
        """Let go of the database."""


def alarm_for(engine: sa.Engine, ring: Callable[[], None]) -> Alarm:
    """Return the alarm of this kind of database."""
    return DataVersion(engine) if engine.dialect.name == "sqlite" else Listening(engine, ring)


class DataVersion:
    """SQLite: a number in memory that changes with every commit of another connection.

    Asking for it reads no page of the database and takes a few microseconds.
    """

    seconds = 0.2

    def __init__(self, engine: sa.Engine) -> None:
        """Keep a connection of its own, outside the pool."""
        self._connection: sqlite3.Connection = _own_connection(engine)
        self._version = self._ask()

    def has_rung(self) -> bool:
        """Tell whether somebody has committed since the last look."""
        before, self._version = self._version, self._ask()
        return self._version != before

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self) -> int:
        # Past SQLAlchemy, which would begin a transaction; in one, the number stands still.
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


class Listening:
    """PostgreSQL: ``LISTEN`` on a connection of its own, in a greenlet of its own."""

    seconds = 5.0

    def __init__(self, engine: sa.Engine, ring: Callable[[], None]) -> None:
        """Begin to listen; while there is no connection, the log is read at each look."""
        self._engine = engine
        self._ring = ring
        self._listening = gevent.spawn(self._listen)

    def has_rung(self) -> bool:
        """Tell that the log should be read: after so long a wait, always."""
        return True

    def close(self) -> None:
        """Stop listening."""
        self._listening.kill()

    def _listen(self) -> None:
        while True:
            try:
                connection: psycopg.Connection = _own_connection(self._engine)
            except sa.exc.DBAPIError:
                log.warning("listening_failed", exc_info=True)
                gevent.sleep(self.seconds)
                continue
            try:
                connection.execute(f"LISTEN {EVENTS_WRITTEN}".encode())
                # What was written before we listened is not told of.
                self._ring()
                for _ in connection.notifies():
                    self._ring()
            except psycopg.Error:
                log.warning("listening_ended", exc_info=True)
                gevent.sleep(1)
            finally:
                with suppress(psycopg.Error):
                    connection.close()


def _own_connection(engine: sa.Engine) -> Any:  # noqa: ANN401 - of either driver
    """Return a driver's connection that does not belong to the pool, in autocommit."""
    pooled = engine.raw_connection()
    connection: Any = pooled.driver_connection
    pooled.detach()
    if engine.dialect.name != "sqlite":
        connection.rollback()
        connection.autocommit = True
    return connection
