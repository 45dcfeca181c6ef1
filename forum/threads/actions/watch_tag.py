"""Watching a tag, and no longer."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Tag
from forum.kernel.event_log import record
from forum.kernel.rows import change
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_actor
from forum.threads.events import TagWatched, TagWatchingEnded
from forum.threads.models import TagSubscription
from forum.threads.policy import can_watch_tag


def watch_tag(session: Session, actor: Actor, tag: Tag) -> TagSubscription:
    """Let the actor be told of every new thread that bears the tag."""
    hold_actor(session, actor)
    require(can_watch_tag(actor, tag))
    row = session.scalars(
        sa.select(TagSubscription).where(
            TagSubscription.tag_id == tag.id, TagSubscription.actor_id == actor.id
        )
    ).one_or_none()
    if row is None:
        row = TagSubscription(tag_id=tag.id, actor_id=actor.id)
        session.add(row)
        session.flush()
        record(session, TagWatched(tag_id=tag.id, actor_id=actor.id), actor_id=actor.id)
    return row


def end_watching_tag(session: Session, actor: Actor, tag: Tag) -> None:
    """Watch the tag no longer; ending it twice is ending it once."""
    gone = change(
        session,
        sa.delete(TagSubscription).where(
            TagSubscription.tag_id == tag.id, TagSubscription.actor_id == actor.id
        ),
    )
    if gone:
        record(session, TagWatchingEnded(tag_id=tag.id, actor_id=actor.id), actor_id=actor.id)
