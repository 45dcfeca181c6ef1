"""Close a thread, so that it is read and no longer written in; open it again."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_thread
from forum.threads.actions.note_down import note_down
from forum.threads.events import ThreadLocked, ThreadUnlocked
from forum.threads.models import Thread
from forum.threads.policy import can_order
from forum.threads.text import clean_reason


def lock(session: Session, actor: Actor, thread: Thread, *, reason: str = "") -> Thread:
    """Close the thread and return it; the reason, where one is given, stands below the last post.

    Closing what is closed changes nothing. Raises `NotAllowed`, and `Invalid` ``too_long``.
    """
    thread = hold_thread(session, thread.id)
    require(can_order(actor, thread, membership_of(session, actor, thread.channel_id)))
    if thread.locked_at is not None:
        return thread
    reason = clean_reason(reason)
    thread.locked_at = clock.now()
    note_down(session, thread, "locked", actor=actor, reason=reason)
    record(session, ThreadLocked(thread_id=thread.id, reason=reason), actor_id=actor.id)
    return thread


def unlock(session: Session, actor: Actor, thread: Thread) -> Thread:
    """Let people write in the thread again, and return it. Raises `NotAllowed`."""
    thread = hold_thread(session, thread.id)
    require(can_order(actor, thread, membership_of(session, actor, thread.channel_id)))
    if thread.locked_at is None:
        return thread
    thread.locked_at = None
    note_down(session, thread, "unlocked", actor=actor)
    record(session, ThreadUnlocked(thread_id=thread.id), actor_id=actor.id)
    return thread
