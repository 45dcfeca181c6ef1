"""Begin a consultation; it ends by `end`, and is deleted on its day."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.consultations.actions.holding import share_out_floor
from forum.consultations.events import ConsultationBegun
from forum.consultations.models import Consultation, Pace, Part, Phase, Taker
from forum.consultations.phases import length_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.messaging.actions.begin import open_consultation_room

FORGOTTEN_AFTER = dt.timedelta(days=60)
"""What nobody has ended until then is deleted all the same."""


def begin(
    session: Session, actor: Actor, people: Sequence[Actor], *, name: str, pace: Pace
) -> Consultation:
    """Call people together and return their consultation; the actor moderates it at first.

    Raises `NotAllowed`, and `Invalid` for the fields ``people`` and ``name``.
    """
    room = open_consultation_room(session, actor, people, name=name)
    now = clock.now()
    length = length_of(Phase.CASTING, pace)
    consultation = Consultation(
        room_id=room.id,
        pace=pace,
        phase=Phase.CASTING,
        phase_since=now,
        phase_until=None if length is None else now + length,
        created_at=now,
        deleted_after=now + FORGOTTEN_AFTER,
    )
    session.add(consultation)
    session.flush()
    others = {person.id: person for person in people if person.id != actor.id}
    for person in (actor, *others.values()):
        part = Part.MODERATOR if person is actor else Part.ADVISER
        session.add(
            Taker(consultation_id=consultation.id, actor_id=person.id, part=part, came_at=now)
        )
    session.flush()
    share_out_floor(session, actor, room, consultation)
    event = ConsultationBegun(consultation_id=consultation.id, room_id=room.id)
    record(session, event, actor_id=actor.id)
    session.flush()
    return consultation
