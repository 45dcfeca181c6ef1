"""Hold a case for a while; renew it, take it over, let it go."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.moderation.actions.holding import hold_to_decide
from forum.moderation.events import CaseClaimed, CaseLetGo, CaseTakenOver
from forum.moderation.models import Case, CaseState, Target
from forum.moderation.policy import holder_of
from forum.moderation.queries import facts_of
from forum.practices.actions import begin_review, leave_review
from forum.practices.models import ExperienceReport, ReportState
from forum.practices.states import HANDED_IN

# How long nobody else decides; renewed while the page is in use.
LEASE = dt.timedelta(minutes=15)


def claim(session: Session, actor: Actor, case: Case) -> Case:
    """Hold the case for a quarter of an hour, and return it; held by the actor, it is renewed.

    Raises `NotAllowed`, and `Conflict` ``case_decided`` or ``case_taken``.
    """
    actor, case = _open_case(session, actor, case)
    now = clock.now()
    holder = holder_of(case, now)
    if holder is not None and holder != actor.id:
        raise Conflict("case_taken")
    if holder is None:
        case.fence += 1
        record(session, CaseClaimed(case_id=case.id, actor_id=actor.id), actor_id=actor.id)
    case.claimed_by_id = actor.id
    case.claimed_until = now + LEASE
    _begin_review(session, actor, case)
    return case


def renew(session: Session, actor: Actor, case: Case) -> Case:
    """Hold the case a quarter of an hour from now, and return it.

    Raises `NotAllowed`, and `Conflict` ``case_decided``, ``case_taken`` or ``claim_ran_out``.
    """
    actor, case = _open_case(session, actor, case)
    now = clock.now()
    holder = holder_of(case, now)
    if holder is None:
        raise Conflict("claim_ran_out")
    if holder != actor.id:
        raise Conflict("case_taken")
    case.claimed_until = now + LEASE
    return case


def take_over(session: Session, actor: Actor, case: Case, *, fence: int) -> Case:
    """Hold a case that somebody else holds, and return it; they are told.

    Whoever takes it over names what they saw: of two who do so at once, one does.
    Raises `NotAllowed`, and `Conflict` ``case_decided`` or ``case_changed``.
    """
    actor, case = _open_case(session, actor, case)
    former = holder_of(case, clock.now())
    if former is None or former == actor.id:
        return claim(session, actor, case)
    if case.fence != fence:
        raise Conflict("case_changed")
    case.fence += 1
    case.claimed_by_id = actor.id
    case.claimed_until = clock.now() + LEASE
    event = CaseTakenOver(case_id=case.id, actor_id=actor.id, former_id=former)
    record(session, event, actor_id=actor.id)
    return case


def let_go(session: Session, actor: Actor, case: Case) -> Case:
    """Leave the case to the others, and return it; what one does not hold stays as it is.

    Raises `NotAllowed`.
    """
    actor, case = hold_to_decide(session, actor, case)
    if case.claimed_by_id != actor.id or case.state is CaseState.DECIDED:
        return case
    case.claimed_by_id = case.claimed_until = None
    _leave_review(session, actor, case)
    record(session, CaseLetGo(case_id=case.id, actor_id=actor.id), actor_id=actor.id)
    return case


def _open_case(session: Session, actor: Actor, case: Case) -> tuple[Actor, Case]:
    actor, case = hold_to_decide(session, actor, case)
    if case.state is CaseState.DECIDED:
        raise Conflict("case_decided")
    return actor, case


def _begin_review(session: Session, actor: Actor, case: Case) -> None:
    """Show the author of a report that somebody reads it."""
    report = _report(session, case)
    if report is not None and report.state in HANDED_IN - {ReportState.IN_REVIEW}:
        begin_review(session, actor, report)


def _leave_review(session: Session, actor: Actor, case: Case) -> None:
    report = _report(session, case)
    if report is not None and report.state is ReportState.IN_REVIEW:
        leave_review(session, actor, report)


def _report(session: Session, case: Case) -> ExperienceReport | None:
    if case.target is not Target.REPORT:
        return None
    facts = facts_of(session, case.target, case.target_id)
    return None if facts is None else facts.report
