"""What tests of posts that wait ask and set up."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.channels.models import Channel, Release
from forum.kernel.event_log import RecordedEvent
from forum.threads.models import Post


def told_of(session: Session, post: Post) -> list[tuple[str, dict[str, Any]]]:
    """Return what was recorded about a post and its thread's beginning, in order."""
    events = session.scalars(sa.select(RecordedEvent).order_by(RecordedEvent.id))
    return [
        (event.name, event.payload) for event in events if event.payload.get("post_id") == post.id
    ]


def names_of(session: Session, post: Post) -> list[str]:
    return [name for name, _payload in told_of(session, post)]


def hold_everything(session: Session, channel: Channel) -> None:
    channel.waiting = Release.EVERYTHING
    session.commit()
