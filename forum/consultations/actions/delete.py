"""Delete consultations whose day has come, with everything that was said. There is no way back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.consultations.events import ConsultationDeleted
from forum.consultations.models import Consultation
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.messaging.actions.floor import tear_down
from forum.messaging.actions.numbering import hold_room
from forum.messaging.models import Message


def delete_due(session: Session, *, spared: sa.Select[int]) -> int:
    """Delete one consultation that is due, and return 1; 0: there is none any more.

    With its room go messages, former texts, reactions, roles, and uses of files. `spared` selects
    the ids of messages that somebody still has to decide about: as long as there is one, it waits.
    """
    decided = sa.select(Message.room_id).where(Message.id.in_(spared))
    due = (
        sa.select(Consultation.id, Consultation.room_id)
        .where(Consultation.deleted_after <= clock.now(), Consultation.room_id.not_in(decided))
        .order_by(Consultation.deleted_after, Consultation.id)
        .limit(1)
    )
    row = session.execute(due).one_or_none()
    if row is None:
        return 0
    room = hold_room(session, row.room_id)
    if session.execute(due.where(Consultation.id == row.id)).one_or_none() is None:
        return 1
    record(session, ConsultationDeleted(consultation_id=row.id, room_id=row.room_id))
    session.execute(sa.delete(Consultation).where(Consultation.id == row.id))
    tear_down(session, room)
    return 1
