"""Give the floor to some of those in a room: all others only listen, until they get it back."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.event_log import record
from forum.messaging.actions.numbering import note
from forum.messaging.events import RoomClosed, RoomStirred
from forum.messaging.models import Participant, ParticipantRole, Room, RoomEventKind


def give_floor(
    session: Session,
    actor: Actor,
    room: Room,
    *,
    speaking: Collection[int],
    leading: Collection[int],
) -> None:
    """Let these actors write in the held room and nobody else; who leads it keeps order.

    Whether the actor decides this, the caller has asked. A message that is on its way waits for the
    room, and is judged by what holds then.
    """
    there = session.scalars(
        sa.select(Participant)
        .where(Participant.room_id == room.id, Participant.left_at.is_(None))
        .execution_options(populate_existing=True)
    )
    for one in there:
        one.is_listening = one.actor_id not in speaking
        is_host = one.actor_id in leading
        one.role = ParticipantRole.HOST if is_host else ParticipantRole.MEMBER
    tell_of_change(session, actor, room)


def tell_of_change(session: Session, actor: Actor | None, room: Room) -> None:
    """Note in the held room that it is not as it was."""
    sequence = note(session, room, RoomEventKind.CHANGED, actor=actor)
    actor_id = None if actor is None else actor.id
    record(session, RoomStirred(room_id=room.id, sequence=sequence), actor_id=actor_id)
    session.flush()


def tear_down(session: Session, room: Room) -> None:
    """Delete the held room with whatever was said and done in it. There is no way back."""
    record(session, RoomClosed(room_id=room.id))
    session.flush()
    session.execute(sa.delete(Room).where(Room.id == room.id))
    session.expunge(room)
