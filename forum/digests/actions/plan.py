"""Planning letters: one row for each order whose hour has come, whoever looks, however often.

The row and the hour of the next letter are one transaction, and there is one row for an account,
an order and a week: two planners, a clock that is set back and a day of the week that is changed
make no second letter. A hub that slept takes up what is at most two days late.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.digests.calendar import CATCH_UP, next_due, period_of
from forum.digests.models import Issue, IssueState, LetterKind, Order
from forum.digests.obstacles import Reason, Standing, obstacle
from forum.digests.queries.standings import due_orders
from forum.kernel.rows import insert_into

_BATCH = 200
# No letter is due later than this, whatever day is chosen on whatever day; see `bring_back`.
_FARTHEST = dt.timedelta(days=15)

# Account, key and period of letters that are there.
Taken: TypeAlias = set[tuple[int, str, str]]


def plan_due(session: Session, now: dt.datetime, *, host: str, limit: int = _BATCH) -> int:
    """Plan letters that are due, or note why there is none; return how many orders were looked at.

    `host` is the right side of their Message-IDs. A weekly letter comes once in an ISO week of the
    day it is due, and the next at most 14 days later, also when another day is chosen meanwhile.
    """
    standings = due_orders(session, now, limit=limit)
    taken = _taken(session, [one.order for one in standings if one.order is not None], now)
    rows = []
    for standing in standings:
        row = _plan(standing, taken, now, host)
        if row is not None:
            rows.append(row)
    if rows:
        session.execute(insert_into(session, Issue).on_conflict_do_nothing(), rows)
    session.flush()
    return len(standings)


def bring_back(session: Session, now: dt.datetime, *, limit: int = 1000) -> int:
    """Reckon anew what is due too far away: the clock of the machine was ahead for a while.

    Returns how many orders were changed.
    """
    rows = session.execute(
        sa.select(Order, Account)
        .join(Account, Account.id == Order.account_id)
        .where(Order.next_due_at > now + _FARTHEST)
        .order_by(Order.next_due_at.desc())
        .limit(limit)
        .with_for_update(of=Order, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    taken = _taken(session, [order for order, _account in rows], now)
    changed = 0
    for order, account in rows:
        due = _next(order, account.timezone, now, taken)
        if order.next_due_at is not None and due < order.next_due_at:
            order.next_due_at = due
            changed += 1
    session.flush()
    return changed


def message_id_of(order_id: str, period: str, host: str) -> str:
    """Return the Message-ID of a letter: the same for the same order (public id) and period."""
    return f"<{period.lower()}.{order_id}@{host}>"


def _plan(
    standing: Standing, taken: Taken, now: dt.datetime, host: str
) -> Mapping[str, Any] | None:
    """Move the order on to its next letter, and return the row of the one that is due, if any."""
    order, zone = standing.order, standing.account.timezone
    if order is None or order.next_due_at is None:
        return None
    if not order.counts or order.kind is LetterKind.NEWSLETTER:
        order.next_due_at = None
        return None
    due = order.next_due_at
    is_late = now - due > CATCH_UP
    period = period_of(due, zone)
    is_first = (order.account_id, order.key, period) not in taken
    taken.add((order.account_id, order.key, period))
    order.next_due_at = _next(order, zone, max(due, now - CATCH_UP), taken)
    if not is_first:
        return None
    reason = Reason.TOO_LATE if is_late else None
    reason = obstacle(standing, now) or reason
    return {
        "account_id": order.account_id,
        "key": order.key,
        "kind": order.kind,
        "channel_id": order.channel_id,
        "period": period,
        "state": IssueState.PLANNED if reason is None else IssueState.SKIPPED,
        "reason": "" if reason is None else reason.value,
        "message_id": message_id_of(order.public_id, period, host),
        "due_at": due,
        "next_attempt_at": now,
    }


def _next(order: Order, zone: str, after: dt.datetime, taken: Taken) -> dt.datetime:
    """Return the next moment after this one in a week that has had no letter yet."""
    due = next_due(order.weekday, order.hour, zone, after)
    while (order.account_id, order.key, period_of(due, zone)) in taken:
        due = next_due(order.weekday, order.hour, zone, due)
    return due


def _taken(session: Session, orders: Sequence[Order], now: dt.datetime) -> Taken:
    """Return which weeks have had a letter of these accounts, by account, key and period."""
    oldest = min((order.next_due_at for order in orders if order.next_due_at), default=now)
    rows = session.execute(
        sa.select(Issue.account_id, Issue.key, Issue.period).where(
            Issue.account_id.in_(sorted({order.account_id for order in orders})),
            Issue.key.in_(sorted({order.key for order in orders})),
            Issue.due_at > min(oldest, now) - _FARTHEST,
        )
    )
    return {(account_id, key, period) for account_id, key, period in rows}
