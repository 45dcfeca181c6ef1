"""What people have missed in their rooms, so that a letter tells of it.

Messages to somebody, or that mention them, wait a quarter of an hour. Then those of one burst go
into one letter: it ends when nothing has come for as long, or after an hour.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import QueryableAttribute, Session

from forum.accounts.models import Account, AccountState, Actor
from forum.mailboxes.queries import has_failing_mailbox
from forum.messaging.models import (
    ChatWishes,
    Message,
    MessageMention,
    Participant,
    Room,
    RoomKind,
    RoomLevel,
    RoomReader,
)
from forum.messaging.queries.waiting import WaitingRoom, is_for_one, waiting_rooms
from forum.messaging.quiet import is_quiet

WAITED = dt.timedelta(minutes=15)
LONGEST_BURST = dt.timedelta(hours=1)
# What is older is no news any more, after a stop of the hub or of the letters.
OLDEST = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Missed:
    """A room that is due to be told of to one account."""

    account_id: int
    room_id: int
    up_to: int
    """The number of its latest message that waits."""


def is_told_by_mail(session: Session, account: Account) -> bool:
    """Tell whether the account wishes such letters; who has never chosen does."""
    wishes = session.get(ChatWishes, account.id, populate_existing=True)
    return wishes is None or wishes.by_mail


def missed_rooms(session: Session, now: dt.datetime) -> list[Missed]:
    """Return what is due, longest waiting first; nothing for whom it is quiet now."""
    due = sa.union_all(_in_conversations(now), _of_mentions(now)).subquery("due")
    rows = session.execute(
        sa.select(due, Account.timezone, ChatWishes)
        .join(Account, Account.id == due.c.account_id)
        .outerjoin(ChatWishes, ChatWishes.account_id == Account.id)
        .order_by(due.c.oldest, due.c.account_id, due.c.room_id)
    )
    return [
        Missed(row.account_id, row.room_id, row.up_to)
        for row in rows
        if not is_quiet(row.ChatWishes, row.timezone, now)
    ]


def still_missed(
    session: Session, actor: Actor, room_ids: Collection[int], now: dt.datetime
) -> list[WaitingRoom]:
    """Return what the actor has still not read there, and may read: asked again, as it is now."""
    return waiting_rooms(
        session,
        actor,
        Room.id.in_(room_ids),
        is_for_one(),
        Message.created_at > now - OLDEST,
        Message.sequence > sa.func.coalesce(RoomReader.mailed_up_to, 0),
    )


def _in_conversations(now: dt.datetime) -> sa.Select[*tuple[Any, ...]]:
    named = sa.exists().where(
        MessageMention.message_id == Message.id, MessageMention.actor_id == Participant.actor_id
    )
    level = sa.func.coalesce(sa.cast(RoomReader.level, sa.String), RoomLevel.ALL.value)
    return (
        _bursts(Participant.actor_id, now)
        .join(Participant, Participant.room_id == Room.id)
        .join(Account, Account.actor_id == Participant.actor_id)
        .join(Actor, Actor.id == Participant.actor_id)
        .outerjoin(
            RoomReader,
            sa.and_(RoomReader.room_id == Room.id, RoomReader.actor_id == Participant.actor_id),
        )
        .outerjoin(ChatWishes, ChatWishes.account_id == Account.id)
        .where(
            Room.kind != RoomKind.CHANNEL,
            Participant.left_at.is_(None),
            Message.sequence > Participant.after_sequence,
            sa.or_(
                level == RoomLevel.ALL.value,
                sa.and_(level == RoomLevel.MENTIONS.value, named),
            ),
        )
    )


def _of_mentions(now: dt.datetime) -> sa.Select[*tuple[Any, ...]]:
    return (
        _bursts(MessageMention.actor_id, now)
        .join(MessageMention, MessageMention.message_id == Message.id)
        .join(Account, Account.actor_id == MessageMention.actor_id)
        .join(Actor, Actor.id == MessageMention.actor_id)
        # Whoever is mentioned has such a row.
        .join(
            RoomReader,
            sa.and_(RoomReader.room_id == Room.id, RoomReader.actor_id == MessageMention.actor_id),
        )
        .outerjoin(ChatWishes, ChatWishes.account_id == Account.id)
        .where(
            Room.kind == RoomKind.CHANNEL,
            sa.func.coalesce(sa.cast(RoomReader.level, sa.String), "") != RoomLevel.NOTHING.value,
        )
    )


def _bursts(reader: QueryableAttribute[int], now: dt.datetime) -> sa.Select[*tuple[Any, ...]]:
    """Select bursts that are over: what the reader has not read, in no letter, and is told of."""
    return (
        sa.select(
            Account.id.label("account_id"),
            Room.id.label("room_id"),
            sa.func.max(Message.sequence).label("up_to"),
            sa.func.min(Message.created_at).label("oldest"),
        )
        .select_from(Message)
        .join(Room, Room.id == Message.room_id)
        .where(
            Message.created_at > now - OLDEST,
            Message.removed_at.is_(None),
            Message.author_id != reader,
            Message.sequence > sa.func.coalesce(RoomReader.read_up_to, 0),
            Message.sequence > sa.func.coalesce(RoomReader.mailed_up_to, 0),
            sa.func.coalesce(ChatWishes.by_mail, sa.true()),
            Account.state == AccountState.ACTIVE,
            Actor.closed_at.is_(None),
            Actor.banned_at.is_(None),
            sa.or_(Actor.suspended_until.is_(None), Actor.suspended_until <= now),
            ~has_failing_mailbox(sa.type_coerce(Account.id, sa.Integer)),
        )
        .group_by(Account.id, Room.id)
        .having(
            sa.or_(
                sa.func.max(Message.created_at) <= now - WAITED,
                sa.func.min(Message.created_at) <= now - LONGEST_BURST,
            )
        )
    )
