"""What letters are to be, read from their orders, and since when there is something to tell."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.digests.models import TOLD, Issue, IssueState, Length, Order, OrderedChannel
from forum.digests.wanted import WantedLetter

# The first letter tells of the week before at least; none of what is older than the second.
FIRST = dt.timedelta(days=7)
LONGEST = dt.timedelta(days=35)
# Of a letter that was skipped: there was nothing to tell.
EMPTY = "empty"


def letters_for(session: Session, issues: Sequence[Issue], now: dt.datetime) -> list[WantedLetter]:
    """Return what each letter is to be, in the order of the issues; three statements."""
    accounts = {issue.account_id for issue in issues}
    keys = {issue.key for issue in issues}
    orders = orders_for(session, issues)
    chosen = _chosen(session, [order.id for order in orders.values()])
    told = _told_to(session, accounts, keys)
    return [
        letter(
            issue,
            orders.get((issue.account_id, issue.key)),
            chosen,
            _since(
                told.get((issue.account_id, issue.key)),
                orders.get((issue.account_id, issue.key)),
                now,
            ),
        )
        for issue in issues
    ]


def orders_for(session: Session, issues: Sequence[Issue]) -> dict[tuple[int, str], Order]:
    """Return the orders that the letters belong to, by account and key."""
    rows = session.scalars(
        sa.select(Order)
        .where(
            Order.account_id.in_(sorted({issue.account_id for issue in issues})),
            Order.key.in_(sorted({issue.key for issue in issues})),
        )
        .execution_options(populate_existing=True)
    )
    return {(order.account_id, order.key): order for order in rows}


def letter(
    issue: Issue,
    order: Order | None,
    chosen: dict[int, frozenset[int]],
    since: dt.datetime,
) -> WantedLetter:
    """Return what a letter is to be; without an order as most have it."""
    return WantedLetter(
        issue_id=issue.id or 0,
        account_id=issue.account_id,
        key=issue.key,
        kind=issue.kind,
        channel_id=issue.channel_id,
        period=issue.period,
        due_at=issue.due_at,
        since=since,
        ordered_at=None if order is None or order.ended_at else order.confirmed_at,
        length=Length.NORMAL if order is None else order.length,
        shows_elsewhere=order is None or order.shows_elsewhere,
        chosen=frozenset() if order is None else chosen.get(order.id, frozenset()),
    )


def _since(told: dt.datetime | None, order: Order | None, now: dt.datetime) -> dt.datetime:
    """Return since when there is something to tell; where the first letters failed, from there."""
    if told is None:
        ordered_at = None if order is None else order.confirmed_at
        told = min(now - FIRST, ordered_at or now)
    return max(told, now - LONGEST)


def _told_to(
    session: Session, accounts: Iterable[int], keys: Iterable[str]
) -> dict[tuple[int, str], dt.datetime]:
    """Return up to when each account was told by each of these letters.

    A letter that failed told nothing; one that was empty looked and found nothing.
    """
    looked = sa.or_(
        Issue.state.in_(TOLD), sa.and_(Issue.state == IssueState.SKIPPED, Issue.reason == EMPTY)
    )
    rows = session.execute(
        sa.select(Issue.account_id, Issue.key, sa.func.max(Issue.window_to))
        .where(
            Issue.account_id.in_(sorted(accounts)),
            Issue.key.in_(sorted(keys)),
            Issue.window_to.is_not(None),
            looked,
        )
        .group_by(Issue.account_id, Issue.key)
    )
    return {(account_id, key): at for account_id, key, at in rows if at is not None}


def _chosen(session: Session, order_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        sa.select(OrderedChannel.order_id, OrderedChannel.channel_id).where(
            OrderedChannel.order_id.in_(sorted(order_ids))
        )
    )
    for order_id, channel_id in rows:
        found[order_id].add(channel_id)
    return {order_id: frozenset(ids) for order_id, ids in found.items()}
