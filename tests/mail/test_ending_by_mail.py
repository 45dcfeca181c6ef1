"""Regular letters that a letter ends: the address says whose, and which."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.digests.models import LetterKind, OrderConsent
from forum.mail.addresses import ending_address, read_ending_address
from forum.mail.incoming.routing import destination_of, take_in
from forum.mail.models import IncomingKind, OutgoingMail
from forum.settings import Settings
from tests.factories.accounts import account_of, make_actor
from tests.factories.letters import make_order

LETTER = (
    b"From: Ada <ada@example.org>\r\nMessage-ID: <%d@example.org>\r\n"
    b"Auto-Submitted: auto-generated\r\nSubject: unsubscribe\r\n\r\n\r\n"
)


@pytest.fixture(autouse=True)
def _domain(app: Flask, settings: Settings) -> Iterator[None]:
    app.extensions["settings"] = settings.model_copy(update={"mail_domain": "mail.example.org"})
    with app.app_context():
        yield
    app.extensions["settings"] = settings


@pytest.fixture
def account(session: Session) -> Account:
    return account_of(session, make_actor(session))


@pytest.mark.parametrize("envelope", ["ada@example.org", ""], ids=["a person", "a program"])
def test_a_letter_ends_exactly_the_regular_letter_whose_address_it_goes_to(
    session: Session, account: Account, envelope: str
) -> None:
    actor = session.get_one(Actor, account.actor_id)
    weekly, newsletter = (
        make_order(session, actor, kind) for kind in (LetterKind.WEEKLY, LetterKind.NEWSLETTER)
    )
    others = make_order(session, make_actor(session))
    address = ending_address(account.id, weekly.key)
    for number in (1, 2):
        assert take_in(LETTER % number, envelope, address) is IncomingKind.ENDING
    for one in (weekly, newsletter, others):
        session.refresh(one)
    assert (weekly.counts, newsletter.counts, others.counts) == (False, True, True)
    consent = session.scalars(
        sa.select(OrderConsent).where(OrderConsent.withdrawn_at.is_not(None))
    ).one()
    assert (consent.account_id, consent.key, consent.withdrawn_by) == (account.id, "weekly", "mail")
    assert session.scalars(sa.select(OutgoingMail)).all() == [], "nothing is said about it"


def test_an_address_that_ends_a_letter_is_good_for_no_other(app: Flask) -> None:
    address = ending_address(12, "channel:7")
    assert read_ending_address(address.upper()) == (12, "channel:7")
    longest = ending_address(10**17, f"channel:{10**14}")
    assert read_ending_address(longest) == (10**17, f"channel:{10**14}")
    for other in (
        address.replace("+12-", "+13-"),
        address.replace(".7-", ".8-"),
        address.replace("channel.7", "weekly"),
        address.replace("end+", "reply+"),
        address.replace("mail.example.org", "example.org"),
    ):
        assert other != address
        assert destination_of(other) is None
