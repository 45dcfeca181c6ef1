"""Report a message: what stands in it goes to the moderation, and nothing else of the room."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.kernel.verdict import require
from forum.messaging.models import Message, Room
from forum.messaging.policy import can_report_message
from forum.messaging.queries import belonging_of
from forum.moderation.actions.give_notice import Sender, Told, give_notice
from forum.moderation.addresses import Found
from forum.moderation.models import Notice, Target


def report_message(
    session: Session,
    actor: Actor,
    message: Message,
    *,
    told: Told,
    locale: str,
    submission_key: str,
) -> Notice:
    """Keep a notice about the message and open its case; the same form sent twice is one notice.

    The moderation gets the words as they stand now: a copy, for the room itself stays closed to
    them. Raises `NotAllowed`, and `Invalid` as `give_notice` does.
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
    )
