"""Answer an objection: once, with a text, and told to whoever has objected."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.moderation.events import ObjectionDecided
from forum.moderation.models import Case, Decision, Objection, Statement


def answer(session: Session, case: Case, decision: Decision, *, is_upheld: bool) -> Statement:
    """Write the outcome, and return the statement objected to. Raises `Conflict`."""
    objection = session.scalars(
        sa.select(Objection)
        .where(Objection.statement_id == case.target_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if objection is None:
        raise Conflict("target_changed")
    if objection.decided_at is not None:
        raise Conflict("case_decided")
    objection.decided_at = clock.now()
    objection.is_upheld = is_upheld
    objection.answer = decision.reason
    event = ObjectionDecided(objection_id=objection.id, is_upheld=is_upheld)
    record(session, event, actor_id=decision.decided_by_id)
    return session.get_one(Statement, case.target_id)
