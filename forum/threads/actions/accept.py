"""Accept the answer to a question; take the acceptance back."""

from typing import Literal

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_post, hold_thread
from forum.threads.events import AcceptanceWithdrawn, AnswerAccepted
from forum.threads.models import AcceptedAnswer, Post, Thread
from forum.threads.policy import can_accept, can_settle

Because = Literal["asked", "post_removed", "kind_changed", "moved"]


def accept_answer(session: Session, actor: Actor, post: Post) -> Post:
    """Let this post be the answer, instead of another one where there is one; return it.

    The thread is held, so that of two who accept at once the later one stands, and one alone.
    Accepting what is accepted changes nothing. Raises `NotAllowed`.
    """
    post = hold_post(session, post.id)
    thread = post.thread
    require(can_accept(actor, post, thread, membership_of(session, actor, thread.channel_id)))
    accepted = _acceptance(session, thread)
    former = None if accepted is None else accepted.post_id
    if former == post.id:
        return post
    if accepted is None:
        accepted = AcceptedAnswer(thread_id=thread.id)
        session.add(accepted)
    accepted.post_id = post.id
    accepted.accepted_by_id = actor.id
    accepted.accepted_at = clock.now()
    event = AnswerAccepted(
        thread_id=thread.id, post_id=post.id, author_id=post.author_id, former_post_id=former
    )
    record(session, event, actor_id=actor.id)
    return post


def withdraw_acceptance(session: Session, actor: Actor, thread: Thread) -> Thread:
    """Open the question again and return it; what is open stays so. Raises `NotAllowed`."""
    thread = hold_thread(session, thread.id)
    require(can_settle(actor, thread, membership_of(session, actor, thread.channel_id)))
    drop_acceptance(session, actor, thread, because="asked")
    return thread


def drop_acceptance(
    session: Session,
    actor: Actor,
    thread: Thread,
    *,
    because: Because,
    post: Post | None = None,
) -> None:
    """Take the acceptance away from a held thread, if there is one; of this post, if one is given.

    The rows about it go in the same transaction as what made them untrue.
    """
    accepted = _acceptance(session, thread)
    if accepted is None or (post is not None and accepted.post_id != post.id):
        return
    session.delete(accepted)
    event = AcceptanceWithdrawn(thread_id=thread.id, post_id=accepted.post_id, because=because)
    record(session, event, actor_id=actor.id)
    session.flush()


def _acceptance(session: Session, thread: Thread) -> AcceptedAnswer | None:
    """Return the row as it is now that the thread is held."""
    return session.get(AcceptedAnswer, thread.id, populate_existing=True)
