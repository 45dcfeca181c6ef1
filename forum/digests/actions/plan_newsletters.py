"""Letting newsletters go out: a row in the ledger for everybody who has ordered them.

Planned in batches, each in a transaction of its own: what counts is that everybody in the audience
who has ordered it has a row, whoever plans, however often.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from forum.accounts.models import Account, Actor
from forum.channels.models import Channel, Membership
from forum.digests.actions.plan import message_id_of
from forum.digests.calendar import CATCH_UP
from forum.digests.events import NewsletterSent, NewsletterStarted, NewsletterTakenBack
from forum.digests.models import (
    Issue,
    IssueState,
    LetterKind,
    Newsletter,
    NewsletterState,
    Order,
)
from forum.digests.obstacles import Standing, obstacle
from forum.digests.queries.newsletters import (
    in_audience,
    is_newsletter_due,
    kinds_of,
    running_orders,
)
from forum.kernel.event_log import record
from forum.kernel.rows import insert_into
from forum.mailboxes.models import Mailbox

_BATCH = 500
_UNSETTLED = (IssueState.PLANNED, IssueState.SELECTED, IssueState.HANDING)


def plan_newsletters(session: Session, now: dt.datetime, *, host: str, limit: int = _BATCH) -> int:
    """Begin newsletters whose moment has come, plan their letters, note which have all gone out.

    To be called until it returns 0. Who orders after a newsletter has begun gets the next one; one
    that is more than two days late, as nothing was running, becomes a draft again: what it says
    may be over. `host` is the right side of the Message-IDs.
    """
    if not is_newsletter_due(session, now):
        return 0
    for newsletter in _held(session, now):
        if newsletter.state is NewsletterState.SCHEDULED:
            _begin(session, newsletter, now)
            return 1
        rows = _rows(session, newsletter, now, host, limit)
        if rows:
            session.execute(insert_into(session, Issue).on_conflict_do_nothing(), rows)
            return len(rows)
        if not _is_under_way(session, newsletter):
            _finish(session, newsletter, now)
            return 1
    return 0


def period_of_newsletter(newsletter: Newsletter) -> str:
    """Return what names it in the ledger."""
    return f"newsletter-{newsletter.public_id}"


def _held(session: Session, now: dt.datetime) -> Sequence[Newsletter]:
    is_due = sa.and_(Newsletter.state == NewsletterState.SCHEDULED, Newsletter.send_at <= now)
    return session.scalars(
        sa.select(Newsletter)
        .where(sa.or_(is_due, Newsletter.state == NewsletterState.SENDING))
        .order_by(Newsletter.send_at, Newsletter.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def _begin(session: Session, newsletter: Newsletter, now: dt.datetime) -> None:
    newsletter.updated_at = now
    if newsletter.send_at is None or now - newsletter.send_at > CATCH_UP:
        newsletter.state = NewsletterState.DRAFT
        session.flush()
        record(session, NewsletterTakenBack(newsletter_id=newsletter.id, is_missed=True))
        return
    newsletter.state, newsletter.started_at = NewsletterState.SENDING, now
    session.flush()
    record(session, NewsletterStarted(newsletter_id=newsletter.id))


def _finish(session: Session, newsletter: Newsletter, now: dt.datetime) -> None:
    newsletter.state, newsletter.finished_at = NewsletterState.SENT, now
    session.flush()
    record(session, NewsletterSent(newsletter_id=newsletter.id))


def _rows(
    session: Session, newsletter: Newsletter, now: dt.datetime, host: str, limit: int
) -> list[dict[str, Any]]:
    """Return the rows of those who have none yet."""
    period, rows = period_of_newsletter(newsletter), []
    for order, account, mailbox, channel, membership in _without_row(session, newsletter, limit):
        standing = Standing(account, order, mailbox is not None, channel, membership)
        reason = obstacle(standing, now)
        rows.append(
            {
                "account_id": account.id,
                "key": order.key,
                "kind": LetterKind.NEWSLETTER,
                "newsletter_id": newsletter.id,
                "period": period,
                "state": IssueState.PLANNED if reason is None else IssueState.SKIPPED,
                "reason": "" if reason is None else reason.value,
                "message_id": message_id_of(order.public_id, period, host),
                "due_at": newsletter.send_at,
                "next_attempt_at": now,
            }
        )
    return rows


def _without_row(
    session: Session, newsletter: Newsletter, limit: int
) -> Sequence[sa.Row[Order, Account, Mailbox, Channel, Membership]]:
    """Return who has ordered newsletters, belongs to the audience and has no row; beside them
    mailboxes that letters come back from, the channel that it is for, and how they belong to it.
    """
    has_row = sa.exists().where(
        Issue.account_id == Order.account_id,
        Issue.key == Order.key,
        Issue.period == period_of_newsletter(newsletter),
    )
    fails = sa.and_(
        Mailbox.account_id == Account.id,
        Mailbox.email == Account.email,
        Mailbox.paused_at.is_not(None),
    )
    belongs = sa.and_(Membership.actor_id == Account.actor_id, Membership.channel_id == Channel.id)
    return session.execute(
        sa.select(Order, Account, Mailbox, Channel, Membership)
        .join(Account, Account.id == Order.account_id)
        .join(Account.actor)
        .outerjoin(Mailbox, fails)
        .outerjoin(Channel, Channel.id == newsletter.channel_id)
        .outerjoin(Membership, belongs)
        .where(running_orders(), Order.confirmed_at <= newsletter.started_at, ~has_row)
        .where(in_audience(kinds_of(newsletter), newsletter.channel_id))
        .options(contains_eager(Account.actor).joinedload(Actor.organisation))
        .order_by(Order.id)
        .limit(limit)
    ).all()


def _is_under_way(session: Session, newsletter: Newsletter) -> bool:
    waits = sa.exists().where(Issue.newsletter_id == newsletter.id, Issue.state.in_(_UNSETTLED))
    return bool(session.scalar(sa.select(waits)))
