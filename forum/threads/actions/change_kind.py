"""Make a question of a discussion; or a discussion of a question, which is the inverse."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.accept import drop_acceptance
from forum.threads.actions.locks import hold_thread
from forum.threads.events import ThreadKindChanged
from forum.threads.models import Thread, ThreadKind
from forum.threads.policy import can_change_kind


def change_kind(session: Session, actor: Actor, thread: Thread, *, kind: ThreadKind) -> Thread:
    """Give the thread another kind and return it; a discussion has no accepted answer.

    Raises `NotAllowed`.
    """
    thread = hold_thread(session, thread.id)
    if thread.kind is kind:
        return thread
    membership = membership_of(session, actor, thread.channel_id)
    require(can_change_kind(actor, thread, membership, kind))
    drop_acceptance(session, actor, thread, because="kind_changed")
    event = ThreadKindChanged(thread_id=thread.id, former=thread.kind, kind=kind)
    thread.kind = kind
    record(session, event, actor_id=actor.id)
    return thread
