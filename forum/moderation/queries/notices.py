"""Reading notices, and what was decided about them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.errors import NotFound
from forum.moderation.models import Decision, Notice


def notice_by_public_id(session: Session, public_id: str) -> Notice:
    """Return the notice, or raise ``NotFound``."""
    statement = sa.select(Notice).where(Notice.public_id == public_id)
    notice = session.scalars(statement).one_or_none()
    if notice is None:
        raise NotFound("no_notice")
    return notice


def decision_about(session: Session, notice: Notice) -> Decision | None:
    """Return the first decision about the case of a notice since it came; ``None``: none yet."""
    return session.scalars(
        sa.select(Decision)
        .where(Decision.case_id == notice.case_id, Decision.created_at >= notice.created_at)
        .order_by(Decision.id)
        .limit(1)
    ).one_or_none()


def notices_without_outcome(session: Session, decision: Decision) -> Sequence[Notice]:
    """Return the notices that this decision answers, the oldest first; held for change."""
    return session.scalars(
        sa.select(Notice)
        .where(
            Notice.case_id == decision.case_id,
            Notice.created_at <= decision.created_at,
            Notice.outcome_at.is_(None),
        )
        .order_by(Notice.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
