"""Who may read, write and decide in a room, and the same as SQL for lists.

The room of a channel asks the channel. Every other room asks its list of participants and nobody
else: administrators read no conversation that they take no part in.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from forum.accounts.models import Actor
from forum.channels import policy as channels
from forum.channels.models import Channel, Membership
from forum.kernel import clock
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if
from forum.messaging.models import Message, Participant, ParticipantRole, Room, RoomKind

# An author corrects a message for so long, and takes it away as long as it stands.
EDITABLE_FOR = dt.timedelta(hours=24)
# A removal is taken back by authors as long as they could have edited, by the moderation as posts.
RESTORABLE_FOR = dt.timedelta(days=30)
NO_ROOM = "no_room"
NO_MESSAGE = "no_message"


@dataclass(frozen=True, slots=True)
class Belonging:
    """What an actor has to do with a room: the channel's membership, or the participant's row."""

    membership: Membership | None = None
    participant: Participant | None = None
    is_alone: bool = False
    """Of a room for two: the other has left it, or this hub."""

    @property
    def after(self) -> int:
        """The number after which messages are read; what was said before one came is not."""
        return 0 if self.participant is None else self.participant.after_sequence


def can_read_room(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for readers of the channel, or for participants who have not left."""
    if room.kind is RoomKind.CHANNEL:
        assert room.channel is not None  # noqa: S101 - so the table says
        if not channels.is_present(actor):
            return Denied("signed_out" if actor is None else "members_only")
        return channels.can_read(actor, room.channel, own.membership)
    if actor is None or not channels.is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return allowed_if(own.participant is not None and own.participant.left_at is None, NO_ROOM)


