"""Leave a word for the other moderators; it stays with the case."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.event_log import record
from forum.kernel.markup import clean_source
from forum.moderation.actions.holding import hold_to_decide
from forum.moderation.events import CaseNoted
from forum.moderation.models import Case, CaseNote

NOTE_LIMIT = 4_000


def note(session: Session, actor: Actor, case: Case, *, text: str) -> CaseNote:
    """Keep the note and return it. Raises `NotAllowed`, and `Invalid` for the field ``text``."""
    actor, case = hold_to_decide(session, actor, case)
    text = clean_source(text, limit=NOTE_LIMIT, field="text")
    written = CaseNote(case_id=case.id, author_id=actor.id, text=text)
    session.add(written)
    session.flush()
    record(session, CaseNoted(case_id=case.id, note_id=written.id), actor_id=actor.id)
    return written
