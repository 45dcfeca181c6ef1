"""Keep somebody out for good."""

from sqlalchemy.orm import Session

from forum.accounts import actions as accounts
from forum.accounts.models import Actor
from forum.moderation.measures.person import person_of
from forum.moderation.models import Case, Decision


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:  # noqa: ARG001 - as every measure
    """Ban whom the case is about; every browser is signed out. Raises `Conflict`."""
    accounts.ban(session, actor, person_of(session, case))