def readable_rooms(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Room`` that holds where :func:`can_read_room` allows."""
    if actor is None or not channels.is_present(actor):
        return sa.false()
    taking_part = sa.select(Participant.room_id).where(
        Participant.actor_id == actor.id, Participant.left_at.is_(None)
    )
    readable = sa.select(Channel.id).where(channels.readable_channels(actor))
    return sa.or_(
        sa.and_(Room.kind == RoomKind.CHANNEL, Room.channel_id.in_(readable)),
        sa.and_(Room.kind != RoomKind.CHANNEL, Room.id.in_(taking_part)),
    )


def can_read_message(actor: Actor | None, message: Message, room: Room, own: Belonging) -> Verdict:
    """Answer whether the actor reads the words of a message: what stands, since they came."""
    readable = can_read_room(actor, room, own)
    if not readable:
        return readable
    if message.sequence <= own.after:
        return Denied(NO_MESSAGE)
    return allowed_if(message.removed_at is None, "message_removed")


def readable_messages(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Message`` that holds where :func:`can_read_message` allows."""
    if actor is None or not channels.is_present(actor):
        return sa.false()
    readable = sa.select(Channel.id).where(channels.readable_channels(actor))
    of_channels = sa.select(Room.id).where(
        Room.kind == RoomKind.CHANNEL, Room.channel_id.in_(readable)
    )
    since = (
        sa.select(Participant.after_sequence)
        .join(Room, Room.id == Participant.room_id)
        .where(
            Participant.room_id == Message.room_id,
            Participant.actor_id == actor.id,
            Participant.left_at.is_(None),
            Room.kind != RoomKind.CHANNEL,
        )
        .correlate(Message)
        .scalar_subquery()
    )
    return sa.and_(
        Message.removed_at.is_(None),
        sa.or_(Message.room_id.in_(of_channels), Message.sequence > since),
    )


def can_write_in(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer whether the actor may say anything here now."""
    readable = can_read_room(actor, room, own)
    if not readable:
        return readable
    if room.closed_at is not None:
        return Denied("room_closed")
    if room.kind is RoomKind.CHANNEL:
        assert room.channel is not None  # noqa: S101 - so the table says
        return channels.can_write(actor, room.channel, own.membership)
    if room.kind is RoomKind.DIRECT and own.is_alone:
        return Denied("other_has_left")
    if own.participant is not None and own.participant.is_listening:
        return Denied("only_listening")
    return _unless_muted(actor)


def can_keep_order(actor: Actor | None, room: Room, own: Belonging) -> Verdict:
    """Answer for the channel's moderation, or for the hosts of a room."""
    if room.kind is RoomKind.CHANNEL:
        assert room.channel is not None  # noqa: S101 - so the table says
        return channels.can_moderate(actor, room.channel, own.membership)
    readable = can_read_room(actor, room, own)
    if not readable:
        return readable
    is_host = own.participant is not None and own.participant.role is ParticipantRole.HOST
    return allowed_if(is_host, "not_a_host")


def can_edit_message(actor: Actor | None, message: Message, room: Room, own: Belonging) -> Verdict:
    """Answer for authors, as long as correcting is no rewriting of what was said."""
    usable = _can_use(actor, message, room, own)
    if not usable:
        return usable
    if actor is None or message.author_id != actor.id:
        return Denied("not_the_author")
    return allowed_if(clock.now() - message.created_at <= EDITABLE_FOR, "too_late_to_edit")


def can_remove_message(
    actor: Actor | None, message: Message, room: Room, own: Belonging
) -> Verdict:
    """Answer for authors as long as they read the room, and for who keeps order in it."""
    if message.removed_at is not None:
        return Denied("message_removed")
    readable = can_read_room(actor, room, own)
    if readable and actor is not None and message.author_id == actor.id:
        return Allowed()
    return can_keep_order(actor, room, own)


def can_restore_message(
    actor: Actor | None, message: Message, room: Room, own: Belonging
) -> Verdict:
    """Answer for authors about their own removals, for who keeps order about all others."""
    if message.removed_at is None:
        return Denied("message_stands")
    since = clock.now() - message.removed_at
    if message.removed_by_id == message.author_id:
        readable = can_read_room(actor, room, own)
        if not readable:
            return readable
        if actor is None or message.author_id != actor.id:
            return Denied("not_the_author")
        return allowed_if(since <= EDITABLE_FOR, "too_late_to_take_back")
    in_order = _keeps_removal(actor, message, room, own)
    if not in_order:
        return in_order
    return allowed_if(since <= RESTORABLE_FOR, "too_late_to_take_back")


def _keeps_removal(actor: Actor | None, message: Message, room: Room, own: Belonging) -> Verdict:
    """Answer who keeps order; hosts do not overrule the moderation, which is none of them."""
    in_order = can_keep_order(actor, room, own)
    if not in_order or room.kind is RoomKind.CHANNEL or actor is None:
        return in_order
    return allowed_if(actor.id == message.removed_by_id, "removed_by_others")


def can_report_message(
    actor: Actor | None, message: Message, room: Room, own: Belonging
) -> Verdict:
    """Answer for whoever reads the words of somebody else; also for who cannot write (now)."""
    readable = can_read_message(actor, message, room, own)
    if not readable:
        return readable
    return allowed_if(actor is not None and message.author_id != actor.id, "own_message")


def can_react_to(actor: Actor | None, message: Message, room: Room, own: Belonging) -> Verdict:
    """Answer whoever may write here, for what still stands."""
    return _can_use(actor, message, room, own)


def can_pin_message(actor: Actor | None, message: Message, room: Room, own: Belonging) -> Verdict:
    """Answer for who keeps order; between two people and in a group, for everybody in it."""
    if message.removed_at is not None:
        return Denied("message_removed")
    if room.kind in {RoomKind.DIRECT, RoomKind.GROUP}:
        return _can_use(actor, message, room, own)
    return can_keep_order(actor, room, own)


def _can_use(actor: Actor | None, message: Message, room: Room, own: Belonging) -> Verdict:
    """Answer whether the actor may write here and reads the message."""
    writable = can_write_in(actor, room, own)
    return can_read_message(actor, message, room, own) if writable else writable


def _unless_muted(actor: Actor | None) -> Verdict:
    if actor is not None and actor.is_muted:
        return Denied("muted", actor.muted_until)
    return Allowed()
