"""Whether the hub can do its work, and what keeps it from that."""

from functools import cache

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from forum.jobs.heartbeat import worker_is_alive
from forum.settings import ROOT


@cache
def newest_migration() -> str:
    """Return the revision that this version of the hub expects its database at."""
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    if head is None:
        raise LookupError("there are no migrations")
    return head


def obstacles(session: Session) -> list[str]:
    """Return a code for everything that is in the way; none means ready."""
    try:
        at = session.scalars(sa.text("SELECT version_num FROM alembic_version")).all()
        if at != [newest_migration()]:
            return ["database_not_migrated"]
        return [] if worker_is_alive(session) else ["no_worker"]
    except SQLAlchemyError:
        session.rollback()
        return ["database_unreachable"]
