"""Send a message; its inverse is `remove`."""

import hashlib
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.messaging.actions.draft import drop_draft
from forum.messaging.actions.numbering import hold_room, note
from forum.messaging.actions.read import begin_reading
from forum.messaging.actions.watching import flag_message, watched_in
from forum.messaging.events import MessageSent
from forum.messaging.limits import require_modest, require_pace, require_slowness
from forum.messaging.models import (
    Message,
    MessageMention,
    Room,
    RoomEventKind,
    is_client_id,
)
from forum.messaging.policy import NO_MESSAGE, can_write_in
from forum.messaging.queries import belonging_of, mentioned_readers, with_author
from forum.threads.actions.locks import hold_actor
from forum.threads.text import Text

# Asked with every message, and so not put together each time.
_FIRST = sa.select(Message.id, Message.fingerprint).where(
    Message.author_id == sa.bindparam("author_id"), Message.client_id == sa.bindparam("client_id")
)


class Sent(NamedTuple):
    """A message, and whether it was not there before."""

    message: Message
    is_new: bool


def send(
    session: Session,
    actor: Actor,
    room: Room,
    *,
    client_id: str,
    text: Text,
    reply_to: Message | None = None,
    is_paced: bool = True,
) -> Sent:
    """Add a message to the room and return it; sent again, it is the first one that is returned.

    `client_id` is chosen by who sends, before sending, and once for each message. `is_paced` is
    false only where no person writes, as in tests. Raises `NotAllowed`, `Invalid` ``client_id``,
    ``word_waits`` or what newcomers may not send, `NotFound` ``no_message``, `TooMany` with
    `until`, and `Conflict` ``message_sent_differently`` where other words came under the same id.
    """
    if not is_client_id(client_id):
        raise Invalid("client_id", field="client_id")
    fingerprint = _fingerprint(room, text, reply_to)
    hold_actor(session, actor)
    if first := _sent_before(session, actor, client_id, fingerprint):
        return Sent(first, is_new=False)
    room = hold_room(session, room.id)
    own = belonging_of(session, actor, room)
    require(can_write_in(actor, room, own))
    require_slowness(session, actor, room, own)
    if is_paced:
        require_modest(session, actor, room, own, text)
        require_pace(session, actor, room, own, text)
    if reply_to is not None and reply_to.room_id != room.id:
        raise NotFound(NO_MESSAGE)
    words = watched_in(session, actor, room, own, text)
    message = _written(room, actor, client_id, fingerprint, text, reply_to)
    _add(session, actor, room, message)
    _tell(session, actor, room, message, text)
    flag_message(session, room, message, words)
    drop_draft(session, actor, room)
    return Sent(message, is_new=True)


def _add(session: Session, actor: Actor, room: Room, message: Message) -> None:
    session.add(message)
    session.flush()
    note(session, room, RoomEventKind.SENT, actor=actor, message=message)
    room.message_count += 1
    room.last_message_at = message.created_at


def _written(
    room: Room,
    actor: Actor,
    client_id: str,
    fingerprint: str,
    text: Text,
    reply_to: Message | None,
) -> Message:
    return Message(
        room_id=room.id,
        author=actor,
        client_id=client_id,
        fingerprint=fingerprint,
        sequence=room.last_sequence + 1,
        reply_to_id=None if reply_to is None else reply_to.id,
        source=text.source,
        html=text.html,
        excerpt=text.excerpt,
        renderer_version=text.renderer_version,
        created_at=clock.now(),
    )


def _tell(session: Session, actor: Actor, room: Room, message: Message, text: Text) -> None:
    mentioned = sorted(mentioned_readers(session, room, text.mentions))
    session.add_all(MessageMention(message_id=message.id, actor_id=one) for one in mentioned)
    begin_reading(session, room, mentioned, before=message.sequence)
    event = MessageSent(
        message_id=message.id,
        room_id=room.id,
        sequence=message.sequence,
        mentioned_ids=mentioned,
    )
    record(session, event, actor_id=actor.id)


def _sent_before(
    session: Session, actor: Actor, client_id: str, fingerprint: str
) -> Message | None:
    asked = {"author_id": actor.id, "client_id": client_id}
    first = session.execute(_FIRST, asked).one_or_none()
    if first is None:
        return None
    if first.fingerprint != fingerprint:
        raise Conflict("message_sent_differently")
    # Whoever has sent it twice at once is shown it as well.
    return session.scalars(with_author(sa.select(Message).where(Message.id == first.id))).one()


def _fingerprint(room: Room, text: Text, reply_to: Message | None) -> str:
    parts = (str(room.id), str(reply_to.id if reply_to else ""), text.source)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
