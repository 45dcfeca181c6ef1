"""Warn somebody: the statement of reasons is the warning; nothing else changes."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.moderation.measures.person import person_of
from forum.moderation.models import Case, Decision


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:  # noqa: ARG001 - as every measure
    """Make sure that there is somebody to warn. Raises `Conflict` ``target_changed``."""
    person_of(session, case)
