"""Choosing what stands in letters, committed before anything is handed over."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.digests.actions.claim import Claim
from forum.digests.models import Issue, IssueItem, IssueState, LetterKind
from forum.digests.obstacles import Reason, Standing, obstacle
from forum.digests.queries.selecting import select_items
from forum.digests.queries.standings import WAITING, standings_of
from forum.digests.selection import Selection


def fill(session: Session, claims: Sequence[Claim], now: dt.datetime) -> Sequence[Claim]:
    """Choose what stands in the letters; return those that are to go out.

    The others are noted as skipped, with the reason: something stands in the way by now, or there
    is nothing in them for who wants none then. What was chosen before is not chosen again.
    """
    issues = _hold(session, claims)
    standings = standings_of(session, issues)
    for issue_id, issue in list(issues.items()):
        reason = obstacle(standings[issue_id], now)
        if reason is not None:
            _skip(issue, reason)
            del issues[issue_id]
    planned = [issue for issue in issues.values() if issue.state is IssueState.PLANNED]
    chosen = [issue for issue in planned if issue.kind is not LetterKind.NEWSLETTER]
    selections = select_items(session, chosen, now) if chosen else {}
    session.execute(
        sa.delete(IssueItem).where(IssueItem.issue_id.in_([issue.id for issue in planned])),
        execution_options={"synchronize_session": False},
    )
    rows: list[dict[str, object]] = []
    for issue in planned:
        selection = selections.get(issue.id)
        _note(issue, selection, standings[issue.id])
        if selection is not None and issue.state is IssueState.SELECTED:
            rows += _rows(issue, selection)
    session.flush()
    if rows:
        session.execute(sa.insert(cast("sa.Table", IssueItem.__table__)), rows)
    ready = {issue.id for issue in issues.values() if issue.state is IssueState.SELECTED}
    return [
        replace(claim, needs_news=_wants_only_news(standings[claim.issue_id]))
        for claim in claims
        if claim.issue_id in ready
    ]


def _wants_only_news(standing: Standing) -> bool:
    """Tell whether a letter without anything in it is not to come."""
    return standing.order is None or standing.order.only_with_news


def _hold(session: Session, claims: Sequence[Claim]) -> dict[int, Issue]:
    """Return the letters that are still ours, locked."""
    attempts = {claim.issue_id: claim.attempt for claim in claims}
    rows = session.scalars(
        sa.select(Issue)
        .where(Issue.id.in_(sorted(attempts)), Issue.state.in_(WAITING))
        .with_for_update(of=Issue)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows if attempts[row.id] == row.attempts}


def _skip(issue: Issue, reason: Reason) -> None:
    issue.state, issue.reason, issue.leased_until = IssueState.SKIPPED, reason.value, None


def _note(issue: Issue, chosen: Selection | None, standing: Standing) -> None:
    if chosen is None:  # a newsletter says what it says
        issue.state = IssueState.SELECTED
        return
    issue.window_from, issue.window_to = chosen.window_from, chosen.window_to
    issue.more, issue.item_count = dict(chosen.more), len(chosen.items)
    if not chosen.items and _wants_only_news(standing):
        _skip(issue, Reason.EMPTY)
        return
    issue.state = IssueState.SELECTED


def _rows(issue: Issue, chosen: Selection) -> Iterator[dict[str, object]]:
    for item in chosen.items:
        yield {
            "issue_id": issue.id,
            "account_id": issue.account_id,
            "key": item.key,
            "section": item.section,
            "position": item.position,
            "thread_id": item.thread_id,
            "post_id": item.post_id,
            "occasion_id": item.occasion_id,
            "because": item.because,
            "hour_id": item.hour_id,
        }
