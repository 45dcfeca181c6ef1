"""Who takes part in a room, and the conversations of somebody."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor, Organisation
from forum.messaging.meeting_policy import refusing_people, writable_people
from forum.messaging.models import (
    Message,
    Participant,
    Room,
    RoomKind,
    RoomReader,
)
from forum.messaging.policy import readable_rooms
from forum.messaging.queries.unread import Unread, unread_of

MOST_FOUND = 20
MOST_ROOMS = 200
"""Conversations on the page of all; older ones are found by their people."""


@dataclass(frozen=True, slots=True)
class ListedRoom:
    """A conversation as its list shows it to one reader."""

    room: Room
    people: Sequence[Participant]
    """The others in a conversation without a name, with those who have left; first come first."""
    draft: str
    unread: Unread | None
    last: Message | None
    """The latest message that stands, with its author."""

    @property
    def at(self) -> dt.datetime:
        """When it was last written in, or begun."""
        return self.room.last_message_at or self.room.created_at


def participant_of(session: Session, room: Room, actor: Actor) -> Participant | None:
    """Return somebody's row in a room, as it is now; who has left has one as well."""
    return session.scalars(
        sa.select(Participant)
        .where(Participant.room_id == room.id, Participant.actor_id == actor.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def participants_of(session: Session, room: Room) -> Sequence[Participant]:
    """Return who takes part now, hosts first, with organisation and city."""
    person = joinedload(Participant.actor)
    return session.scalars(
        sa.select(Participant)
        .join(Participant.actor)
        .where(Participant.room_id == room.id, Participant.left_at.is_(None))
        .options(person.joinedload(Actor.organisation), person.joinedload(Actor.city))
        .order_by(Participant.role, Actor.name, Actor.id)
    ).all()


def refusing_among(session: Session, ids: Collection[int]) -> set[int]:
    """Return which of these actors wish no direct messages."""
    if not ids:
        return set()
    found = refusing_people().subquery()
    return set(session.scalars(sa.select(found.c.actor_id).where(found.c.actor_id.in_(ids))))


def people_to_write_to(session: Session, actor: Actor, handles: Collection[str]) -> list[Actor]:
    """Return those of these people whom the actor may write to, in the order they are named."""
    if not handles:
        return []
    named = sa.and_(Actor.handle.in_(list(handles)), Actor.domain == "")
    rows = session.scalars(
        sa.select(Actor)
        .where(named, writable_people(actor))
        .options(joinedload(Actor.organisation), joinedload(Actor.city))
    )
    found = {row.handle: row for row in rows}
    return [found[handle] for handle in dict.fromkeys(handles) if handle in found]


def people_called(session: Session, actor: Actor, room: Room | None, text: str) -> Sequence[Actor]:
    """Return whom the actor may write to whose name or organisation contains the text.

    Of a `room`, only those who are not in it.
    """
    called = sa.or_(
        Actor.name.icontains(text, autoescape=True),
        Organisation.name.icontains(text, autoescape=True),
    )
    statement = (
        sa.select(Actor)
        .outerjoin(Organisation, Organisation.id == Actor.organisation_id)
        .where(writable_people(actor), called)
        .options(joinedload(Actor.organisation), joinedload(Actor.city))
        .order_by(sa.func.lower(Actor.name), Actor.id)
        .limit(MOST_FOUND)
    )
    if room is not None:
        inside = sa.select(Participant.actor_id).where(
            Participant.room_id == room.id, Participant.left_at.is_(None)
        )
        statement = statement.where(Actor.id.not_in(inside))
    return session.scalars(statement).all()


def pair_of(one: Actor, other: Actor) -> str:
    """Return what names two people, whoever begins."""
    first, second = sorted((one.id, other.id))
    return f"{first}:{second}"


def direct_room_of(session: Session, one: Actor, other: Actor) -> Room | None:
    """Return the room of these two, if they have written to each other."""
    return session.scalars(sa.select(Room).where(Room.pair == pair_of(one, other))).one_or_none()


def my_rooms(session: Session, actor: Actor) -> list[ListedRoom]:
    """Return the actor's conversations, and the chats of channels they have been in.

    What has something new comes first, then what was written in last. Four statements, however
    many there are. Where nobody has written yet, two people's room is listed for who began it.
    """
    rows = session.execute(_listed(actor)).all()
    ids = [room.id for room, _draft, _after in rows]
    unread = unread_of(session, actor, ids)
    last = _last_words(session, ids)
    people = others_in(session, actor, [room.id for room, _draft, _after in rows if not room.name])
    listed = [
        ListedRoom(
            room=room,
            people=people.get(room.id, ()),
            draft=draft or "",
            unread=unread.get(room.id),
            last=said if (said := last.get(room.id)) and said.sequence > (after or 0) else None,
        )
        for room, draft, after in rows
    ]
    return sorted(listed, key=lambda one: (one.unread is not None, one.at), reverse=True)


def _listed(actor: Actor) -> sa.Select[*tuple[Any, ...]]:
    statement = with_own_rows(
        sa.select(Room, RoomReader.draft, Participant.after_sequence), actor
    ).where(is_listed(actor), readable_rooms(actor))
    is_begun = sa.or_(
        Room.kind != RoomKind.DIRECT,
        Room.last_message_at.is_not(None),
        Room.created_by_id == actor.id,
    )
    newest = sa.func.coalesce(Room.last_message_at, Room.created_at).desc()
    return (
        statement.where(is_begun)
        .options(joinedload(Room.channel))
        .order_by(newest, Room.id.desc())
        .limit(MOST_ROOMS)
    )


def with_own_rows(
    statement: sa.Select[*tuple[Any, ...]], actor: Actor
) -> sa.Select[*tuple[Any, ...]]:
    """Join what belongs to the actor in each room: the mark, and the participant's row."""
    return statement.outerjoin(
        RoomReader, sa.and_(RoomReader.room_id == Room.id, RoomReader.actor_id == actor.id)
    ).outerjoin(
        Participant,
        sa.and_(
            Participant.room_id == Room.id,
            Participant.actor_id == actor.id,
            Participant.left_at.is_(None),
        ),
    )


def is_listed(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for rooms that the actor takes part in, or has been in of a channel."""
    been = sa.select(RoomReader.room_id).where(RoomReader.actor_id == actor.id)
    part = sa.select(Participant.room_id).where(
        Participant.actor_id == actor.id, Participant.left_at.is_(None)
    )
    return sa.and_(
        Room.id.in_(sa.union(been, part)),
        sa.or_(Room.kind == RoomKind.CHANNEL, Participant.room_id.is_not(None)),
    )


def _last_words(session: Session, ids: Sequence[int]) -> dict[int, Message]:
    latest = (
        sa.select(Message.id)
        .where(Message.room_id == Room.id, Message.removed_at.is_(None))
        .order_by(Message.sequence.desc())
        .limit(1)
        .correlate(Room)
        .scalar_subquery()
    )
    rows = session.scalars(
        sa.select(Message)
        .where(Message.id.in_(sa.select(latest).select_from(Room).where(Room.id.in_(ids))))
        .options(joinedload(Message.author))
    )
    return {row.room_id: row for row in rows}


def others_in(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, list[Participant]]:
    """Return who else takes part in these rooms; between two people also who has left."""
    rows = session.scalars(
        sa.select(Participant)
        .join(Room, Room.id == Participant.room_id)
        .where(
            Participant.room_id.in_(ids),
            Participant.actor_id != actor.id,
            sa.or_(Participant.left_at.is_(None), Room.kind == RoomKind.DIRECT),
        )
        .options(joinedload(Participant.actor))
        .order_by(Participant.joined_at, Participant.actor_id)
    )
    found: dict[int, list[Participant]] = {}
    for row in rows:
        found.setdefault(row.room_id, []).append(row)
    return found
