"""What each decision does, one measure a module: ``carry_out(session, actor, case, decision)``.

They run inside the transaction of the decision and call the actions of the rooms below, which ask
their own policies; nothing here calls `forum.moderation.actions`. A measure that is not in
`CARRIED_OUT` is offered nowhere.
"""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.moderation.measures import (
    ban,
    dismiss,
    edit,
    give_back,
    hide,
    lock,
    move,
    mute,
    nothing,
    reject,
    release,
    suspend,
    uphold,
    warn,
)
from forum.moderation.measures.offered import NEEDS_REASON, NEEDS_UNTIL, RESTRICTING, fitting
from forum.moderation.models import Case, Decision, Measure
from forum.moderation.queries import Facts

CarryOut = Callable[[Session, Actor, Case, Decision], None]

CARRIED_OUT: Mapping[Measure, CarryOut] = {
    Measure.NONE: nothing.carry_out,
    Measure.RELEASE: release.carry_out,
    Measure.RETURN: give_back.carry_out,
    Measure.REJECT: reject.carry_out,
    Measure.EDIT: edit.carry_out,
    Measure.HIDE: hide.carry_out,
    Measure.MOVE: move.carry_out,
    Measure.LOCK: lock.carry_out,
    Measure.WARN: warn.carry_out,
    Measure.MUTE: mute.carry_out,
    Measure.SUSPEND: suspend.carry_out,
    Measure.BAN: ban.carry_out,
    Measure.UPHOLD: uphold.carry_out,
    Measure.DISMISS: dismiss.carry_out,
}


def offered(case: Case, facts: Facts | None) -> list[Measure]:
    """Return what can be decided about the case as its target stands now, the mildest first."""
    return [measure for measure in fitting(case, facts) if measure in CARRIED_OUT]


__all__ = ["CARRIED_OUT", "NEEDS_REASON", "NEEDS_UNTIL", "RESTRICTING", "CarryOut", "offered"]
