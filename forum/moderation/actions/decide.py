"""Decide a case, once; whatever comes up later opens it again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import Session
from typing_extensions import Unpack

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line, clean_source
from forum.kernel.verdict import require
from forum.moderation.actions.holding import hold_to_decide
from forum.moderation.actions.state_reasons import state_reasons
from forum.moderation.events import CaseDecided
from forum.moderation.measures import (
    CARRIED_OUT,
    NEEDS_REASON,
    NEEDS_UNTIL,
    RESTRICTING,
    offered,
)
from forum.moderation.models import Case, CaseState, Decision, Measure, Signal
from forum.moderation.policy import can_take, holder_of
from forum.moderation.queries import facts_of
from forum.threads.text import REASON_LIMIT

GROUND_LIMIT = 200


class Wording(TypedDict, total=False):
    """What goes with a measure: all of it may be left out where the measure does not ask for it."""

    reason: str
    """To whoever is concerned."""
    ground: str
    """The rule or the law it rests on."""
    until: dt.datetime | None
    values: Mapping[str, Any]
    """What else the measure needs, as JSON: the channel moved to, a due date, remarks."""


def decide(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    fence: int,
    measure: Measure,
    **wording: Unpack[Wording],
) -> Decision:
    """Decide the case and carry the measure out, all of it or nothing; return the decision.

    `fence` is the number that stood on the case when the actor looked at it. The case is held, so
    of several who decide at once one does. Without any claim, deciding is claiming.

    Raises `NotAllowed`; `Conflict` ``case_decided``, ``case_taken``, ``claim_ran_out``,
    ``case_changed`` (claimed by others or with something new meanwhile) or ``target_changed``;
    `Invalid` for ``reason``, ``ground``, ``until`` or what the measure asks for.
    """
    actor, case = hold_to_decide(session, actor, case)
    _require_hold(case, actor, fence)
    facts = facts_of(session, case.target, case.target_id)
    about = None if case.about_id is None else session.get(Actor, case.about_id)
    require(can_take(actor, measure, about))
    if measure not in offered(case, facts):
        raise Conflict("target_changed")
    decision = Decision(
        case_id=case.id,
        measure=measure,
        decided_by_id=actor.id,
        fence=fence,
        **_checked(measure, wording),
    )
    session.add(decision)
    session.flush()
    CARRIED_OUT[measure](session, actor, case, decision)
    state_reasons(session, decision, case)
    _close(session, case)
    event = CaseDecided(case_id=case.id, decision_id=decision.id, measure=measure.value)
    record(session, event, actor_id=actor.id)
    return decision


def _require_hold(case: Case, actor: Actor, fence: int) -> None:
    """Let nobody decide who does not hold the case as it is now."""
    if case.state is CaseState.DECIDED:
        raise Conflict("case_decided")
    holder = holder_of(case, clock.now())
    if holder is not None and holder != actor.id:
        raise Conflict("case_taken")
    if case.fence != fence:
        raise Conflict("case_changed")
    if holder is None and case.claimed_by_id == actor.id:
        raise Conflict("claim_ran_out")


def _checked(measure: Measure, wording: Wording) -> dict[str, Any]:
    reason = clean_source(
        wording.get("reason", ""), limit=REASON_LIMIT, field="reason", may_be_empty=True
    )
    if measure in NEEDS_REASON and not reason:
        raise Invalid("empty_reason", field="reason")
    ground = wording.get("ground", "").strip()
    if measure in RESTRICTING and not ground:
        raise Invalid("empty_ground", field="ground")
    if ground:
        ground = clean_line(ground, limit=GROUND_LIMIT, field="ground")
    until = wording.get("until") if measure in NEEDS_UNTIL else None
    if measure in NEEDS_UNTIL and (until is None or until <= clock.now()):
        raise Invalid("until_later", field="until")
    values = dict(wording.get("values") or {})
    return {"reason": reason, "ground": ground, "until": until, "values": values}


def _close(session: Session, case: Case) -> None:
    now = clock.now()
    session.execute(
        sa.update(Signal)
        .where(Signal.case_id == case.id, Signal.settled_at.is_(None))
        .values(settled_at=now)
    )
    case.state = CaseState.DECIDED
    case.decided_at = now
    case.fence += 1
    case.claimed_by_id = case.claimed_until = None
