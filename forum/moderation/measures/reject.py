"""Do not release what was held: its author keeps it, with the reason, and may write anew."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.moderation.measures.target import post_of, report_of
from forum.moderation.models import Case, Decision, Target
from forum.practices import actions as practices
from forum.threads import actions as threads


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:
    """Reject the post or the report."""
    if case.target is Target.REPORT:
        practices.reject(session, actor, report_of(session, case), reason=decision.reason)
    else:
        threads.reject(session, actor, post_of(session, case), reason=decision.reason)
