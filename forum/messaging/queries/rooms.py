"""Rooms, and what an actor has to do with them."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, aliased, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.queries import membership_of
from forum.kernel.errors import NotFound
from forum.messaging.models import Participant, Room, RoomKind
from forum.messaging.policy import NO_ROOM, Belonging

# Asked with every message, and so not put together each time.
_ROOM = (
    sa.select(Room)
    .where(Room.public_id == sa.bindparam("public_id"))
    .options(
        joinedload(Room.channel).options(joinedload(Channel.city), joinedload(Channel.theme)),
    )
)


def room_by_public_id(session: Session, public_id: str) -> Room:
    """Return the room with its channel, city and theme; raises ``NotFound``."""
    found = session.scalars(_ROOM, {"public_id": public_id}).one_or_none()
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
    found = session.execute(
        sa.select(Participant, _is_company_there(actor, room)).where(
            Participant.room_id == room.id, Participant.actor_id == actor.id
        )
    ).one_or_none()
    if found is None:
        return Belonging()
    participant, has_company = found
    is_alone = room.kind is RoomKind.DIRECT and not has_company
    return Belonging(participant=participant, is_alone=is_alone)


def _is_company_there(actor: Actor, room: Room) -> ColumnElement[bool]:
    """Return whether anybody else takes part who is still here."""
    other = aliased(Participant)
    return (
        sa.exists()
        .where(other.room_id == room.id, other.actor_id != actor.id, other.left_at.is_(None))
        .where(Actor.id == other.actor_id, Actor.closed_at.is_(None), Actor.banned_at.is_(None))
    )
