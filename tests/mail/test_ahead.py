"""What works ahead takes nothing along that does not go out."""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session
from typing_extensions import override

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.digests.models import Issue, IssueState, LetterKind, Order
from forum.mail.ahead import Ahead
from forum.mail.regular import plan_letters, write_regular
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.letters import make_order
from tests.factories.threads import make_thread

SUNDAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MONDAY_AT_SEVEN = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class AtOnce(Executor):
    """Does its work at once: the connection to the database is the test's alone."""

    @override
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Broken(AtOnce):
    """Cannot get anything ready."""

    @override
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_exception(OSError("no space left"))
        return done


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUNDAY, tick=False) as moment:
        yield moment


@pytest.fixture
def channel(session: Session, clock: time_machine.Traveller) -> Channel:
    return make_channel(session)


@pytest.fixture
def readers(session: Session, channel: Channel, clock: time_machine.Traveller) -> list[Actor]:
    """Return two readers whose letters are planned; that of the first goes alone."""
    readers = [make_actor(session) for _ in range(2)]
    for reader in readers:
        make_membership(session, channel, reader)
        make_order(session, reader)
        make_order(session, reader, LetterKind.CHANNEL, channel)
    clock.shift(HOUR)
    make_thread(session, channel, make_actor(session))
    clock.move_to(MONDAY_AT_SEVEN)
    session.execute(sa.update(Order).values(next_due_at=MONDAY_AT_SEVEN))
    session.commit()
    plan_letters()
    first = session.scalar(sa.select(sa.func.min(Issue.id)))
    session.execute(sa.update(Issue).where(Issue.id == first).values(attempts=3))
    session.commit()
    return readers


def leased(session: Session) -> int:
    session.expire_all()
    return len(session.scalars(sa.select(Issue.id).where(Issue.leased_until.is_not(None))).all())


@pytest.mark.usefixtures("readers")
def test_the_next_is_ready_while_one_goes_out_and_given_back_if_it_does_not(
    session: Session,
) -> None:
    with Ahead(AtOnce()) as ahead:
        batch = ahead.take()
        assert batch is not None
        assert len(batch.claims) == 1
        assert leased(session) == 2, "the first, and one of the other account"
    assert leased(session) == 1, "what was taken is settled by who took it"


@pytest.mark.usefixtures("readers")
def test_what_breaks_ahead_breaks_after_what_was_taken_has_gone_out(session: Session) -> None:
    with pytest.raises(OSError, match="no space left"):
        write_regular(Broken())
    states = session.scalars(sa.select(Issue.state).order_by(Issue.id)).all()
    assert sorted(states) == [IssueState.KEPT, *[IssueState.PLANNED] * 3]
    assert not leased(session)


@pytest.mark.usefixtures("readers")
@pytest.mark.parametrize("thread", [None, AtOnce()])
def test_the_second_letter_to_an_account_repeats_nothing_of_the_first(
    session: Session, thread: Executor | None
) -> None:
    write_regular(thread)
    rows = session.execute(sa.select(Issue.account_id, Issue.state, Issue.reason)).all()
    told = [account_id for account_id, state, _ in rows if state is IssueState.KEPT]
    assert len(set(told)) == len(told) == 2
    assert [reason for _, state, reason in rows if state is IssueState.SKIPPED] == ["empty"] * 2
