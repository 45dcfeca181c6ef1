"""Who reads a room."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.messaging.models import Participant, Room


def readers_of_room(room: Room) -> ColumnElement[bool]:
    """Return the condition on ``Actor`` that holds for who may read the room (channel loaded)."""
    if room.channel is not None:
        return channels.readers_of(room.channel)
    return Actor.id.in_(
        sa.select(Participant.actor_id).where(
            Participant.room_id == room.id, Participant.left_at.is_(None)
        )
    )


def mentioned_readers(session: Session, room: Room, handles: Collection[str]) -> set[int]:
    """Return the ids of those who are named and read the room; nobody else is told."""
    if not handles:
        return set()
    named = sa.and_(Actor.handle.in_(handles), Actor.domain == "")
    return set(session.scalars(sa.select(Actor.id).where(named, readers_of_room(room))))
