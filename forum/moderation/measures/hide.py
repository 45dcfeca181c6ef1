"""Take away a post, a message, or the thread nobody has answered in; a tombstone stays."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.errors import Conflict
from forum.messaging.actions import take_down
from forum.moderation.measures.target import facts_for
from forum.moderation.models import Case, Decision
from forum.threads.actions import remove, remove_thread
from forum.threads.models import Post, Thread, ThreadKind

# Stands in the values of a decision that took the whole thread away.
WHOLE_THREAD = "whole_thread"


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:
    """Remove the post or message; a report, and an opening post without answers, with its thread.

    Raises `Conflict` ``target_changed`` where somebody else was quicker.
    """
    facts = facts_for(session, case)
    post, thread = facts.post, facts.thread
    if thread is not None and facts.opens_thread and _goes_whole(thread, post):
        decision.values = {**decision.values, WHOLE_THREAD: True}
        removed_by = remove_thread(session, actor, thread, reason=decision.reason).removed_by_id
    elif post is not None:
        removed_by = remove(session, actor, post, reason=decision.reason).removed_by_id
    elif facts.message is not None:
        removed_by = take_down(session, actor, facts.message, reason=decision.reason).removed_by_id
    else:
        raise Conflict("target_changed")
    if removed_by != actor.id:
        raise Conflict("target_changed")


def _goes_whole(thread: Thread, post: Post | None) -> bool:
    """Tell whether nothing of the thread stays: nobody has answered, or it is the report's."""
    is_report = thread.kind is ThreadKind.EXPERIENCE_REPORT
    return post is None or is_report or thread.reply_count == 0
