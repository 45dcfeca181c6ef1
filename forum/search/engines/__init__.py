"""What a database must be able to do so that we can search it; one module per database.

An engine keeps the words of documents (``words``, ``title`` and ``body`` as made by
``forum.search.text.indexed``) and finds documents by them. It knows nothing of rights.
"""

from sqlalchemy.orm import Session

from forum.search.engines.interface import Engine, Wanted, Wording
from forum.search.engines.postgresql import PostgreSQL
from forum.search.engines.sqlite import SQLite

__all__ = ["ENGINES", "Engine", "Wanted", "Wording", "engine_of"]

ENGINES: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def engine_of(session: Session) -> Engine:
    """Return the engine of the session's database."""
    return ENGINES[session.get_bind().dialect.name]
