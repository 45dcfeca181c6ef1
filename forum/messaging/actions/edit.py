"""Edit a message; the former text is kept for the moderation, so the inverse is to edit it back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.kernel.words import folded_text
from forum.messaging.actions.numbering import hold_message, note
from forum.messaging.actions.read import begin_reading
from forum.messaging.actions.watching import flag_message, watched_in
from forum.messaging.events import MessageEdited
from forum.messaging.limits import require_modest
from forum.messaging.models import Message, MessageMention, MessageVersion, Room, RoomEventKind
from forum.messaging.policy import can_edit_message
from forum.messaging.queries import belonging_of, mentioned_readers
from forum.threads.actions.locks import hold_actor
from forum.threads.text import Text


def edit(session: Session, actor: Actor, message: Message, *, text: Text, version: int) -> Message:
    """Replace the text of a message and return it; the same text changes nothing.

    `version` is the one the editor began with. Raises `NotAllowed`, `Invalid`
    ``word_waits``, and `Conflict` ``message_edited_meanwhile``.
    """
    hold_actor(session, actor)
    room, message = hold_message(session, message)
    own = belonging_of(session, actor, room)
    require(can_edit_message(actor, message, room, own))
    if message.source == text.source:
        return message
    if message.version != version:
        raise Conflict("message_edited_meanwhile")
    require_modest(session, actor, room, own, text)
    before = folded_text(message.source)
    words = watched_in(session, actor, room, own, text, before=before)
    _replace(session, message, text)
    event = MessageEdited(
        message_id=message.id,
        room_id=room.id,
        sequence=note(session, room, RoomEventKind.EDITED, actor=actor, message=message),
        mentioned_ids=_mention(session, room, message, text),
    )
    record(session, event, actor_id=actor.id)
    flag_message(session, room, message, words)
    session.flush()
    return message


def _replace(session: Session, message: Message, text: Text) -> None:
    now = clock.now()
    session.add(
        MessageVersion(
            message_id=message.id,
            version=message.version,
            source=message.source,
            replaced_at=now,
        )
    )
    message.source = text.source
    message.html = text.html
    message.excerpt = text.excerpt
    message.renderer_version = text.renderer_version
    message.version += 1
    message.edited_at = now


def _mention(session: Session, room: Room, message: Message, text: Text) -> list[int]:
    """Keep who is mentioned now, and return who was not before."""
    mentioned = mentioned_readers(session, room, text.mentions)
    before = set(
        session.scalars(
            sa.select(MessageMention.actor_id).where(MessageMention.message_id == message.id)
        )
    )
    session.execute(
        sa.delete(MessageMention).where(
            MessageMention.message_id == message.id,
            MessageMention.actor_id.in_(before - mentioned),
        )
    )
    new = sorted(mentioned - before)
    session.add_all(MessageMention(message_id=message.id, actor_id=one) for one in new)
    begin_reading(session, room, new, before=message.sequence)
    return new
