"""End a consultation, for good; agree that its result becomes a report, or not any more."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.consultations.actions.holding import hold, note_arranged
from forum.consultations.events import ConsultationEnded
from forum.consultations.models import Consultation
from forum.consultations.policy import can_lead_consultation, can_share_result
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.floor import tell_of_change
from forum.messaging.models import Room

KEPT_FOR = dt.timedelta(days=14)
"""So long after its end everything can still be read by those who were there."""


def end(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """End it: nobody writes any more, and the day of its deletion stands. Raises `NotAllowed`."""
    room, consultation, own = hold(session, actor, consultation)
    require(can_lead_consultation(actor, consultation, own))
    return finish(session, actor, room, consultation)


def finish(session: Session, actor: Actor, room: Room, consultation: Consultation) -> Consultation:
    """End a held consultation; the caller has asked who decides."""
    now = clock.now()
    consultation.ended_at = now
    consultation.phase_until = None
    consultation.step += 1
    consultation.deleted_after = now + KEPT_FOR
    room.closed_at = now
    tell_of_change(session, actor, room)
    event = ConsultationEnded(consultation_id=consultation.id, room_id=room.id)
    record(session, event, actor_id=actor.id)
    session.flush()
    return consultation


def agree_to_share(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """Agree that the result, without the case, becomes a report. Raises `NotAllowed`."""
    return _share(session, actor, consultation, at=clock.now())


def disagree_to_share(session: Session, actor: Actor, consultation: Consultation) -> Consultation:
    """Take the agreement back. Raises `NotAllowed`."""
    return _share(session, actor, consultation, at=None)


def _share(
    session: Session, actor: Actor, consultation: Consultation, *, at: dt.datetime | None
) -> Consultation:
    room, consultation, own = hold(session, actor, consultation)
    require(can_share_result(actor, consultation, own))
    if (consultation.shared_at is None) is not (at is None):
        consultation.shared_at = at
        note_arranged(session, actor, room, consultation)
    return consultation
