"""Changing rows by condition, where the number of changed rows is the answer."""

from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session


def change(session: Session, statement: sa.Update | sa.Delete) -> int:
    """Run the statement and return how many rows it changed; rows already loaded stay as read."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("sa.CursorResult[Any]", result).rowcount
