"""Regular letters go over a real socket, each at most once, whatever the other side does."""

import datetime as dt
import socket
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Channel
from forum.digests.actions.claim import claim, give_up_lost
from forum.digests.actions.fill import fill
from forum.digests.actions.order import end_order
from forum.digests.actions.prune import KEPT_FOR, UNSENT_KEPT_FOR, prune_issues
from forum.digests.actions.resend import leave, resend
from forum.digests.models import Issue, IssueItem, IssueState, LetterKind, Order
from forum.digests.obstacles import Reason
from forum.kernel import clock as kernel_clock
from forum.kernel.errors import Conflict, NotAllowed
from forum.mail.ahead import _read
from forum.mail.models import MailState, OutgoingMail
from forum.mail.regular import plan_letters, write_regular
from forum.settings import Settings
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.letters import make_order
from tests.factories.threads import make_thread
from tests.mail.post_office import PostOffice, open_post_office

SUNDAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MONDAY_AT_SEVEN = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SUNDAY, tick=False) as moment:
        yield moment


@pytest.fixture
def office(app: Flask, settings: Settings) -> Iterator[PostOffice]:
    with open_post_office() as office:
        app.extensions["settings"] = settings.model_copy(
            update={
                "smtp_host": "127.0.0.1",
                "smtp_port": office.port,
                "smtp_security": "none",
                "mail_from": "Forum für Löbau <forum@example.org>",
            }
        )
        yield office
        app.extensions["settings"] = settings


@pytest.fixture
def channel(session: Session, clock: time_machine.Traveller) -> Channel:
    return make_channel(session)


@pytest.fixture
def readers(session: Session, channel: Channel, clock: time_machine.Traveller) -> list[Actor]:
    """Return two members who have ordered the weekly letter, and for whom there is something."""
    readers = []
    for _ in range(2):
        reader = make_actor(session)
        make_membership(session, channel, reader)
        make_order(session, reader)
        readers.append(reader)
    clock.shift(HOUR)
    make_thread(session, channel, make_actor(session, "Cem Verfasser"), "Wer hat Erfahrung?")
    clock.move_to(MONDAY_AT_SEVEN)
    return readers


def issues(session: Session) -> list[Issue]:
    rows = sa.select(Issue).order_by(Issue.id)
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def states(session: Session) -> list[tuple[IssueState, str]]:
    return [(issue.state, issue.reason) for issue in issues(session)]


SENT, SKIPPED = (IssueState.SENT, ""), (IssueState.SKIPPED, "empty")


def test_each_gets_one_letter_with_what_is_new(
    session: Session, office: PostOffice, readers: list[Actor]
) -> None:
    assert write_regular() == 2
    assert write_regular() == 0
    assert sorted(office.recipients) == sorted(
        account_of(session, reader).email for reader in readers
    )
    assert states(session) == [SENT, SENT]
    for issue, letter in zip(issues(session), office.letters, strict=True):
        assert letter["Message-ID"] == issue.message_id
        body = letter.get_body(("plain",))
        assert body is not None
        assert "Wer hat Erfahrung?" in body.get_content()
        assert (issue.item_count, issue.sent_at) == (1, MONDAY_AT_SEVEN)
        assert issue.window_to == MONDAY_AT_SEVEN
    assert session.query(IssueItem).count() == 2


def test_without_anything_new_there_is_none_unless_it_is_always_wanted(
    session: Session, office: PostOffice, clock: time_machine.Traveller
) -> None:
    make_order(session, make_actor(session))
    make_order(session, make_actor(session), only_with_news=False)
    clock.move_to(MONDAY_AT_SEVEN)
    assert write_regular() == 1
    assert states(session) == [SKIPPED, SENT]


def test_what_was_told_is_not_told_again_a_week_later(
    session: Session, office: PostOffice, readers: list[Actor], clock: time_machine.Traveller
) -> None:
    write_regular()
    clock.shift(dt.timedelta(weeks=1))
    assert write_regular() == 0
    assert states(session) == [SENT, SENT, SKIPPED, SKIPPED]


