"""The Flask extensions, made once, and the transaction that every edge uses."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import psycopg
import sqlalchemy as sa
import structlog
from flask import Flask, current_app
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as BoundSession
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session
from typing_extensions import override

from forum.kernel.models import Base
from forum.settings import ROOT, Environment, Settings

_READING = "reading_engine"


class ReadingSession(BoundSession):
    """Outside a unit of work it only reads, for which PostgreSQL is asked without a transaction.

    Every statement sees what is committed when it begins, as within one (READ COMMITTED). But there
    is nothing to begin and to take back each time, and psycopg keeps what it has prepared: it
    forgets all of it with every ROLLBACK.
    """

    @override
    def get_bind(self, *args: Any, **kwargs: Any) -> sa.Engine | sa.Connection:
        bind = super().get_bind(*args, **kwargs)
        if self.info.get("in_unit_of_work") or not isinstance(bind, sa.Engine):
            return bind
        reading: sa.Engine = current_app.extensions.get(_READING, bind)
        return reading


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": False, "class_": ReadingSession},
)
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True)
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)
socketio = SocketIO()

# What other processes listen for on PostgreSQL: there is something new in the event log.
EVENTS_WRITTEN = "event_log"

# After so long something in between, such as a firewall, may have forgotten a connection.
_SECONDS_OF_REST = 30.0

# SQLite lets one transaction write at a time. Waiting here is fair and, under gevent, lets other
# requests go on; waiting inside SQLite would stop the whole process.
_one_writer = threading.Lock()


def configure_database(app: Flask, settings: Settings) -> None:
    """Point the database at the settings' address; SQLite with WAL and without implicit BEGIN."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    # An error names its statement; the values, which are people's, stay out of the logs.
    hidden = {"hide_parameters": settings.environment is Environment.PRODUCTION}
    if not settings.is_sqlite:
        # Who comes next takes the connection that was used last: it knows the plans already, which
        # PostgreSQL makes ten times on each before it keeps them. The others may rest.
        pool = {"pool_size": 10, "pool_use_lifo": True}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {**pool, **hidden}
        db.init_app(app)
        with app.app_context():
            look_before_use(db.engine)
            app.extensions[_READING] = db.engine.execution_options(isolation_level="AUTOCOMMIT")
        return
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": 10}, **hidden}
    db.init_app(app)
    with app.app_context():
        prepare_sqlite(db.engine)


def look_before_use(engine: sa.Engine) -> None:
    """Take no connection to PostgreSQL out of the pool that has ended meanwhile.

    Like SQLAlchemy's `pool_pre_ping`, which asks the server each time, three times for a message of
    chat. After a short rest it is enough to look whether the server has hung up.
    """

    @sa.event.listens_for(engine, "checkin")
    def rest(_connection: object, record: sa.pool.ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def look(
        connection: psycopg.Connection[Any], record: sa.pool.ConnectionPoolEntry, _proxy: object
    ) -> None:
        since = record.info.get("rests_since")
        if since is None:  # it is new
            return
        try:
            # The first look may find only the last words of the server, the next one the end.
            connection.pgconn.consume_input()
            connection.pgconn.consume_input()
            if time.monotonic() - since > _SECONDS_OF_REST:
                engine.dialect.do_ping(connection)  # type: ignore[arg-type]
        except psycopg.Error as error:
            raise sa.exc.InvalidatePoolError from error


def prepare_sqlite(engine: sa.Engine) -> None:
    """Set the pragmas on every connection and begin transactions ourselves.

    pysqlite begins late and never IMMEDIATE. A transaction that reads and then writes would fail
    with SQLITE_BUSY beside another writer, however long the timeout; so writers say so at once.
    """

    @sa.event.listens_for(engine, "connect")
    def set_pragmas(connection: sa.pool.PoolProxiedConnection, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def after_commit(app: Flask, nudge: Callable[[], None]) -> None:
    """Call this function after each commit that recorded an event.

    Only a nudge: what must happen stands in the event log and happens without it, later.
    """
    app.extensions.setdefault("after_commit", []).append(nudge)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Run the block in one writing transaction: committed once at its end, or not at all.

    Whatever the request has read before is let go first, so the block sees the present state.
    Slow work (hashing, pictures, network) belongs before or after it.
    """
    session: Session = db.session()
    if session.info.get("in_unit_of_work"):
        message = "a unit of work inside a unit of work: one of them would commit half a change"
        raise RuntimeError(message)
    session.commit()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    session.info["request_id"] = structlog.contextvars.get_contextvars().get("request_id")
    with _one_writer if is_sqlite else nullcontext():
        session.info["in_unit_of_work"] = True
        try:
            if is_sqlite:
                session.connection(execution_options={"immediate": True})
            yield session
            if session.info.get("recorded") and not is_sqlite:
                # Delivered with the commit, and not without it.
                session.execute(sa.text(f"NOTIFY {EVENTS_WRITTEN}"))
            session.commit()
        except BaseException:
            # A rollback would empty every row that the request has read, the reader's own included.
            # The page that tells of the refusal still shows them; nothing can change them any more.
            session.expunge_all()
            session.rollback()
            raise
        finally:
            session.info["in_unit_of_work"] = False
            recorded = session.info.pop("recorded", False)
    if recorded:
        for nudge in current_app.extensions.get("after_commit", ()):
            nudge()
