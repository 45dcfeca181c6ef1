"""The target of a measure, which is there: what is gone meanwhile is no target."""

from sqlalchemy.orm import Session

from forum.kernel.errors import Conflict
from forum.moderation.models import Case
from forum.moderation.queries import Facts, facts_of
from forum.practices.models import ExperienceReport
from forum.threads.models import Post, Thread


def facts_for(session: Session, case: Case) -> Facts:
    """Return the facts, or raise `Conflict` ``target_changed``."""
    facts = facts_of(session, case.target, case.target_id)
    if facts is None:
        raise Conflict("target_changed")
    return facts


def post_of(session: Session, case: Case) -> Post:
    """Return the post, or raise `Conflict` ``target_changed``."""
    post = facts_for(session, case).post
    if post is None:
        raise Conflict("target_changed")
    return post


def report_of(session: Session, case: Case) -> ExperienceReport:
    """Return the experience report, or raise `Conflict` ``target_changed``."""
    report = facts_for(session, case).report
    if report is None:
        raise Conflict("target_changed")
    return report


def thread_of(session: Session, case: Case) -> Thread:
    """Return the thread of the post or report, or raise `Conflict` ``target_changed``."""
    thread = facts_for(session, case).thread
    if thread is None:
        raise Conflict("target_changed")
    return thread
