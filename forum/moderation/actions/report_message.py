"""Report a message: what stands in it goes to the moderation, and nothing else of the room."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.kernel.verdict import require
from forum.messaging.models import Message, Room
from forum.messaging.policy import can_report_message, readable_messages
from forum.messaging.queries import belonging_of
from forum.moderation.actions.give_notice import Sender, Told, give_notice
from forum.moderation.addresses import Found
from forum.moderation.models import Notice, Target

# Messages before and after the reported one that the reporter may add.
AROUND = 2


def report_message(
    session: Session,
    actor: Actor,
    message: Message,
    *,
    told: Told,
    locale: str,
    submission_key: str,
    with_context: bool = False,
) -> Notice:
    """Keep a notice about the message and open its case; the same form sent twice is one notice.

    The moderation gets the words as they stand now, and what was said right before and after only
    where the reporter wants it: a copy, for the room itself stays closed to them. Raises
    `NotAllowed`, and `Invalid` as `give_notice` does.
    """
    room = session.scalars(
        sa.select(Room)
        .where(Room.id == message.room_id)
        .options(joinedload(Room.channel))
        .execution_options(populate_existing=True)
    ).one()
    require(can_report_message(actor, message, room, belonging_of(session, actor, room)))
    return give_notice(
        session,
        Sender(actor, locale=locale),
        told,
        submission_key=submission_key,
        found=Found(Target.MESSAGE, message.id),
        context=_around(session, actor, room, message) if with_context else "",
    )


def _around(session: Session, actor: Actor, room: Room, message: Message) -> str:
    """Return what stands around the message, as the reporter reads it: a line of whom, and what."""
    said = (
        sa.select(Message.sequence, Actor.name, Message.source)
        .join(Actor, Actor.id == Message.author_id)
        .where(Message.room_id == room.id, readable_messages(actor))
    )
    number = Message.sequence
    before = said.where(number < message.sequence).order_by(number.desc()).limit(AROUND)
    after = said.where(number > message.sequence).order_by(number).limit(AROUND)
    rows = [*reversed(session.execute(before).all()), *session.execute(after)]
    return "\n\n".join(f"{name} (#{sequence}): {source}" for sequence, name, source in rows)