def test_what_is_put_off_comes_later_and_what_is_refused_comes_with_the_next(
    session: Session, office: PostOffice, readers: list[Actor], clock: time_machine.Traveller
) -> None:
    office.answer_to_text = "451 Come back later"
    assert write_regular() == 0
    assert states(session) == [(IssueState.SELECTED, "put_off")] * 2
    assert write_regular() == 0, "not before its pause is over"
    clock.shift(2 * HOUR)
    office.answer_to_text = "550 Never"
    assert write_regular() == 0
    assert states(session) == [(IssueState.FAILED, "refused")] * 2
    office.answer_to_text = "250 OK"
    assert write_regular() == 0, "never again by itself"
    clock.move_to(MONDAY_AT_SEVEN + dt.timedelta(weeks=1))
    assert write_regular() == 2
    assert [issue.item_count for issue in issues(session)] == [1, 1, 1, 1]


def test_what_the_server_never_takes_is_given_up_after_two_days(
    session: Session, office: PostOffice, readers: list[Actor], clock: time_machine.Traveller
) -> None:
    office.answer_to_recipient = "450 Greylisted"
    for _ in range(12):
        write_regular()
        clock.shift(dt.timedelta(hours=5))
    assert states(session) == [(IssueState.FAILED, "put_off_too_long")] * 2
    assert {issue.last_error for issue in issues(session)} == {"450 Greylisted"}


def test_a_line_cut_after_the_text_leaves_it_unclear_and_an_admin_decides(
    session: Session, office: PostOffice, readers: list[Actor]
) -> None:
    office.answer_to_text = "hang up"
    assert write_regular() == 0
    assert states(session) == [(IssueState.UNKNOWN, "connection_lost")] * 2
    office.answer_to_text = "250 OK"
    assert write_regular() == 0
    admin = make_actor(session, role=Role.ADMIN)
    again, left = issues(session)
    with pytest.raises(NotAllowed):
        resend(session, readers[0], again)
    leave(session, admin, left)
    leave(session, admin, left)
    assert resend(session, admin, again).state is IssueState.SELECTED
    session.commit()
    with pytest.raises(Conflict):
        resend(session, admin, again)
    assert write_regular() == 1
    assert states(session) == [SENT, (IssueState.UNKNOWN, "connection_lost")]
    assert left.looked_at is not None
    assert [letter["Message-ID"] for letter in office.letters].count(again.message_id) == 2


def test_one_that_is_sent_again_after_days_has_two_days_of_its_own(
    session: Session, office: PostOffice, readers: list[Actor], clock: time_machine.Traveller
) -> None:
    office.answer_to_text = "hang up"
    write_regular()
    clock.shift(dt.timedelta(days=4))
    office.answer_to_text = "250 OK"
    resend(session, make_actor(session, role=Role.ADMIN), issues(session)[0])
    session.commit()
    assert write_regular() == 1


def test_without_a_server_all_stay_for_a_day_and_then_go_out(
    session: Session,
    app: Flask,
    office: PostOffice,
    readers: list[Actor],
    clock: time_machine.Traveller,
) -> None:
    working = app.extensions["settings"]
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        closed_port = nobody.getsockname()[1]
    app.extensions["settings"] = working.model_copy(update={"smtp_port": closed_port})
    for _ in range(24):
        assert write_regular() == 0
        clock.shift(HOUR)
    assert [(issue.state, issue.attempts) for issue in issues(session)] == [
        (IssueState.PLANNED, 0)
    ] * 2
    app.extensions["settings"] = working
    assert write_regular() == 2


def test_after_two_days_without_a_server_the_next_letter_tells_it(
    session: Session,
    app: Flask,
    office: PostOffice,
    readers: list[Actor],
    clock: time_machine.Traveller,
) -> None:
    plan_letters()
    clock.shift(dt.timedelta(hours=49))
    assert write_regular() == 0
    assert states(session) == [(IssueState.SKIPPED, "too_late")] * 2
    clock.move_to(MONDAY_AT_SEVEN + dt.timedelta(weeks=1))
    assert write_regular() == 2


