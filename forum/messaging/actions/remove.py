"""Remove a message and leave its place; restore it. Both also as the moderation decides."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.numbering import hold_message, note
from forum.messaging.events import MessageRemoved, MessageRestored
from forum.messaging.models import Message, Room, RoomEventKind
from forum.messaging.policy import can_remove_message, can_restore_message
from forum.messaging.queries import belonging_of
from forum.threads.text import clean_reason


def remove(session: Session, actor: Actor, message: Message, *, reason: str = "") -> Message:
    """Take the words away and return the message: number and place stay.

    Who keeps order owes a reason; authors owe none. Removing what is removed changes nothing.
    Raises `NotAllowed`, and `Invalid` for the field ``reason``.
    """
    room, message = hold_message(session, message)
    if message.removed_at is not None:
        return message
    require(can_remove_message(actor, message, room, belonging_of(session, actor, room)))
    reason = clean_reason(reason)
    is_by_author = actor.id == message.author_id
    if not is_by_author and not reason:
        raise Invalid("empty_reason", field="reason")
    return _take_away(session, actor, room, message, reason)


def take_down(session: Session, actor: Actor, message: Message, *, reason: str) -> Message:
    """Remove a message because a case about it was decided so, in whatever room; return it.

    Whether the actor decides the case, the caller has asked: no room is opened to them by it.
    """
    room, message = hold_message(session, message)
    if message.removed_at is not None:
        return message
    return _take_away(session, actor, room, message, clean_reason(reason))


def put_back(session: Session, actor: Actor, message: Message) -> Message:
    """Restore a message because an objection was right, however late; return it.

    As in :func:`take_down`, the caller has asked who decides.
    """
    room, message = hold_message(session, message)
    return message if message.removed_at is None else _bring_back(session, actor, room, message)


def restore(session: Session, actor: Actor, message: Message) -> Message:
    """Take a removal back and return the message; what stands stays as it is.

    A pin that was on it is there again. Raises `NotAllowed`: see `can_restore_message`.
    """
    room, message = hold_message(session, message)
    if message.removed_at is None:
        return message
    require(can_restore_message(actor, message, room, belonging_of(session, actor, room)))
    return _bring_back(session, actor, room, message)


def _take_away(
    session: Session, actor: Actor, room: Room, message: Message, reason: str
) -> Message:
    message.removed_at = clock.now()
    message.removed_by_id = actor.id
    message.removal_reason = reason
    room.message_count -= 1
    event = MessageRemoved(
        message_id=message.id,
        room_id=room.id,
        sequence=note(session, room, RoomEventKind.REMOVED, actor=actor, message=message),
        is_by_author=actor.id == message.author_id,
    )
    record(session, event, actor_id=actor.id)
    session.flush()
    return message


def _bring_back(session: Session, actor: Actor, room: Room, message: Message) -> Message:
    message.removed_at = None
    message.removed_by_id = None
    message.removal_reason = None
    room.message_count += 1
    event = MessageRestored(
        message_id=message.id,
        room_id=room.id,
        sequence=note(session, room, RoomEventKind.RESTORED, actor=actor, message=message),
    )
    record(session, event, actor_id=actor.id)
    session.flush()
    return message
