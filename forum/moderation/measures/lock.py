"""Close the thread that the post stands in."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.moderation.measures.target import thread_of
from forum.moderation.models import Case, Decision
from forum.threads import actions as threads


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:
    """Lock the thread; the line below its last post gives the reason."""
    threads.lock(session, actor, thread_of(session, case), reason=decision.reason)
