"""Make the thread of a kept conversation; what people said before stays theirs, see `answer`."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.markup import POST_LIMIT, clean_source
from forum.kernel.verdict import require
from forum.messaging.actions.keep import hold_keeping
from forum.messaging.actions.mark_kept import mark_kept
from forum.messaging.actions.numbering import hold_room
from forum.messaging.events import KeepingPublished
from forum.messaging.keeping_policy import can_keep, can_publish_keeping
from forum.messaging.models import Keeping, KeepingState, KeptPart, Message
from forum.messaging.policy import NO_ROOM
from forum.messaging.queries import belonging_of
from forum.messaging.queries.keepings import parts_of, voices_of
from forum.messaging.quotes import Words, body_of
from forum.threads.actions import ThreadPlan, start_thread
from forum.threads.actions.locks import hold_actor
from forum.threads.models import Post, Thread
from forum.threads.text import Text


def publish_keeping(
    session: Session, actor: Actor, keeping: Keeping, *, text: Text, words: Words
) -> Thread:
    """Begin the thread and return it; published twice, it is the first one that is returned.

    `text` was composed of what `body_of` gives; raises `Conflict` ``keeping_changed`` where
    somebody has answered meanwhile, `NotAllowed`, and `Invalid` as beginning any thread. Where the
    channel lets posts wait for release, this one waits too.
    """
    hold_actor(session, actor)
    if keeping.room_id is None:
        raise NotFound(NO_ROOM)
    room = hold_room(session, keeping.room_id)
    keeping = hold_keeping(session, keeping)
    if keeping.state is KeepingState.PUBLISHED and keeping.keeper_id == actor.id:
        return _published(session, keeping)
    parts = parts_of(session, keeping)
    require(can_publish_keeping(actor, keeping, voices_of(session, keeping), parts))
    require(can_keep(actor, room, belonging_of(session, actor, room)))
    if keeping.channel is None:
        raise Invalid("no_channel", field="channel")
    body = body_of(keeping.summary, parts, words)
    if clean_source(body.source, limit=POST_LIMIT) != text.source or _is_any_removed(
        session, parts
    ):
        raise Conflict("keeping_changed")
    thread = start_thread(
        session,
        actor,
        keeping.channel,
        title=keeping.title,
        text=text,
        submission_key=f"keeping-{keeping.public_id}",
        plan=ThreadPlan(kind=keeping.kind),
    )
    session.flush()
    for part in parts:
        part.block = body.blocks.get(part.id, "")
    _finish(session, actor, keeping, thread)
    return thread


def _is_any_removed(session: Session, parts: Sequence[KeptPart]) -> bool:
    """Tell whether a message that is quoted was removed a moment ago; see `withdraw_removed`."""
    ids = [part.message_id for part in parts if part.is_quoted and part.message_id is not None]
    gone = sa.exists().where(Message.id.in_(ids), Message.removed_at.is_not(None))
    return bool(session.scalar(sa.select(gone)))


def _finish(session: Session, actor: Actor, keeping: Keeping, thread: Thread) -> None:
    post = session.scalars(sa.select(Post).where(Post.thread_id == thread.id)).one()
    keeping.state = KeepingState.PUBLISHED
    keeping.published_at = clock.now()
    keeping.post_id = post.id
    session.flush()
    event = KeepingPublished(keeping_id=keeping.id, thread_id=thread.id, post_id=post.id)
    record(session, event, actor_id=actor.id)
    if thread.visible_at is not None:
        mark_kept(session, keeping, actor=actor)


def _published(session: Session, keeping: Keeping) -> Thread:
    thread = sa.select(Thread).join(Post, Post.thread_id == Thread.id)
    found = session.scalars(thread.where(Post.id == keeping.post_id)).one_or_none()
    if found is None:
        raise NotFound("no_thread")
    return found
