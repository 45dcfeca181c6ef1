"""Planning: one row for each order and week, whoever plans, however often, whatever the clock."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState
from forum.channels.models import Audience, Membership
from forum.digests.actions.change import Preferences, change_order
from forum.digests.actions.plan import bring_back, plan_due
from forum.digests.calendar import period_of
from forum.digests.models import Issue, IssueState, LetterKind, Order
from forum.kernel import clock as kernel_clock
from forum.mailboxes.models import Mailbox
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.letters import make_order
from tests.queries import QueryCounter

SUNDAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MONDAY_AT_SEVEN = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(weeks=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUNDAY, tick=False) as moment:
        yield moment


def plan(session: Session, now: dt.datetime) -> int:
    planned = 0
    while batch := plan_due(session, now, host="forum.test"):
        planned += batch
    session.commit()
    return planned


def issues(session: Session) -> list[Issue]:
    rows = sa.select(Issue).order_by(Issue.due_at, Issue.id)
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def states(session: Session) -> list[tuple[str, IssueState, str]]:
    return [(issue.period, issue.state, issue.reason) for issue in issues(session)]


def test_a_letter_is_planned_at_its_hour_and_once(session: Session) -> None:
    order = make_order(session, make_actor(session))
    assert plan(session, MONDAY_AT_SEVEN - dt.timedelta(seconds=1)) == 0
    assert plan(session, MONDAY_AT_SEVEN) == 1
    assert plan(session, MONDAY_AT_SEVEN) == 0
    [issue] = issues(session)
    assert (issue.state, issue.due_at) == (IssueState.PLANNED, MONDAY_AT_SEVEN)
    assert issue.message_id == f"<2026-w48.{order.public_id}@forum.test>"
    session.refresh(order)
    assert order.next_due_at == MONDAY_AT_SEVEN + WEEK


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (47, [("2026-W48", IssueState.PLANNED, "")]),
        (48, [("2026-W48", IssueState.PLANNED, "")]),
        (49, [("2026-W48", IssueState.SKIPPED, "too_late")]),
        # Nothing ran for two weeks, until an hour after a letter was due: that one still comes.
        (
            2 * 7 * 24 + 1,
            [("2026-W48", IssueState.SKIPPED, "too_late"), ("2026-W50", IssueState.PLANNED, "")],
        ),
        # … and until three days after it: the next one comes.
        (2 * 7 * 24 + 72, [("2026-W48", IssueState.SKIPPED, "too_late")]),
    ],
)
def test_a_hub_that_slept_takes_up_what_is_at_most_two_days_late(
    session: Session, hours: int, expected: list[tuple[str, IssueState, str]]
) -> None:
    order = make_order(session, make_actor(session))
    now = MONDAY_AT_SEVEN + hours * HOUR
    plan(session, now)
    assert states(session) == expected
    session.refresh(order)
    assert order.next_due_at is not None
    assert now < order.next_due_at <= now + WEEK


def test_a_clock_set_back_makes_no_second_letter(session: Session) -> None:
    order = make_order(session, make_actor(session))
    plan(session, MONDAY_AT_SEVEN)
    for due_at in (MONDAY_AT_SEVEN, MONDAY_AT_SEVEN + 5 * DAY):
        session.execute(sa.update(Order).values(next_due_at=due_at))
        plan(session, due_at)
    assert len(issues(session)) == 1
    session.refresh(order)
    assert order.next_due_at == MONDAY_AT_SEVEN + WEEK


def test_a_clock_that_was_ahead_for_a_while_costs_a_letter_and_no_more(session: Session) -> None:
    order = make_order(session, make_actor(session))
    plan(session, MONDAY_AT_SEVEN + 200 * WEEK)
    session.refresh(order)
    assert order.next_due_at is not None
    assert order.next_due_at > MONDAY_AT_SEVEN + 200 * WEEK
    assert bring_back(session, SUNDAY) == 1
    session.commit()
    assert order.next_due_at == MONDAY_AT_SEVEN + WEEK
    assert bring_back(session, SUNDAY) == 0


def test_whatever_day_is_chosen_when_a_week_has_one_letter_and_none_waits_two_weeks(
    session: Session, clock: time_machine.Traveller
) -> None:
    chance = random.Random(48)  # noqa: S311
    order = make_order(session, make_actor(session))
    account = session.get_one(Account, order.account_id)
    for _ in range(400):
        clock.shift(dt.timedelta(hours=chance.randrange(1, 40)))
        now = kernel_clock.now()
        plan(session, now)
        if chance.random() < 0.2:
            wishes = Preferences(weekday=chance.randrange(7), hour=chance.randrange(24))
            change_order(session, account, order, wishes)
            session.commit()
            assert order.next_due_at is not None
            assert order.next_due_at <= now + 2 * WEEK
    found = issues(session)
    weeks = [period_of(issue.due_at, account.timezone) for issue in found]
    assert weeks == [issue.period for issue in found]
    assert len(weeks) == len(set(weeks)) > 30
    assert {issue.state for issue in found} == {IssueState.PLANNED}


def closed(session: Session, account: Account) -> None:
    account.state = AccountState.CLOSED


def shut_out(session: Session, account: Account) -> None:
    account.actor.suspended_until = SUNDAY + WEEK


def paused(session: Session, account: Account) -> None:
    session.execute(sa.update(Order).values(paused_until=dt.date(2026, 11, 24)))


def paused_until_today(session: Session, account: Account) -> None:
    session.execute(sa.update(Order).values(paused_until=dt.date(2026, 11, 23)))


def mailbox_paused(session: Session, account: Account) -> None:
    session.add(Mailbox(account_id=account.id, email=account.email, paused_at=SUNDAY))


def former_mailbox_paused(session: Session, account: Account) -> None:
    session.add(Mailbox(account_id=account.id, email="old@example.org", paused_at=SUNDAY))


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (closed, "account_closed"),
        (shut_out, "shut_out"),
        (paused, "paused"),
        (paused_until_today, ""),
        (mailbox_paused, "mailbox_paused"),
        (former_mailbox_paused, ""),
    ],
)
def test_what_stands_in_the_way_is_noted(session: Session, what: object, reason: str) -> None:
    actor = make_actor(session)
    order = make_order(session, actor)
    account = account_of(session, actor)
    session.refresh(account, ["actor"])
    assert callable(what)
    what(session, account)
    session.commit()
    plan(session, MONDAY_AT_SEVEN)
    state = IssueState.SKIPPED if reason else IssueState.PLANNED
    assert states(session) == [("2026-W48", state, reason)]
    session.refresh(order)
    assert order.next_due_at == MONDAY_AT_SEVEN + WEEK


def test_the_letter_of_a_channel_asks_whether_the_member_may_read_it(session: Session) -> None:
    channel = make_channel(session, audience=Audience.INVITED)
    inside, outside = make_actor(session), make_actor(session)
    for actor in (inside, outside):
        make_membership(session, channel, actor)
        make_order(session, actor, LetterKind.CHANNEL, channel)
    session.execute(sa.delete(Membership).where(Membership.actor_id == outside.id))
    session.commit()
    plan(session, MONDAY_AT_SEVEN)
    assert {issue.account_id: issue.reason for issue in issues(session)} == {
        account_of(session, inside).id: "",
        account_of(session, outside).id: "not_readable",
    }
    assert {issue.channel_id for issue in issues(session)} == {channel.id}


def test_planning_asks_as_often_for_many_as_for_one(
    session: Session, count_queries: QueryCounter
) -> None:
    counts = []
    for members in (1, 12):
        for _ in range(members):
            make_order(session, make_actor(session))
        with count_queries() as queries:
            assert plan_due(session, MONDAY_AT_SEVEN, host="forum.test") == members
        counts.append(len(queries))
        session.execute(sa.delete(Order))
        session.commit()
    assert counts[0] == counts[1]
