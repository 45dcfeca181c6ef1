"""Letters that come back: points that fade, a pause of the letters, never of the membership."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from forum.accounts.models import Account, AccountState, Actor, Role
from forum.kernel.errors import NotAllowed
from forum.mailboxes.actions import Report, note_bounce, resume_delivery
from forum.mailboxes.models import Bounce
from forum.mailboxes.policy import can_resume_delivery
from forum.mailboxes.queries import failing_mailbox, has_failing_mailbox
from tests.factories.accounts import account_of, make_actor

MONDAY = dt.datetime(2027, 2, 1, 7, tzinfo=dt.UTC)


@pytest.fixture
def account(session: Session) -> Account:
    return account_of(session, make_actor(session))


def bounces(
    session: Session, account: Account, *days: float, is_permanent: bool = True
) -> list[bool]:
    """Let a letter come back on each of these days; return whether delivery was paused then."""
    paused = []
    for day in days:
        with time_machine.travel(MONDAY + dt.timedelta(days=day), tick=False):
            number = session.scalar(sa.select(sa.func.count()).select_from(Bounce))
            report = Report(f"{number}", is_permanent, "5.1.1", "550 no\0 such user")
            note_bounce(session, account, report)
            paused.append(failing_mailbox(session, account) is not None)
    return paused


@pytest.mark.parametrize(
    ("days", "is_permanent", "paused_at"),
    [
        ((0, 7, 14, 21), True, 3),
        ((0, 1, 2, 3), True, 3),
        ((0, 0.1, 0.2, 0.3, 0.4), True, None),
        (tuple(range(7)), False, None),
        (tuple(range(12)), False, 7),
        (tuple(range(0, 300, 30)), True, None),
    ],
    ids=["weekly", "daily", "five a day", "full for a week", "full for long", "now and then"],
)
def test_delivery_pauses_when_it_keeps_failing(
    session: Session,
    account: Account,
    days: tuple[float, ...],
    is_permanent: bool,
    paused_at: int | None,
) -> None:
    paused = bounces(session, account, *days, is_permanent=is_permanent)
    assert (paused.index(True) if True in paused else None) == paused_at
    assert account.state is AccountState.ACTIVE


def test_the_same_message_counts_once(session: Session, account: Account) -> None:
    for day in range(10):
        with time_machine.travel(MONDAY + dt.timedelta(days=day), tick=False):
            note_bounce(session, account, Report("same", True, "", ""))
    assert failing_mailbox(session, account) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(Bounce)) == 1


def test_another_address_begins_anew(session: Session, account: Account) -> None:
    assert bounces(session, account, 0, 1, 2, 3)[-1]
    account.email = "new@example.org"
    session.flush()
    assert failing_mailbox(session, account) is None
    assert bounces(session, account, 4, 5) == [False, False]


def test_resumed_delivery_pauses_at_the_next_letter_that_fails(
    session: Session, account: Account
) -> None:
    bounces(session, account, 0, 1, 2, 3)
    with time_machine.travel(MONDAY + dt.timedelta(days=4), tick=False):
        mailbox = resume_delivery(session, session.get_one(Actor, account.actor_id), account)
        assert mailbox is not None
        assert mailbox.paused_at is None
    assert bounces(session, account, 4.2, is_permanent=False) == [False]
    assert bounces(session, account, 5) == [True]


def test_only_its_owner_and_admins_resume_delivery(session: Session, account: Account) -> None:
    bounces(session, account, 0, 1, 2, 3)
    with pytest.raises(NotAllowed, match="not_own_account"):
        resume_delivery(session, make_actor(session), account)
    assert failing_mailbox(session, account) is not None
    assert not can_resume_delivery(None, account)
    assert can_resume_delivery(make_actor(session, role=Role.ADMIN), account)


def test_the_condition_agrees_with_the_question(session: Session, account: Account) -> None:
    others = [account_of(session, make_actor(session)) for _ in range(3)]
    bounces(session, account, 0, 1, 2, 3)
    bounces(session, others[0], 0)
    bounces(session, others[1], 0, 1, 2, 3)
    others[1].email = "moved@example.org"
    session.flush()
    for one in (account, *others):
        asked = session.scalar(sa.select(has_failing_mailbox(sa.literal(one.id))))
        assert bool(asked) is (failing_mailbox(session, one) is not None)
