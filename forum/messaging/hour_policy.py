"""Who plans chat hours, and who takes part in them."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.verdict import Denied, Verdict, allowed_if
from forum.messaging.models import ChatHour, Room, RoomKind
from forum.messaging.policy import Belonging, can_keep_order, can_read_room, readable_rooms

NO_HOUR = "no_hour"


def can_plan_hour(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for the moderation of a channel, as long as there is a chat in it."""
    if room.kind is not RoomKind.CHANNEL:
        return Denied("hours_in_channels")
    in_order = can_keep_order(actor, room, own)
    if not in_order:
        return in_order
    if actor is not None and actor.is_muted:
        return Denied("muted", actor.muted_until)
    return allowed_if(room.closed_at is None, "room_closed")


def can_see_hour(actor: Actor | None, hour: ChatHour, own: Belonging) -> Verdict:
    """Answer for who reads the room (loaded)."""
    return can_read_room(actor, hour.room, own)


def visible_hours(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``ChatHour`` that holds where :func:`can_see_hour` allows."""
    return ChatHour.room_id.in_(sa.select(Room.id).where(readable_rooms(actor)))


def can_change_hour(actor: Actor | None, hour: ChatHour, own: Belonging) -> Verdict:
    """Answer for who plans them, until it is over; what was called off stays so."""
    plans = can_plan_hour(actor, hour.room, own)
    return is_ahead(hour) if plans else plans


def can_call_off_hour(actor: Actor | None, hour: ChatHour, own: Belonging) -> Verdict:
    """Answer for who keeps order, also where the chat was switched off since."""
    in_order = can_keep_order(actor, hour.room, own)
    return is_ahead(hour) if in_order else in_order


def can_answer_hour(actor: Actor | None, hour: ChatHour, own: Belonging) -> Verdict:
    """Answer whether the actor may say if they come."""
    seen = can_see_hour(actor, hour, own)
    return is_ahead(hour) if seen else seen


def is_ahead(hour: ChatHour) -> Verdict:
    """Tell whether it is still to come, or runs."""
    if hour.called_off_at is not None:
        return Denied("hour_called_off")
    return allowed_if(clock.now() < hour.ends_at, "hour_is_over")
