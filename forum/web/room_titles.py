"""What a room is called: by its channel, its name, or the people in it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.messaging.models import Participant
from forum.web.room_reading import RoomReading
from forum.wording.rooms import MOST_NAMES, joined


def title_of(session: Session, reading: RoomReading) -> str:
    """Return the title of the room for this reader (channel loaded)."""
    room = reading.room
    if room.channel is not None:
        return room.channel.name
    if room.name:
        return room.name
    names = session.scalars(
        sa.select(Actor.name)
        .join(Participant, Participant.actor_id == Actor.id)
        .where(Participant.room_id == room.id, Actor.id != reading.actor.id)
        .order_by(Participant.joined_at, Actor.id)
        .limit(MOST_NAMES + 1)
    ).all()
    return joined(names)
