"""Make the HTML of messages again after the renderer has changed; the texts stay as they are."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.markup import RENDERER_VERSION, render
from forum.messaging.models import Message, Room
from forum.threads.queries import known_names

# Rendered inside the transaction, so that no edit comes in between: few at a time.
BATCH = 50


def render_messages_again(session: Session, *, limit: int = BATCH) -> int:
    """Render the next messages that an older renderer made; return how many there were.

    Nothing has happened in the room: who has it open sees the new form when the page is loaded.
    """
    outdated = session.execute(
        sa.select(Message, Room.channel_id)
        .join(Room, Room.id == Message.room_id)
        .where(Message.renderer_version < RENDERER_VERSION)
        .order_by(Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Message)
    ).all()
    for message, home_id in outdated:
        known = known_names(session, message.source, home_id=home_id)
        rendered = render(message.source, known, is_short=True)
        message.html, message.excerpt = rendered.html, rendered.excerpt
        message.renderer_version = RENDERER_VERSION
    return len(outdated)
