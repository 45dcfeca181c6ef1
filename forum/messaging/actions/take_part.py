"""Bring somebody into a room, take them out of it, leave it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.begin import require_writable
from forum.messaging.actions.numbering import hold_room, note
from forum.messaging.events import ParticipantCame, ParticipantWent, RoomStirred
from forum.messaging.meeting_policy import (
    MOST_PEOPLE,
    can_add_to,
    can_lead,
    can_leave_room,
)
from forum.messaging.models import Participant, ParticipantRole, Room, RoomEventKind
from forum.messaging.queries import belonging_of, participant_of
from forum.threads.actions.locks import hold_actor


def add_participant(session: Session, actor: Actor, room: Room, *, person: Actor) -> Participant:
    """Let somebody in, who reads what is said from now on, and return their row.

    Who is there already stays as they are. Raises `NotAllowed`, and `Invalid` for ``people``.
    """
    hold_actor(session, actor)
    room = hold_room(session, room.id)
    require(can_add_to(actor, room, belonging_of(session, actor, room)))
    return let_in(session, actor, room, person)


def let_in(session: Session, actor: Actor, room: Room, person: Actor) -> Participant:
    """Let somebody into the held room and return their row; the caller has asked who decides.

    Raises `NotAllowed` where they are not to be written to, and `Invalid` for ``people``.
    """
    own = participant_of(session, room, person)
    if own is not None and own.left_at is None:
        return own
    require_writable(session, actor, [person])
    _require_place(session, room)
    if own is None:
        own = Participant(room_id=room.id, actor_id=person.id)
        session.add(own)
    own.role = ParticipantRole.MEMBER
    own.joined_at = clock.now()
    own.left_at = None
    own.after_sequence = room.last_sequence
    sequence = note(session, room, RoomEventKind.CAME, actor=person)
    record(session, ParticipantCame(room_id=room.id, actor_id=person.id), actor_id=actor.id)
    record(session, RoomStirred(room_id=room.id, sequence=sequence), actor_id=actor.id)
    session.flush()
    return own


def remove_participant(session: Session, actor: Actor, room: Room, *, person: Actor) -> None:
    """Take somebody out, who reads no further from now on. Its inverse is `add_participant`.

    Raises `NotAllowed`, `NotFound` ``not_in_room``, `Invalid` ``leave_instead``.
    """
    hold_actor(session, actor)
    room = hold_room(session, room.id)
    require(can_lead(actor, room, belonging_of(session, actor, room)))
    if person.id == actor.id:
        raise Invalid("leave_instead", field="person")
    own = participant_of(session, room, person)
    if own is None or own.left_at is not None:
        raise NotFound("not_in_room")
    let_go(session, actor, room, own)


def leave(session: Session, actor: Actor, room: Room) -> None:
    """Take part no more; the last host who goes hands over to who has been there longest.

    Who has left already has. Raises `NotAllowed`: see `can_leave_room`.
    """
    hold_actor(session, actor)
    room = hold_room(session, room.id)
    own = belonging_of(session, actor, room)
    if own.participant is not None and own.participant.left_at is not None:
        return
    require(can_leave_room(actor, room, own))
    assert own.participant is not None  # noqa: S101 - so the rule says
    let_go(session, actor, room, own.participant)


def let_go(session: Session, actor: Actor, room: Room, own: Participant) -> None:
    """Let somebody take part in the held room no more; the caller has asked who decides."""
    own.left_at = clock.now()
    was_host, own.role = own.role is ParticipantRole.HOST, ParticipantRole.MEMBER
    person = session.get_one(Actor, own.actor_id)
    sequence = note(session, room, RoomEventKind.WENT, actor=person)
    session.flush()
    if was_host:
        _hand_over(session, room)
    record(session, ParticipantWent(room_id=room.id, actor_id=person.id), actor_id=actor.id)
    record(session, RoomStirred(room_id=room.id, sequence=sequence), actor_id=actor.id)
    session.flush()


def _hand_over(session: Session, room: Room) -> None:
    there = (
        sa.select(Participant)
        .join(Actor, Actor.id == Participant.actor_id)
        .where(
            Participant.room_id == room.id,
            Participant.left_at.is_(None),
            Actor.closed_at.is_(None),
            Actor.banned_at.is_(None),
        )
    )
    if session.scalars(there.where(Participant.role == ParticipantRole.HOST).limit(1)).first():
        return
    first = there.order_by(Participant.joined_at, Participant.actor_id).limit(1)
    if (heir := session.scalars(first).first()) is not None:
        heir.role = ParticipantRole.HOST


def _require_place(session: Session, room: Room) -> None:
    there = sa.select(sa.func.count()).where(
        Participant.room_id == room.id, Participant.left_at.is_(None)
    )
    most = MOST_PEOPLE[room.kind]
    if session.scalars(there).one() >= most:
        raise Invalid("too_many_people", field="people", limit=most)
