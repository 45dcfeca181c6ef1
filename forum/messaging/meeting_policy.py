"""Who may write to whom, and what participants may change in a room that is not a channel's."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Account, Actor, ActorKind
from forum.channels import policy as channels
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.messaging.models import ChatWishes, ParticipantRole, Room, RoomKind
from forum.messaging.policy import Belonging, can_keep_order, can_read_room

# Rooms of people with a host; between two people nobody leads, and a consultation has roles.
LED = frozenset({RoomKind.GROUP, RoomKind.WORKING})
MOST_PEOPLE = {RoomKind.GROUP: 20, RoomKind.WORKING: 100, RoomKind.CONSULTATION: 12}


def can_begin_conversation(actor: Actor | None) -> Verdict:
    """Answer for members who may write at all."""
    if actor is None or not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    if actor.is_muted:
        return Denied("muted", actor.muted_until)
    return Allowed()


def can_write_to(actor: Actor | None, person: Actor, *, refuses: bool) -> Verdict:
    """Answer whether the actor may begin a conversation with somebody, or bring them into one.

    `refuses`: whether that person wishes no direct messages. Who is kept out for a while can be
    written to all the same, and reads it later: nobody learns of it here.
    """
    begins = can_begin_conversation(actor)
    if not begins or actor is None:
        return begins
    if person.id == actor.id:
        return Denied("writes_to_oneself")
    is_here = person.kind is ActorKind.PERSON and not person.domain
    if not is_here or person.closed_at is not None or person.banned_at is not None:
        return Denied("person_not_here")
    return allowed_if(not refuses, "refuses_direct")


def writable_people(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Actor`` that holds where :func:`can_write_to` allows."""
    if actor is None or not can_begin_conversation(actor):
        return sa.false()
    return sa.and_(
        Actor.id != actor.id,
        Actor.kind == ActorKind.PERSON,
        Actor.domain == "",
        Actor.closed_at.is_(None),
        Actor.banned_at.is_(None),
        Actor.id.not_in(refusing_people()),
    )


def refusing_people() -> sa.Select[int]:
    """Return the ids of those who wish no direct messages."""
    return (
        sa.select(Account.actor_id)
        .join(ChatWishes, ChatWishes.account_id == Account.id)
        .where(ChatWishes.direct_refused)
    )


def can_see_people(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for those who take part; a channel has a list of its own."""
    if room.kind is RoomKind.CHANNEL:
        return Denied("room_of_channel")
    return can_read_room(actor, room, own)


def can_add_to(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for everybody in a group, and for the hosts of a working room."""
    usable = _can_change(actor, room, own)
    if not usable or room.kind is RoomKind.GROUP:
        return usable
    return can_keep_order(actor, room, own)


def can_lead(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for hosts, who rename an open room and take others out of it."""
    usable = _can_change(actor, room, own)
    return can_keep_order(actor, room, own) if usable else usable


def can_close_room(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for hosts: a room that is done with is read on, and opened again by them."""
    if room.kind not in LED:
        return Denied("not_a_led_room")
    return can_keep_order(actor, room, own)


def can_switch_room(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for the moderation of a channel, which has a chat or none."""
    if room.kind is not RoomKind.CHANNEL:
        return Denied("no_room")
    return can_keep_order(actor, room, own)


def can_restrain_room(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer who says how fast a room goes and how long it keeps what was said.

    The moderation of a channel, the hosts of a working room. Other conversations of people have no
    one who could decide that for all.
    """
    if room.kind not in {RoomKind.CHANNEL, RoomKind.WORKING}:
        return Denied("not_a_led_room")
    if room.kind is RoomKind.WORKING and actor is not None and actor.is_muted:
        return Denied("muted", actor.muted_until)
    return can_keep_order(actor, room, own)


def can_keep_for_good(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer who may let a room keep what was said without an end: who answers for the hub."""
    restrains = can_restrain_room(actor, room, own)
    if not restrains:
        return restrains
    is_theirs = room.kind is RoomKind.CHANNEL and channels.is_admin(actor)
    return allowed_if(is_theirs, "not_kept_for_good")


def can_leave_room(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for whoever takes part: nobody has to stay. Consultations end in their own way."""
    if room.kind not in LED and room.kind is not RoomKind.DIRECT:
        return Denied("not_a_led_room")
    if actor is not None and own.participant is not None and own.participant.left_at is None:
        return Allowed()
    return Denied("no_room")


def is_host(own: Belonging) -> bool:
    """Tell whether this is somebody who leads the room, and is there."""
    one = own.participant
    return one is not None and one.left_at is None and one.role is ParticipantRole.HOST


def _can_change(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    readable = can_read_room(actor, room, own)
    if not readable:
        return readable
    if room.kind not in LED:
        return Denied("not_a_led_room")
    if actor is not None and actor.is_muted:
        return Denied("muted", actor.muted_until)
    return allowed_if(room.closed_at is None, "room_closed")
