"""Take a whole thread away; bring it back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.verdict import allowed_if, require
from forum.threads.actions.counting import count_channels
from forum.threads.actions.locks import hold_thread, placements_of
from forum.threads.actions.screening import hold_on
from forum.threads.events import ThreadRemoved, ThreadRestored
from forum.threads.models import MergedThread, Post, Thread
from forum.threads.policy import TOO_LATE, can_remove_thread, can_restore_thread
from forum.threads.text import clean_reason


def remove_thread(session: Session, actor: Actor, thread: Thread, *, reason: str = "") -> Thread:
    """Take the thread out of all lists and return it; author and moderation can still see it.

    The moderation owes a reason. Removing what is removed changes nothing.
    Raises `NotAllowed`, and `Invalid` for the field ``reason``.
    """
    thread = hold_thread(session, thread.id)
    if thread.removed_at is not None:
        return thread
    require(can_remove_thread(actor, thread, membership_of(session, actor, thread.channel_id)))
    reason = clean_reason(reason)
    by_author = actor.id == thread.author_id
    if not by_author and not reason:
        raise Invalid("empty_reason", field="reason")
    thread.removed_at = clock.now()
    thread.removed_by_id = actor.id
    thread.removal_reason = reason
    count_channels(session, placements_of(session, thread))
    event = ThreadRemoved(thread_id=thread.id, by_author=by_author, reason=reason)
    record(session, event, actor_id=actor.id)
    return thread


def restore_thread(
    session: Session, actor: Actor, thread: Thread, *, even_late: bool = False
) -> Thread:
    """Bring the thread back and return it; what is not removed stays as it is.

    `even_late`: an objection was upheld, which takes longer than a change of mind may.
    Raises `NotAllowed`: see `can_restore_thread` for who may, and for how long.
    """
    thread = hold_thread(session, thread.id)
    if thread.removed_at is None:
        return thread
    membership = membership_of(session, actor, thread.channel_id)
    verdict = can_restore_thread(actor, thread, membership)
    if not (even_late and verdict.reason == TOO_LATE):
        require(verdict)
    require(allowed_if(session.get(MergedThread, thread.id) is None, "thread_merged"))
    thread.removed_at = None
    thread.removed_by_id = None
    thread.removal_reason = None
    count_channels(session, placements_of(session, thread))
    record(session, ThreadRestored(thread_id=thread.id), actor_id=actor.id)
    if thread.visible_at is None:
        opening = sa.select(Post).where(Post.thread_id == thread.id, Post.number == 1)
        hold_on(session, session.scalars(opening).one())
    return thread
