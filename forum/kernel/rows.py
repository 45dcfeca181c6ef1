"""Changing rows by condition and adding rows that may be there already, with plain statements."""

from collections.abc import Mapping
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def change(
    session: Session, statement: sa.Update | sa.Delete, asked: Mapping[str, object] | None = None
) -> int:
    """Run the statement and return how many rows it changed; rows already loaded stay as read.

    `asked` holds the parameters of a statement that is kept.
    """
    result = session.execute(statement, asked, execution_options={"synchronize_session": False})
    return cast("sa.CursorResult[Any]", result).rowcount


def insert_into(session: Session, model: type[Any]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert with ``on_conflict_…``: both databases have it, each in its dialect."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(model) if is_sqlite else postgresql.insert(model)
