"""What the next letter of an order would say if it went out now."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.digests.calendar import period_of
from forum.digests.contents import Contents
from forum.digests.models import Issue, IssueState, Order
from forum.digests.queries.contents import Filled, read
from forum.digests.queries.letters import letters_for
from forum.digests.queries.selecting import choose_all


def preview_of(session: Session, order: Order, now: dt.datetime) -> Contents:
    """Return the contents of the next letter; writes nothing, takes nothing from it.

    What one has read meanwhile is not in it any more, and what comes until then will be.
    """
    account = session.get_one(Account, order.account_id)
    due_at = order.next_due_at or now
    # Never added to the session: it is what would be planned.
    planned = Issue(
        account_id=order.account_id,
        key=order.key,
        kind=order.kind,
        channel_id=order.channel_id,
        period=period_of(due_at, account.timezone),
        state=IssueState.PLANNED,
        due_at=due_at,
    )
    (letter,) = letters_for(session, [planned], now)
    selection = choose_all(session, [letter], now)[letter.issue_id]
    filled = Filled(
        issue=None,
        account_id=letter.account_id,
        key=letter.key,
        kind=letter.kind,
        channel_id=letter.channel_id,
        newsletter_id=None,
        period=letter.period,
        due_at=letter.due_at,
        ordered_at=letter.ordered_at,
        items=selection.items,
        more=selection.more,
        window_from=selection.window_from,
        window_to=selection.window_to,
    )
    return read(session, [filled])[0]
