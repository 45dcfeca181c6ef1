"""The case about something, where there is one."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.moderation.models import Case, Target


def case_about(session: Session, target: Target, target_id: int) -> Case | None:
    """Return the one case about a target, with who holds it; whether it is open, it says itself."""
    return session.scalars(
        sa.select(Case)
        .where(Case.target == target, Case.target_id == target_id)
        .options(joinedload(Case.claimed_by), joinedload(Case.about))
    ).one_or_none()
