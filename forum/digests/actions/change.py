"""Change how a letter comes: its day, how much stands in it, from which channels, and pauses.

These are wishes of one account about itself: nothing is recorded.
"""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.channels.policy import readable_channels
from forum.digests.calendar import next_due, period_of
from forum.digests.models import Issue, Length, LetterKind, Order, OrderedChannel
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.rows import insert_into

LONGEST_PAUSE = dt.timedelta(days=366)
_DAYS, _HOURS = range(7), range(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How a regular letter is wished for; a newsletter has none of this."""

    weekday: int = 0
    """Monday is 0."""
    hour: int = 7
    only_with_news: bool = True
    length: Length = Length.NORMAL
    shows_elsewhere: bool = True
    channel_ids: frozenset[int] = field(default_factory=frozenset)
    """For the weekly letter; none: the channels the member belongs to."""


def change_order(
    session: Session, account: Account, order: Order, preferences: Preferences
) -> Order:
    """Take over what is wished (actor of the account loaded) and say when the next letter is due.

    Raises ``NotFound("no_order")`` where the letter does not come (any more).
    """
    _lock_running(session, account, order)
    before = (order.weekday, order.hour)
    apply(session, account, order, preferences)
    if before != (order.weekday, order.hour):
        # Not otherwise: a letter that is due and waits for the worker would be put off a week.
        order.next_due_at = next_due_of(session, account, order, now=clock.now())
    return order


def pause(session: Session, account: Account, order: Order, *, until: dt.date) -> Order:
    """Send none before this day. Raises ``Invalid``: "pause_in_the_past", "pause_too_long"."""
    _lock_running(session, account, order)
    today = clock.now().astimezone(ZoneInfo(account.timezone)).date()
    if until <= today:
        raise Invalid("pause_in_the_past", field="until")
    if until > today + LONGEST_PAUSE:
        raise Invalid("pause_too_long", field="until")
    order.paused_until = until
    return order


def resume(session: Session, account: Account, order: Order) -> Order:
    """Send them again from now on."""
    _lock_running(session, account, order)
    order.paused_until = None
    return order


def follow_clock(session: Session, account: Account) -> None:
    """Reckon anew when letters are due, after the account has moved to another time zone."""
    now = clock.now()
    # Not those that are due already and wait for the worker.
    running = sa.select(Order).where(Order.account_id == account.id, Order.next_due_at > now)
    for order in session.scalars(running):
        order.next_due_at = next_due_of(session, account, order, now=now)


def apply(session: Session, account: Account, order: Order, preferences: Preferences) -> None:
    """Write the preferences on the order; channels that the account cannot read are left out."""
    if preferences.weekday not in _DAYS or preferences.hour not in _HOURS:
        raise Invalid("no_such_hour", field="hour")
    order.weekday, order.hour = preferences.weekday, preferences.hour
    order.only_with_news = preferences.only_with_news
    order.length = preferences.length
    order.shows_elsewhere = preferences.shows_elsewhere
    if order.kind is not LetterKind.WEEKLY:
        return
    readable = sa.and_(Channel.id.in_(preferences.channel_ids), readable_channels(account.actor))
    session.execute(sa.delete(OrderedChannel).where(OrderedChannel.order_id == order.id))
    chosen = session.scalars(sa.select(Channel.id).where(readable))
    rows = [{"order_id": order.id, "channel_id": channel_id} for channel_id in chosen]
    if rows:
        session.execute(insert_into(session, OrderedChannel).on_conflict_do_nothing(), rows)


def next_due_of(
    session: Session, account: Account, order: Order, *, now: dt.datetime
) -> dt.datetime | None:
    """Return when the next letter goes out; ``None`` for one that comes on no regular day.

    A week that has had its letter gets no second one, on whatever day it would be now.
    """
    if order.kind is LetterKind.NEWSLETTER:
        return None
    periods = set(
        session.scalars(
            sa.select(Issue.period).where(
                Issue.account_id == account.id,
                Issue.key == order.key,
                Issue.due_at > now - dt.timedelta(days=15),
            )
        )
    )
    due = next_due(order.weekday, order.hour, account.timezone, now)
    while period_of(due, account.timezone) in periods:
        due = next_due(order.weekday, order.hour, account.timezone, due)
    return due


def next_letter_at(order: Order, timezone: str) -> dt.datetime | None:
    """Return when the member gets the next letter, pauses included; ``None`` where none is due."""
    if not order.counts or order.next_due_at is None or order.paused_until is None:
        return order.next_due_at if order.counts else None
    zone = ZoneInfo(timezone)
    first = dt.datetime.combine(order.paused_until, dt.time(), zone).astimezone(dt.UTC)
    if order.next_due_at >= first:
        return order.next_due_at
    return next_due(order.weekday, order.hour, timezone, first - dt.timedelta(microseconds=1))


def _lock_running(session: Session, account: Account, order: Order) -> None:
    lock(session, account)
    lock(session, order)
    if not order.counts or order.account_id != account.id:
        raise NotFound("no_order")
