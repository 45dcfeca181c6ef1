"""Where a review stands: who holds the case, and what can be done now."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.kernel.verdict import Verdict
from forum.moderation.models import Case, CaseState
from forum.practices.actions.review import REMARK_LIMIT
from forum.practices.models import Stage
from forum.practices.queries import VerificationRow
from forum.practices.states import Verb
from forum.web.presenters.reports import ReportPage
from forum.web.texts.reports import STAGES


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage of the verification: who stands for it, and whether the reader may."""

    code: str
    label: object
    names: str
    """Of those who stand for it, each with the version they have read; "" for nobody."""
    can_stand: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """What stands above and below the text in a review."""

    is_open: bool
    """There is something to decide, and the reader may."""
    is_opening: bool
    """Handed in a moment ago: the case is about to be there."""
    holder: str
    """Who holds the case, "" for nobody."""
    is_held_by_reader: bool
    held_until: dt.datetime | None
    can_begin: bool
    can_leave: bool
    case_url: str | None
    remark_limit: int
    stages: tuple[StageView, ...]


def stages_of(
    verifications: Sequence[VerificationRow], actor: Actor | None, may: Mapping[Stage, Verdict]
) -> tuple[StageView, ...]:
    """Return all stages in their order; `may` says of each whether the reader may stand for it."""
    actor_id = None if actor is None else actor.id
    return tuple(
        StageView(
            code=stage.value,
            label=STAGES[stage],
            names=", ".join(_standing(one) for one in verifications if one.stage is stage),
            can_stand=bool(may[stage]),
            is_own=any(one.stage is stage and one.actor_id == actor_id for one in verifications),
        )
        for stage in Stage
    )


def _standing(one: VerificationRow) -> str:
    day = format_date(one.created_at, _("d MMMM y"))
    who = f"{one.person.name} ({one.city})" if one.city else one.person.name
    return str(_("%(who)s, %(day)s, version %(number)d", who=who, day=day, number=one.version))


def review_desk(
    page: ReportPage, case: Case | None, actor: Actor | None, stages: tuple[StageView, ...]
) -> ReviewDesk:
    """Return it; `case` with who holds it."""
    is_handed_in = Verb.RELEASE in page.may
    is_open = case is not None and case.state is CaseState.OPEN
    until = case.claimed_until if case is not None else None
    holds = case is not None and until is not None and until > clock.now()
    by_reader = holds and case is not None and actor is not None and case.claimed_by_id == actor.id
    held_by = case.claimed_by if holds and case is not None else None
    return ReviewDesk(
        is_open=is_handed_in and is_open and (by_reader or not holds),
        is_opening=is_handed_in and not is_open,
        holder="" if held_by is None else held_by.name,
        is_held_by_reader=by_reader,
        held_until=until if holds else None,
        can_begin=is_handed_in and is_open and not holds,
        can_leave=by_reader,
        case_url=None if case is None else url_for("cases.show", public_id=case.public_id),
        remark_limit=REMARK_LIMIT,
        stages=stages,
    )
