"""Chat hours: those of a room, and what one is to be told of them.

What is told is not written down: it follows from the hour, and from what the reader has seen of it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor
from forum.channels.models import (
    Channel,
    Membership,
    MembershipRole,
    Subscription,
    SubscriptionLevel,
)
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.messaging.hour_policy import NO_HOUR, visible_hours
from forum.messaging.models import ChatHour, ChatWishes, HourReader, Room
from forum.messaging.queries.people import readers_of_room
from forum.messaging.queries.reminders import wants_letters
from forum.messaging.queries.waiting import count_unread_rooms
from forum.threads.queries.unread import muted_channels

MOST_PAST = 20
MOST_TOLD = 20
MOST_SHOWN = 100
OFFERED_FOR = dt.timedelta(days=14)
"""So long it is offered to keep what was said."""
TOLD_OFF_FOR = dt.timedelta(days=1)
"""So long after its time somebody reads that an hour was called off."""

Told = Literal["planned", "moved", "called_off", "soon", "over"]


@dataclass(frozen=True, slots=True)
class HourNews:
    """What somebody is told of an hour (with its room, channel and host)."""

    hour: ChatHour
    told: Told
    key: str
    """Names it, so that it is not told again once it was seen."""
    at: dt.datetime


def hour_by_public_id(session: Session, public_id: str) -> ChatHour:
    """Return the hour with room, channel and host; raises ``NotFound``."""
    found: ChatHour | None = session.scalars(
        _loaded(sa.select(ChatHour).where(ChatHour.public_id == public_id))
    ).one_or_none()
    if found is None:
        raise NotFound(NO_HOUR)
    return found


def hours_ahead(session: Session, room: Room) -> Sequence[ChatHour]:
    """Return what runs and what is to come, with its hosts, the next one first."""
    return session.scalars(
        sa.select(ChatHour)
        .where(
            ChatHour.room_id == room.id,
            ChatHour.called_off_at.is_(None),
            ChatHour.ends_at > clock.now(),
        )
        .options(joinedload(ChatHour.host))
        .order_by(ChatHour.starts_at, ChatHour.id)
    ).all()


def hours_shown(session: Session, actor: Actor) -> Sequence[ChatHour]:
    """Return what runs and is to come in all channels that the actor reads and has not muted."""
    return session.scalars(
        sa.select(ChatHour)
        .join(Room, Room.id == ChatHour.room_id)
        .where(
            visible_hours(actor),
            ChatHour.called_off_at.is_(None),
            ChatHour.ends_at > clock.now(),
            Room.closed_at.is_(None),
            Room.channel_id.not_in(muted_channels(actor)),
        )
        .options(joinedload(ChatHour.room).joinedload(Room.channel))
        .order_by(ChatHour.starts_at, ChatHour.id)
        .limit(MOST_SHOWN)
    ).all()


def next_hour(session: Session, room: Room) -> ChatHour | None:
    """Return the hour that runs, or else the next one."""
    return next(iter(hours_ahead(session, room)), None)


def hours_past(session: Session, room: Room) -> Sequence[ChatHour]:
    """Return the latest that are over, with their hosts; what was called off is not among them."""
    return session.scalars(
        sa.select(ChatHour)
        .where(
            ChatHour.room_id == room.id,
            ChatHour.called_off_at.is_(None),
            ChatHour.ends_at <= clock.now(),
        )
        .options(joinedload(ChatHour.host))
        .order_by(ChatHour.starts_at.desc(), ChatHour.id.desc())
        .limit(MOST_PAST)
    ).all()


def hour_reader_of(session: Session, actor: Actor, hour: ChatHour) -> HourReader | None:
    """Return what the actor has to do with it."""
    return session.get(HourReader, (hour.id, actor.id), populate_existing=True)


def coming_count(session: Session, hour: ChatHour) -> int:
    """Return how many say that they come."""
    return session.scalars(
        sa.select(sa.func.count()).where(HourReader.hour_id == hour.id, HourReader.comes.is_(True))
    ).one()


def accounts_coming(session: Session, hour: ChatHour) -> Sequence[Account]:
    """Return the accounts of those who come, may still read the room, and wish letters of it."""
    return session.scalars(
        sa.select(Account)
        .join(Actor, Actor.id == Account.actor_id)
        .join(HourReader, HourReader.actor_id == Actor.id)
        .outerjoin(ChatWishes, ChatWishes.account_id == Account.id)
        .where(
            HourReader.hour_id == hour.id,
            HourReader.comes.is_(True),
            wants_letters(),
            Account.state == AccountState.ACTIVE,
            readers_of_room(hour.room),
        )
        .options(joinedload(Account.actor))
        .order_by(Account.id)
    ).all()


def accounts_concerned(session: Session, hour: ChatHour) -> Sequence[int]:
    """Return the ids of accounts whose bell may have something new about the hour."""
    channel_id = hour.room.channel_id
    concerned = sa.union(
        sa.select(Membership.actor_id).where(Membership.channel_id == channel_id),
        sa.select(Subscription.actor_id).where(
            Subscription.channel_id == channel_id,
            Subscription.level == SubscriptionLevel.WATCHING,
        ),
        sa.select(HourReader.actor_id).where(HourReader.hour_id == hour.id),
        sa.select(sa.literal(hour.host_id)),
    )
    return session.scalars(
        sa.select(Account.id)
        .join(Actor, Actor.id == Account.actor_id)
        .where(
            Actor.id.in_(concerned),
            Account.state == AccountState.ACTIVE,
            readers_of_room(hour.room),
        )
        .order_by(Account.id)
    ).all()


def hour_news(session: Session, actor: Actor) -> list[HourNews]:
    """Return what the actor is to be told and has not seen, the latest first: one statement."""
    rows = session.execute(
        _loaded(_told_to(sa.select(ChatHour), actor))
        .order_by(ChatHour.set_at.desc(), ChatHour.id.desc())
        .limit(MOST_TOLD)
    )
    return [_news(hour) for (hour,) in rows]


def rooms_and_hours(session: Session, actor: Actor) -> tuple[int, int]:
    """Return in how many rooms something waits, and how many hours tell: one statement."""
    hours = _told_to(sa.select(sa.func.count()).select_from(ChatHour), actor)
    waiting = sa.select(count_unread_rooms(actor).scalar_subquery(), hours.scalar_subquery())
    in_rooms, of_hours = session.execute(waiting).one()
    return in_rooms, of_hours


def news_key(hour: ChatHour) -> str:
    """Return the name of what can be told of the hour now; seen with its page."""
    if hour.called_off_at is not None:
        return "called_off"
    if clock.now() >= hour.ends_at:
        return "over"
    return f"{'soon' if hour.reminded_at else 'planned'}:{hour.moved}"


def _news(hour: ChatHour) -> HourNews:
    """Return what is told of an hour of which something is."""
    key = news_key(hour)
    if hour.called_off_at is not None:
        return HourNews(hour, "called_off", key, hour.called_off_at)
    if clock.now() >= hour.ends_at:
        return HourNews(hour, "over", key, hour.ends_at)
    if hour.reminded_at is not None:
        return HourNews(hour, "soon", key, hour.reminded_at)
    return HourNews(hour, "moved" if hour.moved else "planned", key, hour.set_at)


def _told_to(statement: sa.Select[*tuple[Any, ...]], actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    """Narrow a selection of hours down to those of which something is told."""
    now, mine = clock.now(), HourReader.actor_id == actor.id
    comes = HourReader.comes.is_(True)
    is_host = ChatHour.host_id == actor.id
    number = sa.cast(ChatHour.moved, sa.String)
    seen = sa.func.coalesce(HourReader.seen, "")
    key = sa.case(
        (ChatHour.called_off_at.is_not(None), "called_off"),
        (ChatHour.ends_at <= now, "over"),
        (ChatHour.reminded_at.is_not(None), sa.literal("soon:") + number),
        else_=sa.literal("planned:") + number,
    )
    is_news = sa.case(
        (ChatHour.called_off_at.is_not(None), comes & (ChatHour.ends_at > now - TOLD_OFF_FOR)),
        (ChatHour.ends_at <= now, _leads(actor) & ChatHour.first_sequence.is_not(None)),
        (comes | is_host, ChatHour.reminded_at.is_not(None) | (ChatHour.moved > 0)),
        # That it begins soon is told to those who come; others know of this time already.
        else_=HourReader.comes.is_(None) & ~seen.endswith(sa.literal(":") + number) & _in(actor),
    )
    left_alone = Room.channel_id.in_(muted_channels(actor))
    return (
        statement.join(Room, Room.id == ChatHour.room_id)
        .outerjoin(HourReader, sa.and_(HourReader.hour_id == ChatHour.id, mine))
        .where(
            ChatHour.ends_at > now - OFFERED_FOR,
            visible_hours(actor),
            ~left_alone | comes | is_host,
            is_news,
            seen != key,
        )
    )


def _in(actor: Actor) -> sa.ColumnElement[bool]:
    """Return whether the channel is one's own, or watched."""
    is_member = sa.exists().where(
        Membership.channel_id == Room.channel_id, Membership.actor_id == actor.id
    )
    watches = sa.exists().where(
        Subscription.channel_id == Room.channel_id,
        Subscription.actor_id == actor.id,
        Subscription.level == SubscriptionLevel.WATCHING,
    )
    return is_member | watches


def _leads(actor: Actor) -> sa.ColumnElement[bool]:
    """Return who is offered to keep it: the host and the channel's own moderation."""
    if actor.is_muted:
        return sa.false()
    moderates = sa.exists().where(
        Membership.channel_id == Room.channel_id,
        Membership.actor_id == actor.id,
        Membership.role == MembershipRole.MODERATOR,
    )
    return sa.or_(ChatHour.host_id == actor.id, moderates)


def _loaded(statement: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    room = joinedload(ChatHour.room).joinedload(Room.channel)
    return statement.options(
        room.joinedload(Channel.city), room.joinedload(Channel.theme), joinedload(ChatHour.host)
    )
