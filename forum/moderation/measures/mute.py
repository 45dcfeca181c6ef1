"""Let somebody read, but not write, until a moment."""

from sqlalchemy.orm import Session

from forum.accounts import actions as accounts
from forum.accounts.models import Actor
from forum.kernel.errors import Invalid
from forum.moderation.measures.person import person_of
from forum.moderation.models import Case, Decision


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:
    """Mute whom the case is about. Raises `Invalid` ``until_later``, `Conflict`."""
    if decision.until is None:
        raise Invalid("until_later", field="until")
    accounts.mute(session, actor, person_of(session, case), until=decision.until)
