"""Whose bell has something new because of what was said in a room.

What waits in chat is not written down: it is asked for by the level of each room. Here open pages
are only told to count again, where a room begins to wait.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from forum.accounts.models import Account, AccountState, Actor
from forum.kernel.event_log import record
from forum.messaging.events import MessageEdited, MessageSent
from forum.messaging.models import (
    Message,
    MessageMention,
    Participant,
    Room,
    RoomKind,
    RoomLevel,
    RoomReader,
)
from forum.messaging.queries import readers_of_room
from forum.notifications.events import Notified


def tell_of_message(session: Session, event: MessageSent | MessageEdited) -> None:
    """Let those count again for whom the message is the first that waits in its room."""
    message = session.scalars(
        sa.select(Message)
        .where(Message.id == event.message_id, Message.removed_at.is_(None))
        .options(joinedload(Message.room).joinedload(Room.channel))
    ).one_or_none()
    if message is None:
        return
    found = session.scalars(_concerned(message).order_by(Account.id)).all()
    if found:
        record(session, Notified(account_ids=list(found)))


def _concerned(message: Message) -> sa.Select[int]:
    room = message.room
    usual = RoomLevel.MENTIONS if room.kind is RoomKind.CHANNEL else RoomLevel.ALL
    level = sa.func.coalesce(sa.cast(RoomReader.level, sa.String), usual.value)
    is_named = sa.exists().where(
        MessageMention.message_id == message.id, MessageMention.actor_id == Actor.id
    )
    waits = sa.or_(
        level == RoomLevel.ALL.value, sa.and_(level == RoomLevel.MENTIONS.value, is_named)
    )
    mine = sa.and_(RoomReader.room_id == room.id, RoomReader.actor_id == Actor.id)
    read = sa.func.coalesce(RoomReader.read_up_to, 0)
    return (
        sa.select(Account.id)
        .join(Actor, Actor.id == Account.actor_id)
        .outerjoin(RoomReader, mine)
        .where(
            Account.state == AccountState.ACTIVE,
            Actor.id != message.author_id,
            _who_can_be(room),
            readers_of_room(room),
            read < message.sequence,
            waits,
            sa.or_(level != RoomLevel.ALL.value, ~_has_waited(message)),
        )
    )


def _has_waited(message: Message) -> sa.ColumnElement[bool]:
    """Return whether something before it waits for who is told of everything: it counts once."""
    earlier = aliased(Message)
    return sa.exists().where(
        earlier.room_id == message.room_id,
        earlier.sequence < message.sequence,
        earlier.sequence > sa.func.coalesce(RoomReader.read_up_to, 0),
        earlier.author_id != Actor.id,
        earlier.removed_at.is_(None),
        earlier.sequence > sa.func.coalesce(_came(message), 0),
    )


def _came(message: Message) -> sa.ScalarSelect[int]:
    return (
        sa.select(Participant.after_sequence)
        .where(Participant.room_id == message.room_id, Participant.actor_id == Actor.id)
        .correlate(Actor)
        .scalar_subquery()
    )


def _who_can_be(room: Room) -> sa.ColumnElement[bool]:
    """Narrow it down by an index: nobody else has a row for this room."""
    here = sa.union(
        sa.select(RoomReader.actor_id).where(RoomReader.room_id == room.id),
        sa.select(Participant.actor_id).where(Participant.room_id == room.id),
    )
    return Actor.id.in_(here)
