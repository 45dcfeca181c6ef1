"""The objection is not right: what was done stays."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.moderation.measures.answering import answer
from forum.moderation.models import Case, Decision


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:  # noqa: ARG001 - as every measure
    """Answer the objection. Raises `Conflict`."""
    answer(session, case, decision, is_upheld=False)
