"""Hold a consultation: its room first, since whoever speaks in it waits for that one."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.consultations.events import ConsultationArranged
from forum.consultations.models import Consultation, Part, Taker
from forum.consultations.phases import SPEAKING
from forum.consultations.policy import NO_CONSULTATION
from forum.consultations.queries import taker_of, takers_of
from forum.kernel.errors import NotFound
from forum.kernel.event_log import record
from forum.messaging.actions import send
from forum.messaging.actions.floor import give_floor, tell_of_change
from forum.messaging.actions.numbering import hold_room
from forum.messaging.models import Room
from forum.threads.actions.locks import hold_actor
from forum.threads.text import Text


def hold(
    session: Session, actor: Actor, consultation: Consultation
) -> tuple[Room, Consultation, Taker | None]:
    """Return the held room, the consultation as it is now, and the actor's row in it.

    Raises `NotFound` where it was deleted meanwhile.
    """
    consultation_id, room_id = consultation.id, consultation.room_id
    hold_actor(session, actor)
    if session.scalar(sa.select(Room.id).where(Room.id == room_id)) is None:
        raise NotFound(NO_CONSULTATION)
    room = hold_room(session, room_id)
    held = session.scalars(
        sa.select(Consultation)
        .where(Consultation.id == consultation_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None:
        raise NotFound(NO_CONSULTATION)
    return room, held, taker_of(session, held, actor)


def share_out_floor(session: Session, actor: Actor, room: Room, consultation: Consultation) -> None:
    """Let those write who have the floor in this phase; everybody else listens."""
    takers = takers_of(session, consultation)
    speaking = SPEAKING[consultation.phase]
    give_floor(
        session,
        actor,
        room,
        speaking={one.actor_id for one in takers if one.part in speaking},
        leading={one.actor_id for one in takers if one.part is Part.MODERATOR},
    )


def note_arranged(session: Session, actor: Actor, room: Room, consultation: Consultation) -> None:
    """Tell who looks at it that something about it has changed."""
    event = ConsultationArranged(consultation_id=consultation.id, room_id=room.id)
    record(session, event, actor_id=actor.id)
    tell_of_change(session, actor, room)


def announce(session: Session, actor: Actor, room: Room, words: Text | None) -> None:
    """Say in the room what happens; this is also how those learn of it who are not there."""
    if words is not None:
        session.flush()
        send(session, actor, room, client_id=str(uuid.uuid4()), text=words, is_paced=False)
