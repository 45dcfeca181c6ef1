"""The person whom a measure concerns, held for a change."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Conflict
from forum.moderation.models import Case


def person_of(session: Session, case: Case) -> Actor:
    """Return whom the case is about, or raise `Conflict` ``target_changed``."""
    person = None if case.about_id is None else session.get(Actor, case.about_id)
    if person is None:
        raise Conflict("target_changed")
    return person
