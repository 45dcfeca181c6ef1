"""Ordering letters: nothing comes without a confirmed order, and each has its own proof."""

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.accounts.queries import account_with_actor
from forum.channels.models import Audience, Channel
from forum.digests.actions.change import (
    Preferences,
    change_order,
    follow_clock,
    next_letter_at,
    pause,
    resume,
)
from forum.digests.actions.order import (
    MOST_ASKED,
    ask_for,
    confirm,
    end_order,
    purge_unconfirmed_orders,
)
from forum.digests.models import (
    Issue,
    IssueState,
    Length,
    LetterKind,
    Order,
    OrderConsent,
    OrderedChannel,
)
from forum.digests.policy import can_order, orderable_channels
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel, make_membership

SUNDAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MONDAY_AT_SEVEN = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)
WEEKLY = LetterKind.WEEKLY.key()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUNDAY, tick=False) as moment:
        yield moment


@pytest.fixture
def account(session: Session, clock: time_machine.Traveller) -> Account:
    return an_account(session)


def an_account(session: Session) -> Account:
    return account_with_actor(session, account_of(session, make_actor(session)).id)


def ask(
    session: Session,
    account: Account,
    kind: LetterKind = LetterKind.WEEKLY,
    channel: Channel | None = None,
    preferences: Preferences | None = None,
) -> OrderConsent:
    return ask_for(
        session,
        account,
        kind,
        channel=channel,
        preferences=preferences,
        hub_name="Quartiersforum",
    )


def ordered(session: Session, account: Account, **wishes: object) -> Order:
    consent = ask(session, account, preferences=Preferences(**wishes))  # type: ignore[arg-type]
    return confirm(session, consent, account)


def plan(session: Session, order: Order, due_at: dt.datetime, period: str) -> Issue:
    issue = Issue(
        account_id=order.account_id,
        key=order.key,
        kind=order.kind,
        period=period,
        message_id=f"<{period}@forum.test>",
        due_at=due_at,
        next_attempt_at=due_at,
    )
    session.add(issue)
    session.flush()
    return issue


def test_nothing_is_due_before_the_order_is_confirmed_by_mail(
    session: Session, account: Account
) -> None:
    consent = ask(session, account)
    order = session.query(Order).one()
    assert (order.counts, order.next_due_at) == (False, None)
    assert confirm(session, consent, account) is order
    assert (order.counts, order.next_due_at) == (True, MONDAY_AT_SEVEN)


def test_the_proof_keeps_the_words_the_address_and_both_moments(
    session: Session, account: Account, clock: time_machine.Traveller
) -> None:
    consent = ask(session, account)
    clock.shift(60)
    confirm(session, consent, account)
    assert "den Wochenüberblick von Quartiersforum" in consent.wording
    assert (consent.email, consent.wording_version) == (account.email, "2026-11")
    assert consent.asked_at == SUNDAY
    assert consent.confirmed_at == SUNDAY + dt.timedelta(minutes=1)
    clock.shift(60)
    end_order(session, account, WEEKLY, how="one_click")
    assert (consent.withdrawn_by, consent.withdrawn_at) == (
        "one_click",
        SUNDAY + dt.timedelta(minutes=2),
    )


def test_confirming_twice_is_confirming_once(session: Session, account: Account) -> None:
    consent = ask(session, account)
    order = confirm(session, consent, account)
    with time_machine.travel(SUNDAY + WEEK, tick=False):
        confirm(session, consent, account)
    assert order.confirmed_at == SUNDAY


def test_any_of_several_mails_confirms_and_the_others_end(
    session: Session, account: Account
) -> None:
    first, second = ask(session, account), ask(session, account)
    confirm(session, first, account)
    assert session.scalars(sa.select(OrderConsent.id)).all() == [first.id]
    assert second.id != first.id


@pytest.mark.parametrize("why", ["late", "ended", "another address"])
def test_a_link_that_is_over_confirms_nothing(
    session: Session, account: Account, clock: time_machine.Traveller, why: str
) -> None:
    consent = ask(session, account)
    if why == "late":
        clock.shift(dt.timedelta(days=14))
    elif why == "another address":
        account.email = "anders@example.org"
        session.flush()
    else:
        confirm(session, consent, account)
        end_order(session, account, WEEKLY, how="page")
    with pytest.raises(NotFound):
        confirm(session, consent, account)


def test_an_order_that_counts_is_not_asked_for_again(session: Session, account: Account) -> None:
    ordered(session, account)
    with pytest.raises(Conflict, match="already_ordered"):
        ask(session, account)


def test_nobody_is_sent_a_heap_of_mails(session: Session, account: Account) -> None:
    for _number in range(MOST_ASKED):
        ask(session, account)
    with pytest.raises(TooMany):
        ask(session, account)


def test_ending_ends_this_letter_alone_and_twice_is_once(
    session: Session, account: Account
) -> None:
    order = ordered(session, account)
    newsletter = confirm(session, ask(session, account, LetterKind.NEWSLETTER), account)
    waiting = plan(session, order, MONDAY_AT_SEVEN, "2026-W48")
    assert end_order(session, account, WEEKLY, how="link") is order
    with time_machine.travel(SUNDAY + WEEK, tick=False):
        end_order(session, account, WEEKLY, how="page")
    assert (order.counts, order.next_due_at, order.ended_at) == (False, None, SUNDAY)
    assert newsletter.counts
    kept = session.query(OrderConsent).filter_by(key="newsletter").one()
    assert kept.withdrawn_at is None
    assert (waiting.state, waiting.reason) == (IssueState.SKIPPED, "ended")


