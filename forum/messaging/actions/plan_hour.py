"""Plan a chat hour, change it, and call it off."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.policy import is_present
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.messaging.actions.numbering import hold_room, note
from forum.messaging.events import HourCalledOff, HourChanged, HourPlanned, RoomStirred
from forum.messaging.hour_policy import can_call_off_hour, can_change_hour, can_plan_hour
from forum.messaging.models import LENGTHS, ChatHour, Room, RoomEventKind
from forum.messaging.queries import belonging_of, readers_of_room

TITLE_LIMIT = 120
DESCRIPTION_LIMIT = 500
FURTHEST = dt.timedelta(days=366)
MOST_AHEAD = 50
"""Hours of a room that are still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HourPlan:
    """What a chat hour is to be."""

    title: str
    description: str
    starts_at: dt.datetime
    minutes: int
    host: Actor

    @property
    def ends_at(self) -> dt.datetime:
        """When it is over."""
        return self.starts_at + dt.timedelta(minutes=self.minutes)


def plan_hour(session: Session, actor: Actor, room: Room, plan: HourPlan) -> ChatHour:
    """Plan it, and return it; asked twice for the same, it is one.

    Raises `NotAllowed`, and `Invalid` for the fields of the plan.
    """
    room = hold_room(session, room.id)
    require(can_plan_hour(actor, room, belonging_of(session, actor, room)))
    title, description = _texts(plan)
    _check_time(plan)
    _check_host(session, plan.host, room)
    hour = ChatHour(
        room_id=room.id,
        host_id=plan.host.id,
        title=title,
        description=description,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
    )
    if twin := _at_that_time(session, room, plan, None):
        if _same(twin, hour):
            return twin
        raise Invalid("hours_overlap", field="starts_at", title=twin.title)
    if _ahead(session, room) >= MOST_AHEAD:
        raise Invalid("too_many_hours", limit=MOST_AHEAD)
    session.add(hour)
    session.flush()
    record(session, HourPlanned(hour_id=hour.id, room_id=room.id), actor_id=actor.id)
    _stir(session, actor, room)
    return hour


def change_hour(
    session: Session, actor: Actor, hour: ChatHour, plan: HourPlan, *, version: int
) -> ChatHour:
    """Make it what the plan says, and return it; who said that they come is told of another time.

    Raises `NotAllowed`, `Invalid`, and `Conflict` ``hour_changed`` where it is not the `version`
    that the change began with.
    """
    room, hour = hold_hour(session, hour)
    require(can_change_hour(actor, hour, belonging_of(session, actor, room)))
    if hour.version != version:
        raise Conflict("hour_changed")
    title, description = _texts(plan)
    is_moved = (hour.starts_at, hour.ends_at) != (plan.starts_at, plan.ends_at)
    if is_moved:
        _check_time(plan)
        if other := _at_that_time(session, room, plan, hour.id):
            raise Invalid("hours_overlap", field="starts_at", title=other.title)
    if plan.host.id != hour.host_id:
        _check_host(session, plan.host, room)
    hour.title, hour.description, hour.host_id = title, description, plan.host.id
    hour.version += 1
    if is_moved:
        hour.starts_at, hour.ends_at = plan.starts_at, plan.ends_at
        hour.moved += 1
        hour.set_at, hour.reminded_at = clock.now(), None
    event = HourChanged(hour_id=hour.id, room_id=room.id, moved=hour.moved if is_moved else None)
    record(session, event, actor_id=actor.id)
    _stir(session, actor, room)
    return hour


def call_off_hour(session: Session, actor: Actor, hour: ChatHour) -> ChatHour:
    """Let there be no such hour, and return it; who said that they come is told."""
    room, hour = hold_hour(session, hour)
    if hour.called_off_at is not None:
        return hour
    require(can_call_off_hour(actor, hour, belonging_of(session, actor, room)))
    hour.called_off_at = clock.now()
    hour.version += 1
    record(session, HourCalledOff(hour_id=hour.id, room_id=room.id), actor_id=actor.id)
    _stir(session, actor, room)
    return hour


def hold_hour(session: Session, hour: ChatHour) -> tuple[Room, ChatHour]:
    """Return the hour with its room as they are; both are held, the room first."""
    room = hold_room(session, hour.room_id)
    held = session.scalars(
        sa.select(ChatHour)
        .where(ChatHour.id == hour.id)
        .options(joinedload(ChatHour.room).joinedload(Room.channel), joinedload(ChatHour.host))
        .with_for_update(of=ChatHour)
        .execution_options(populate_existing=True)
    ).one()
    return room, held


def _texts(plan: HourPlan) -> tuple[str, str]:
    title = clean_line(plan.title, limit=TITLE_LIMIT, field="title")
    description = clean_line(
        plan.description, limit=DESCRIPTION_LIMIT, field="description", may_be_empty=True
    )
    return title, description


def _check_time(plan: HourPlan) -> None:
    if plan.minutes not in LENGTHS:
        raise Invalid("no_such_length", field="minutes")
    now = clock.now()
    if plan.starts_at <= now:
        raise Invalid("hour_in_the_past", field="starts_at")
    if plan.starts_at > now + FURTHEST:
        raise Invalid("hour_too_far", field="starts_at")


def _check_host(session: Session, host: Actor, room: Room) -> None:
    reads = sa.select(Actor.id).where(Actor.id == host.id, readers_of_room(room))
    if not is_present(host) or session.scalar(reads) is None:
        raise Invalid("host_not_here", field="host")


def _at_that_time(
    session: Session, room: Room, plan: HourPlan, except_id: int | None
) -> ChatHour | None:
    return session.scalars(
        sa.select(ChatHour)
        .where(
            ChatHour.room_id == room.id,
            ChatHour.called_off_at.is_(None),
            ChatHour.starts_at < plan.ends_at,
            ChatHour.ends_at > plan.starts_at,
            ChatHour.id != (except_id or 0),
        )
        .order_by(ChatHour.starts_at)
        .limit(1)
    ).one_or_none()


def _same(one: ChatHour, other: ChatHour) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("title", "description", "starts_at", "ends_at", "host_id")
    )


def _ahead(session: Session, room: Room) -> int:
    return session.scalars(
        sa.select(sa.func.count()).where(
            ChatHour.room_id == room.id,
            ChatHour.called_off_at.is_(None),
            ChatHour.ends_at > clock.now(),
        )
    ).one()


def _stir(session: Session, actor: Actor, room: Room) -> None:
    sequence = note(session, room, RoomEventKind.CHANGED, actor=actor)
    record(session, RoomStirred(room_id=room.id, sequence=sequence), actor_id=actor.id)
    session.flush()