@pytest.mark.parametrize("why", ["ended", "removed", "suspended"])
def test_rights_are_asked_again_when_it_goes_out(
    session: Session, office: PostOffice, readers: list[Actor], channel: Channel, why: str
) -> None:
    plan_letters()
    reader = readers[0]
    account = account_of(session, reader)
    if why == "ended":
        end_order(session, account, "weekly", how="page")
    elif why == "removed":
        reader.closed_at = MONDAY_AT_SEVEN
    else:
        reader.suspended_until = MONDAY_AT_SEVEN + HOUR
    session.commit()
    assert write_regular() == 1
    assert account.email not in office.recipients


def test_who_is_shut_out_while_the_letters_before_go_out_gets_none(
    session: Session, readers: list[Actor]
) -> None:
    plan_letters()
    claims = fill(session, claim(session, kernel_clock.now()), kernel_clock.now())
    readers[0].suspended_until = MONDAY_AT_SEVEN + HOUR
    session.commit()
    shut_out = account_of(session, readers[0]).id
    found = {session.get_one(Issue, key).account_id: one for key, one in _read(claims).items()}
    assert found.pop(shut_out) is Reason.SHUT_OUT
    assert not [one for one in found.values() if isinstance(one, Reason)]


def test_a_worker_that_was_lost_in_the_hand_over_leaves_it_unclear(
    session: Session, office: PostOffice, readers: list[Actor], clock: time_machine.Traveller
) -> None:
    plan_letters()
    [first, second] = claim(session, kernel_clock.now())
    session.execute(
        sa.update(Issue).where(Issue.id == first.issue_id).values(state=IssueState.HANDING)
    )
    session.commit()
    assert write_regular() == 0, "they are another worker's"
    clock.shift(dt.timedelta(minutes=11))
    assert give_up_lost(session, kernel_clock.now()) == 1
    session.commit()
    assert write_regular() == 1
    assert states(session) == [(IssueState.UNKNOWN, "process_lost"), SENT]
    assert second.attempt == 1


def test_a_batch_holds_one_letter_of_an_account_and_one_that_keeps_ending_goes_alone(
    session: Session, readers: list[Actor]
) -> None:
    for reader in readers:
        make_order(session, reader, LetterKind.CHANNEL, make_channel(session))
    session.execute(sa.update(Order).values(next_due_at=MONDAY_AT_SEVEN))
    session.commit()
    plan_letters()
    assert len(issues(session)) == 4
    assert len(claim(session, kernel_clock.now())) == 2
    session.execute(sa.update(Issue).values(leased_until=None))
    session.execute(sa.update(Issue).where(Issue.id == issues(session)[0].id).values(attempts=3))
    session.commit()
    assert len(claim(session, kernel_clock.now())) == 1
    assert len(claim(session, kernel_clock.now())) == 2


def test_in_development_letters_stay_in_the_outbox(session: Session, readers: list[Actor]) -> None:
    assert write_regular() == 0
    assert {state for state, _ in states(session)} == {IssueState.KEPT}
    kept = session.scalars(sa.select(OutgoingMail).where(OutgoingMail.letter == "weekly")).all()
    assert {mail.state for mail in kept} == {MailState.KEPT}
    assert len(kept) == 2


def test_old_letters_are_forgotten_those_not_sent_first(
    session: Session, office: PostOffice, readers: list[Actor]
) -> None:
    write_regular()
    session.execute(sa.update(Issue).values(created_at=MONDAY_AT_SEVEN))
    last = issues(session)[-1]
    session.execute(sa.update(Issue).where(Issue.id == last.id).values(state=IssueState.SKIPPED))
    assert prune_issues(session, MONDAY_AT_SEVEN + UNSENT_KEPT_FOR) == 0
    assert prune_issues(session, MONDAY_AT_SEVEN + UNSENT_KEPT_FOR + HOUR) == 1
    assert prune_issues(session, MONDAY_AT_SEVEN + KEPT_FOR + HOUR) == 1
    assert session.query(IssueItem).count() == 0
