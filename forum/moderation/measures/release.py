"""Release what was held: a post, or a report that was handed in."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.moderation.measures.give_back import VERSION
from forum.moderation.measures.target import post_of, report_of
from forum.moderation.models import Case, Decision, Target
from forum.practices import actions as practices
from forum.threads import actions as threads


def carry_out(session: Session, actor: Actor, case: Case, decision: Decision) -> None:
    """Let everybody who may read there read it from now on."""
    version = decision.values.get(VERSION)
    if case.target is Target.REPORT:
        report = report_of(session, case)
        practices.release(session, actor, report, reason=decision.reason, version=version)
    else:
        threads.release(session, actor, post_of(session, case), version=version)
