"""What is arranged on the way: the promise of everybody, the question, the method."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.consultations.actions.holding import hold, note_arranged
from forum.consultations.methods import METHODS
from forum.consultations.models import Consultation
from forum.consultations.policy import can_choose_method, can_promise, can_set_question
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require

LONGEST_QUESTION = 500


def promise(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """Confirm the rules of confidence, once and for good. Raises `NotAllowed`."""
    room, consultation, own = hold(session, actor, consultation)
    require(can_promise(actor, consultation, own))
    if own is not None and own.promised_at is None:
        own.promised_at = clock.now()
        note_arranged(session, actor, room, consultation)
    return consultation


def set_question(
    session: Session, actor: Actor, consultation: Consultation, *, question: str
) -> Consultation:
    """Put the question into words. Raises `NotAllowed`, and `Invalid` for ``question``."""
    room, consultation, own = hold(session, actor, consultation)
    require(can_set_question(actor, consultation, own))
    cleaned = clean_line(question, limit=LONGEST_QUESTION, field="question", may_be_empty=True)
    if not cleaned:
        raise Invalid("empty_question", field="question")
    if cleaned != consultation.question:
        consultation.question = cleaned
        note_arranged(session, actor, room, consultation)
    return consultation


def choose_method(
    session: Session, actor: Actor, consultation: Consultation, *, method: str
) -> Consultation:
    """Choose how to advise. Raises `NotAllowed`, and `Invalid` for ``method``."""
    room, consultation, own = hold(session, actor, consultation)
    require(can_choose_method(actor, consultation, own))
    if method not in METHODS:
        raise Invalid("no_such_method", field="method")
    if method != consultation.method:
        consultation.method = method
        note_arranged(session, actor, room, consultation)
    return consultation