def test_an_order_given_up_before_it_was_confirmed_leaves_nothing(
    session: Session, account: Account
) -> None:
    ask(session, account)
    end_order(session, account, WEEKLY, how="page")
    assert session.query(Order).count() == session.query(OrderConsent).count() == 0


def test_who_ended_a_letter_needs_a_new_confirmation(session: Session, account: Account) -> None:
    order = ordered(session, account)
    end_order(session, account, WEEKLY, how="page")
    consent = ask(session, account)
    before = order.counts
    confirm(session, consent, account)
    assert (before, order.counts) == (False, True)
    assert session.query(OrderConsent).count() == 2


def test_what_was_never_confirmed_is_forgotten_after_two_weeks(
    session: Session, account: Account
) -> None:
    consent = ask(session, account)
    kept = ordered(session, an_account(session))
    late = consent.asked_at + dt.timedelta(days=14)
    assert purge_unconfirmed_orders(session, late - dt.timedelta(seconds=1)) == 0
    assert purge_unconfirmed_orders(session, late) == 1
    assert session.scalars(sa.select(Order.id)).all() == [kept.id]


def test_preferences_are_kept_and_change_when_the_next_letter_is_due(
    session: Session, account: Account
) -> None:
    mine, closed = make_channel(session), make_channel(session, audience=Audience.INVITED)
    wishes = Preferences(
        weekday=4,
        hour=18,
        only_with_news=False,
        length=Length.LONG,
        channel_ids=frozenset({mine.id, closed.id}),
    )
    order = change_order(session, account, ordered(session, account), wishes)
    assert order.next_due_at == dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC)
    assert (order.length, order.only_with_news) == (Length.LONG, False)
    chosen = session.scalars(sa.select(OrderedChannel.channel_id)).all()
    assert chosen == [mine.id], "a channel that cannot be read is no choice"


def test_another_day_gives_no_second_letter_in_the_same_week(
    session: Session, account: Account, clock: time_machine.Traveller
) -> None:
    order = ordered(session, account)
    plan(session, order, MONDAY_AT_SEVEN, "2026-W48")
    clock.move_to(MONDAY_AT_SEVEN + dt.timedelta(days=1))
    change_order(session, account, order, Preferences(weekday=3))
    assert order.next_due_at == dt.datetime(2026, 12, 3, 6, tzinfo=dt.UTC)


def test_a_letter_that_waits_for_the_worker_is_not_put_off_by_a_change_of_its_length(
    session: Session, account: Account, clock: time_machine.Traveller
) -> None:
    order = ordered(session, account)
    clock.move_to(MONDAY_AT_SEVEN + dt.timedelta(hours=3))
    change_order(session, account, order, Preferences(length=Length.SHORT))
    follow_clock(session, account)
    assert order.next_due_at == MONDAY_AT_SEVEN


def test_letters_follow_the_clock_of_who_moves(session: Session, account: Account) -> None:
    order = ordered(session, account)
    account.timezone = "America/New_York"
    session.flush()
    follow_clock(session, account)
    assert order.next_due_at == dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def test_a_pause_shows_the_first_letter_after_it_and_can_be_ended(
    session: Session, account: Account
) -> None:
    order = ordered(session, account)
    pause(session, account, order, until=dt.date(2026, 12, 9))
    after = dt.datetime(2026, 12, 14, 6, tzinfo=dt.UTC)
    assert next_letter_at(order, account.timezone) == after
    pause(session, account, order, until=dt.date(2026, 12, 14))
    assert next_letter_at(order, account.timezone) == after, "the day itself is no pause"
    resume(session, account, order)
    assert next_letter_at(order, account.timezone) == MONDAY_AT_SEVEN


@pytest.mark.parametrize(
    ("day", "reason"),
    [(dt.date(2026, 11, 22), "pause_in_the_past"), (dt.date(2028, 1, 1), "pause_too_long")],
)
def test_a_pause_ends_within_a_year(
    session: Session, account: Account, day: dt.date, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        pause(session, account, ordered(session, account), until=day)


def test_the_rule_about_channels_agrees_with_its_twin_in_sql(
    session: Session, account: Account
) -> None:
    actor = account.actor
    for audience in Audience:
        make_channel(session, audience=audience)
        make_channel(session, audience=audience, archived_at=SUNDAY)
    inside = make_channel(session, audience=Audience.INVITED)
    memberships = {inside.id: make_membership(session, inside, actor)}
    rows = session.scalars(sa.select(Channel)).all()
    gone = make_actor(session)
    gone.closed_at = SUNDAY
    for reader in (None, actor, gone):
        own = memberships if reader is actor else {}
        listed = set(session.scalars(sa.select(Channel.id).where(orderable_channels(reader))))
        assert listed == {row.id for row in rows if can_order(reader, row, own.get(row.id))}


def test_nobody_orders_the_letter_of_a_channel_they_cannot_read(
    session: Session, account: Account
) -> None:
    channel = make_channel(session, audience=Audience.INVITED)
    with pytest.raises(NotAllowed):
        ask(session, account, LetterKind.CHANNEL, channel)
    membership = make_membership(session, channel, account.actor)
    consent = ask(session, account, LetterKind.CHANNEL, channel)
    session.delete(membership)
    session.flush()
    with pytest.raises(NotAllowed):
        confirm(session, consent, account)
