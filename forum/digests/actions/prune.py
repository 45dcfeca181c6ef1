"""Forget old letters."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.digests.models import TOLD, Issue, IssueState
from forum.kernel.rows import change

# Members find the letters of a year in the page, and something more.
KEPT_FOR = dt.timedelta(days=400)
# Long enough to answer "why did I get none".
UNSENT_KEPT_FOR = dt.timedelta(days=100)
_UNDER_WAY = (IssueState.PLANNED, IssueState.SELECTED, IssueState.HANDING)


def prune_issues(session: Session, now: dt.datetime) -> int:
    """Forget letters that are long past, and what stood in them; return how many."""
    settled = sa.delete(Issue).where(Issue.state.not_in(_UNDER_WAY))
    unsent = settled.where(Issue.state.not_in(TOLD), Issue.created_at < now - UNSENT_KEPT_FOR)
    old = settled.where(Issue.created_at < now - KEPT_FOR)
    return change(session, unsent) + change(session, old)
