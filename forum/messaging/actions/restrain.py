"""Let a room go slower, and say how long it keeps messages; both are taken back the same way."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.numbering import hold_room, note
from forum.messaging.events import RoomRestrained, RoomStirred
from forum.messaging.meeting_policy import can_keep_for_good, can_restrain_room
from forum.messaging.models import PAUSES, RETENTIONS, Room, RoomEventKind
from forum.messaging.queries import belonging_of
from forum.messaging.queries.retention import NOTICE


def restrain(
    session: Session, actor: Actor, room: Room, *, slow_seconds: int, kept_days: int | None
) -> Room:
    """Set the seconds between two messages of a person, and the days that messages stay; return it.

    Where they stay shorter than before, those that are there stay for two more weeks. Raises
    `NotAllowed`, and `Invalid` for the fields ``slow`` and ``kept``.
    """
    room = hold_room(session, room.id)
    own = belonging_of(session, actor, room)
    require(can_restrain_room(actor, room, own))
    if slow_seconds not in {*PAUSES, room.slow_seconds}:
        raise Invalid("no_such_pause", field="slow")
    if kept_days not in {*RETENTIONS, room.kept_days, None}:
        raise Invalid("no_such_retention", field="kept")
    if kept_days is None and room.kept_days is not None:
        require(can_keep_for_good(actor, room, own))
    if (room.slow_seconds, room.kept_days) == (slow_seconds, kept_days):
        return room
    if _is_shorter(kept_days, room.kept_days):
        room.spared_until = clock.now() + NOTICE
    event = RoomRestrained(
        room_id=room.id,
        slow_seconds=slow_seconds,
        slow_before=room.slow_seconds,
        kept_days=kept_days,
        kept_before=room.kept_days,
    )
    room.slow_seconds, room.kept_days = slow_seconds, kept_days
    record(session, event, actor_id=actor.id)
    sequence = note(session, room, RoomEventKind.CHANGED, actor=actor)
    record(session, RoomStirred(room_id=room.id, sequence=sequence), actor_id=actor.id)
    session.flush()
    return room


def _is_shorter(days: int | None, before: int | None) -> bool:
    return days is not None and (before is None or days < before)
