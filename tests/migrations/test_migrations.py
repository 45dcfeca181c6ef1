"""The database is built by the migrations, forth and back, and they agree with the models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from forum.app import create_app
from forum.extensions import db
from forum.kernel.models import Base
from forum.search.engines import Wanted, Wording, engine_of
from forum.search.engines.interface import Alternatives
from forum.search.models import is_described
from forum.settings import ROOT, Settings
from tests.databases import make_database


@pytest.fixture
def empty_hub(database_kind: str, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """Return a hub on an empty database."""
    with make_database(database_kind, tmp_path) as address:
        app = create_app(
            settings.model_copy(update={"database_url": address, "data_dir": tmp_path})
        )
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def described_tables() -> set[str]:
    return {name for name in tables() if is_described(name, "table", {})}


def differences() -> list[object]:
    """Return what Alembic would write into a new migration."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": is_described,
            },
        )
        return list(compare_metadata(context, Base.metadata))


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_the_migrations_lead_up_and_down_and_up_again(empty_hub: Flask) -> None:
    upgrade()
    built = tables()
    assert described_tables() == set(Base.metadata.tables)
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert tables() == built


def test_the_migrations_build_what_the_models_describe(empty_hub: Flask) -> None:
    upgrade()
    assert differences() == []


def test_a_column_that_no_migration_makes_is_noticed(
    empty_hub: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE heartbeat ADD COLUMN planted INTEGER")
    assert len(differences()) == 1


def test_words_of_posts_outlive_the_migration_that_adds_messages(empty_hub: Flask) -> None:
    upgrade(revision="0021")
    with db.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO search_document (id, kind, visible_at, day)"
            " VALUES (7, 'post', '2026-01-01 00:00:00', 1)"
        )
    _write_words()
    for step in (upgrade, downgrade):
        step(revision="0022" if step is upgrade else "0021")
        with db.session() as session:
            wanted = Wanted((Alternatives(stem="mangold"),))
            assert [row.id for row in session.execute(engine_of(session).hits(wanted))] == [7]


def _write_words() -> None:
    with db.session() as session:
        engine_of(session).write(session, [Wording(7, "", "mangold =mangold")])
        session.commit()
