"""Begin a conversation: with one person, with several, or a room with a name."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.ids import new_public_id
from forum.kernel.rows import insert_into
from forum.kernel.verdict import require
from forum.messaging.actions.numbering import hold_room, note
from forum.messaging.events import ParticipantCame, RoomStirred
from forum.messaging.meeting_policy import MOST_PEOPLE, can_begin_conversation, can_write_to
from forum.messaging.models import Participant, ParticipantRole, Room, RoomEventKind, RoomKind
from forum.messaging.queries import direct_room_of, pair_of, participant_of, refusing_among
from forum.messaging.room_names import clean_description, clean_name
from forum.threads.actions.locks import hold_actor


def start_direct(session: Session, actor: Actor, person: Actor) -> Room:
    """Return the room of these two people, made now where they have none.

    Who had left it comes back by this; nobody is brought back by the other. Two who begin at once
    meet in one room. Raises `NotAllowed`: see `can_write_to`; a conversation that is there already
    goes on, whatever the other wishes about new ones.
    """
    hold_actor(session, actor)
    require(can_begin_conversation(actor))
    pair = pair_of(actor, person)
    room = direct_room_of(session, actor, person)
    if room is not None:
        _come_back(session, actor, hold_room(session, room.id))
        return room
    refuses = person.id in refusing_among(session, [person.id])
    require(can_write_to(actor, person, refuses=refuses))
    new = insert_into(session, Room).values(
        public_id=new_public_id(),
        kind=RoomKind.DIRECT,
        pair=pair,
        created_by_id=actor.id,
        created_at=clock.now(),
    )
    session.execute(new.on_conflict_do_nothing(index_elements=["pair"]))
    room = session.scalars(sa.select(Room).where(Room.pair == pair)).one()
    room = hold_room(session, room.id)
    if room.last_sequence == 0:
        _seat(session, room, actor, (actor, person), hosts=())
    else:
        _come_back(session, actor, room)
    return room


def start_group(session: Session, actor: Actor, people: Sequence[Actor]) -> Room:
    """Begin a conversation with several people and return its room; the actor leads it.

    Raises `NotAllowed`, and `Invalid` for the field ``people``.
    """
    others = _checked(session, actor, people, RoomKind.GROUP)
    if len(others) < 2:
        raise Invalid("too_few_people", field="people")
    return _opened(session, Room(kind=RoomKind.GROUP), actor, others)


def open_working(
    session: Session, actor: Actor, people: Sequence[Actor], *, name: str, description: str = ""
) -> Room:
    """Open a room with a name, where people come and go, and return it; the actor leads it.

    Raises `NotAllowed`, and `Invalid` for the fields ``people``, ``name`` and ``description``.
    """
    others = _checked(session, actor, people, RoomKind.WORKING)
    room = Room(
        kind=RoomKind.WORKING,
        name=clean_name(name, is_needed=True),
        description=clean_description(description),
    )
    return _opened(session, room, actor, others)


def open_consultation_room(
    session: Session, actor: Actor, people: Sequence[Actor], *, name: str
) -> Room:
    """Open the room of a peer consultation and return it; it is deleted as a whole, on its day.

    Raises `NotAllowed`, and `Invalid` for the fields ``people`` and ``name``.
    """
    others = _checked(session, actor, people, RoomKind.CONSULTATION)
    name = clean_name(name, is_needed=True)
    room = _opened(session, Room(kind=RoomKind.CONSULTATION, name=name), actor, others)
    room.kept_days = None
    session.flush()
    return room


def require_writable(session: Session, actor: Actor, people: Collection[Actor]) -> None:
    """Raise `NotAllowed` where one of these people is not to be written to."""
    refusing = refusing_among(session, [person.id for person in people])
    for person in people:
        require(can_write_to(actor, person, refuses=person.id in refusing))


def _checked(
    session: Session, actor: Actor, people: Sequence[Actor], kind: RoomKind
) -> list[Actor]:
    hold_actor(session, actor)
    require(can_begin_conversation(actor))
    others = list({person.id: person for person in people if person.id != actor.id}.values())
    if len(others) + 1 > MOST_PEOPLE[kind]:
        raise Invalid("too_many_people", field="people", limit=MOST_PEOPLE[kind])
    require_writable(session, actor, others)
    return others


def _opened(session: Session, room: Room, actor: Actor, others: Sequence[Actor]) -> Room:
    room.created_by_id = actor.id
    room.created_at = clock.now()
    session.add(room)
    session.flush()
    room = hold_room(session, room.id)
    _seat(session, room, actor, (actor, *others), hosts=(actor,))
    return room


def _seat(
    session: Session,
    room: Room,
    actor: Actor,
    people: Collection[Actor],
    *,
    hosts: Collection[Actor],
) -> None:
    """Let these people in; whoever is there from the beginning reads everything."""
    for person in people:
        role = ParticipantRole.HOST if person in hosts else ParticipantRole.MEMBER
        joined_at = clock.now()
        session.add(
            Participant(room_id=room.id, actor_id=person.id, role=role, joined_at=joined_at)
        )
        note(session, room, RoomEventKind.CAME, actor=person)
        record(session, ParticipantCame(room_id=room.id, actor_id=person.id), actor_id=actor.id)
    session.flush()
    stirred = RoomStirred(room_id=room.id, sequence=room.last_sequence)
    record(session, stirred, actor_id=actor.id)


def _come_back(session: Session, actor: Actor, room: Room) -> None:
    """Let the actor in again, who had left this room of two."""
    own = participant_of(session, room, actor)
    if own is None or own.left_at is None:
        return
    own.left_at = None
    sequence = note(session, room, RoomEventKind.CAME, actor=actor)
    record(session, ParticipantCame(room_id=room.id, actor_id=actor.id), actor_id=actor.id)
    record(session, RoomStirred(room_id=room.id, sequence=sequence), actor_id=actor.id)
    session.flush()
