"""Where a review stands: who holds the case, and what can be done now."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.moderation.models import Case, CaseState
from forum.practices.actions.review import REMARK_LIMIT
from forum.practices.states import Verb
from forum.web.presenters.reports import ReportPage


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


def review_desk(page: ReportPage, case: Case | None, actor: Actor | None) -> ReviewDesk:
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
    )
