"""Locking the row that a change is about, before anything is decided by it."""

from sqlalchemy.orm import Session

from forum.kernel.models import Base


def lock(session: Session, row: Base) -> None:
    """Read the row again and keep it locked until the transaction ends.

    What was loaded with it stays loaded; only the row itself is locked, as PostgreSQL can lock no
    optional neighbour.
    """
    session.refresh(row, with_for_update={"of": type(row)})
