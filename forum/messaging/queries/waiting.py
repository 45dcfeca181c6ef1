"""What waits for somebody in their rooms, by the level they have chosen for each.

Where people write to each other every message waits, in the chat of a channel what mentions them,
unless they wish otherwise. Nothing of this is kept: it waits as long as it has not been read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, joinedload

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
from forum.messaging.policy import readable_rooms
from forum.messaging.queries.meetings import is_listed, others_in, with_own_rows
from forum.threads.queries.unread import muted_channels

MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """A room with something that waits for its reader."""

    room: Room
    """With its channel."""
    people: Sequence[Participant]
    """The others, where the room has no name."""
    count: int
    is_mention: bool
    """The reader is mentioned in one of them at least."""
    first: str
    """The public id of the first of these messages."""
    last: Message
    """The latest of them, with its author."""


def unread_rooms(session: Session, actor: Actor) -> int:
    """Return in how many rooms something waits for the actor: one statement."""
    return session.scalars(count_unread_rooms(actor)).one()


def count_unread_rooms(actor: Actor) -> sa.Select[int]:
    """Select the number of rooms in which something waits for the actor."""
    is_new = _is_new(actor)
    named = sa.exists().where(is_new, _names(actor))
    level = _level(actor)
    waits = sa.or_(
        sa.and_(level == RoomLevel.ALL.value, sa.exists().where(is_new)),
        sa.and_(level == RoomLevel.MENTIONS.value, named),
    )
    statement = with_own_rows(sa.select(sa.func.count()).select_from(Room), actor)
    return statement.where(is_listed(actor), readable_rooms(actor), waits)


def waiting_rooms(
    session: Session, actor: Actor, *conditions: ColumnElement[bool]
) -> list[WaitingRoom]:
    """Return the rooms in which something waits, those first that were written in last.

    `conditions` on ``Message``, ``Room`` and ``RoomReader`` narrow what counts. Three statements.
    """
    found = session.execute(_by_room(actor, conditions)).all()
    if not found:
        return []
    wanted = [number for row in found for number in (row.first, row.last)]
    messages = {
        one.id: one
        for one in session.scalars(
            sa.select(Message)
            .where(Message.id.in_(wanted))
            .options(
                joinedload(Message.author).joinedload(Actor.organisation),
                joinedload(Message.author).joinedload(Actor.city),
                joinedload(Message.room).joinedload(Room.channel),
            )
        )
    }
    rooms = {row.room_id: messages[row.last].room for row in found}
    people = others_in(session, actor, [one.id for one in rooms.values() if not one.name])
    return [
        WaitingRoom(
            room=rooms[row.room_id],
            people=people.get(row.room_id, ()),
            count=row.number,
            is_mention=bool(row.mentions),
            first=messages[row.first].public_id,
            last=messages[row.last],
        )
        for row in found
    ]


def is_for_one() -> ColumnElement[bool]:
    """Return the condition of :func:`waiting_rooms` for what is not meant for a whole channel."""
    return sa.or_(Room.kind != RoomKind.CHANNEL, MessageMention.actor_id.is_not(None))


def _by_room(
    actor: Actor, conditions: Sequence[ColumnElement[bool]]
) -> sa.Select[*tuple[Any, ...]]:
    """Select each room with how many messages wait, and the ids of the first and the last.

    Ids of messages rise within a room, as the numbers do.
    """
    mine = sa.and_(MessageMention.message_id == Message.id, MessageMention.actor_id == actor.id)
    level = _level(actor)
    waits = sa.or_(
        level == RoomLevel.ALL.value,
        sa.and_(level == RoomLevel.MENTIONS.value, MessageMention.actor_id.is_not(None)),
    )
    statement = with_own_rows(
        sa.select(
            Message.room_id,
            sa.func.count().label("number"),
            sa.func.count(MessageMention.actor_id).label("mentions"),
            sa.func.min(Message.id).label("first"),
            sa.func.max(Message.id).label("last"),
        ).join(Room, Room.id == Message.room_id),
        actor,
    ).outerjoin(MessageMention, mine)
    return (
        statement.where(is_listed(actor), readable_rooms(actor), _is_new(actor), waits, *conditions)
        .group_by(Message.room_id)
        .order_by(sa.func.max(Message.created_at).desc(), Message.room_id.desc())
        .limit(MOST_WAITING)
    )


def _is_new(actor: Actor) -> ColumnElement[bool]:
    return sa.and_(
        Message.room_id == Room.id,
        Message.sequence > sa.func.coalesce(RoomReader.read_up_to, 0),
        Message.sequence > sa.func.coalesce(Participant.after_sequence, 0),
        Message.author_id != actor.id,
        Message.removed_at.is_(None),
    )


def _names(actor: Actor) -> ColumnElement[bool]:
    return sa.and_(MessageMention.message_id == Message.id, MessageMention.actor_id == actor.id)


def _level(actor: Actor) -> ColumnElement[str]:
    """Return the level as chosen, or the usual one; whoever mutes a channel mutes its chat."""
    usual = sa.case(
        (Room.kind != RoomKind.CHANNEL, RoomLevel.ALL.value),
        (Room.channel_id.in_(muted_channels(actor)), RoomLevel.NOTHING.value),
        else_=RoomLevel.MENTIONS.value,
    )
    return sa.func.coalesce(sa.cast(RoomReader.level, sa.String), usual)
