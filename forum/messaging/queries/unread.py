"""What somebody has not read yet."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.messaging.models import (
    Message,
    MessageMention,
    Participant,
    Room,
    RoomKind,
    RoomLevel,
    RoomReader,
)


@dataclass(frozen=True, slots=True)
class Unread:
    """What is new in a room: others' messages that stand, after the reader's mark."""

    count: int
    mentions: int
    """How many of them mention the reader."""
    first: int
    """The number of the first of them."""


def reader_of(session: Session, actor: Actor, room: Room) -> RoomReader | None:
    """Return what belongs to the actor in this room: mark, wishes and draft; none: never been."""
    return session.scalars(
        sa.select(RoomReader).where(RoomReader.room_id == room.id, RoomReader.actor_id == actor.id)
    ).one_or_none()


def level_of(room: Room, reader: RoomReader | None, *, is_muted: bool = False) -> RoomLevel:
    """Return of what somebody is told: as chosen, or as everybody is in rooms of this kind.

    Where people write to each other each message is for them, in a channel it is for all.
    `is_muted`: so the reader has wished for the channel. `waiting` says the same in SQL.
    """
    if reader is not None and reader.level is not None:
        return reader.level
    if is_muted:
        return RoomLevel.NOTHING
    return RoomLevel.MENTIONS if room.kind is RoomKind.CHANNEL else RoomLevel.ALL


def unread_of(session: Session, actor: Actor, room_ids: Collection[int]) -> dict[int, Unread]:
    """Return what is new in these rooms for the actor, who may read them; one statement.

    In the room of a channel where somebody has never been, and is not mentioned, nothing is new.
    """
    if not room_ids:
        return {}
    marks = _marks(actor, room_ids)
    is_mine = sa.and_(MessageMention.message_id == Message.id, MessageMention.actor_id == actor.id)
    rows = session.execute(
        sa.select(
            Message.room_id,
            sa.func.count(),
            sa.func.count(MessageMention.actor_id),
            sa.func.min(Message.sequence),
        )
        .join(
            marks,
            sa.and_(Message.room_id == marks.c.room_id, Message.sequence > marks.c.mark),
        )
        .outerjoin(MessageMention, is_mine)
        .where(Message.author_id != actor.id, Message.removed_at.is_(None))
        .group_by(Message.room_id)
    )
    return {room_id: Unread(count, mentions, first) for room_id, count, mentions, first in rows}


def first_unread(session: Session, actor: Actor, room: Room) -> int | None:
    """Return the number of the first message that is new to the actor, for the line above it."""
    found = unread_of(session, actor, [room.id]).get(room.id)
    return None if found is None else found.first


def _marks(actor: Actor, room_ids: Collection[int]) -> sa.Subquery:
    """Return for each room the number after which things are new; null: nothing is."""
    came = Participant.after_sequence
    read = RoomReader.read_up_to
    mark = sa.case((read > came, read), else_=sa.func.coalesce(came, read))
    return (
        sa.select(Room.id.label("room_id"), mark.label("mark"))
        .outerjoin(
            RoomReader, sa.and_(RoomReader.room_id == Room.id, RoomReader.actor_id == actor.id)
        )
        .outerjoin(
            Participant, sa.and_(Participant.room_id == Room.id, Participant.actor_id == actor.id)
        )
        .where(Room.id.in_(list(room_ids)))
        .subquery()
    )
