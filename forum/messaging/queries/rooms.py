"""Rooms, and what an actor has to do with them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.queries import membership_of
from forum.kernel.errors import NotFound
from forum.messaging.models import Participant, Room
from forum.messaging.policy import NO_ROOM, Belonging


def room_by_public_id(session: Session, public_id: str) -> Room:
    """Return the room with its channel, city and theme; raises ``NotFound``."""
    found = session.scalars(
        sa.select(Room)
        .where(Room.public_id == public_id)
        .options(
            joinedload(Room.channel).joinedload(Channel.city),
            joinedload(Room.channel).joinedload(Channel.theme),
        )
    ).one_or_none()
    if found is None:
        raise NotFound(NO_ROOM)
    return found


def room_of_channel(session: Session, channel: Channel) -> Room | None:
    """Return the channel's room, if anybody has ever looked into it."""
    return session.scalars(sa.select(Room).where(Room.channel_id == channel.id)).one_or_none()


def belonging_of(session: Session, actor: Actor | None, room: Room) -> Belonging:
    """Return what the rules ask: the membership of the channel, or the participant's row."""
    if actor is None:
        return Belonging()
    if room.channel_id is not None:
        return Belonging(membership=membership_of(session, actor, room.channel_id))
    return Belonging(
        participant=session.scalars(
            sa.select(Participant).where(
                Participant.room_id == room.id, Participant.actor_id == actor.id
            )
        ).one_or_none()
    )
