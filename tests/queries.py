"""Counting the statements that a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


class QueryCounter:
    """Collects the statements that read or write rows; savepoints and pragmas do not count."""

    def __init__(self, connection: sa.Connection) -> None:
        """Keep the connection that the test happens on."""
        self._connection = connection

    @contextmanager
    def __call__(self) -> Iterator[list[str]]:
        """Collect the statements sent while the block runs."""
        statements: list[str] = []

        def collect(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.lstrip().split(" ", 1)[0].upper() in {
                "SELECT",
                "INSERT",
                "UPDATE",
                "DELETE",
                "WITH",
            }:
                statements.append(statement)

        sa.event.listen(self._connection, "before_cursor_execute", collect)
        try:
            yield statements
        finally:
            sa.event.remove(self._connection, "before_cursor_execute", collect)
