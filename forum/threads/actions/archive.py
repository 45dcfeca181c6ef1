"""Put a thread aside: to be read and found, but done with; take it back out."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_thread
from forum.threads.actions.note_down import note_down
from forum.threads.events import ThreadArchived, ThreadUnarchived
from forum.threads.models import Thread
from forum.threads.policy import can_order
from forum.threads.text import clean_reason


def archive(session: Session, actor: Actor, thread: Thread, *, reason: str = "") -> Thread:
    """Take the thread out of the lists of what is going on, let nobody write in it; return it.

    It is new to nobody any more, and stands on top of nothing. Archiving what is archived changes
    nothing. Raises `NotAllowed`, and `Invalid` ``too_long``.
    """
    thread = hold_thread(session, thread.id)
    require(can_order(actor, thread, membership_of(session, actor, thread.channel_id)))
    if thread.archived_at is not None:
        return thread
    thread.archived_at = clock.now()
    note_down(session, thread, "archived", actor=actor, reason=clean_reason(reason))
    record(session, ThreadArchived(thread_id=thread.id), actor_id=actor.id)
    return thread


def unarchive(session: Session, actor: Actor, thread: Thread) -> Thread:
    """Let the thread go on where it stopped, and return it. Raises `NotAllowed`."""
    thread = hold_thread(session, thread.id)
    require(can_order(actor, thread, membership_of(session, actor, thread.channel_id)))
    if thread.archived_at is None:
        return thread
    thread.archived_at = None
    note_down(session, thread, "unarchived", actor=actor)
    record(session, ThreadUnarchived(thread_id=thread.id), actor_id=actor.id)
    return thread
