"""How letters go out, as administrators see it, and what they do about it."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.digests.models import IssueState, LetterKind
from forum.kernel import clock
from forum.mail.models import IncomingKind, IncomingMail, MailState, OutgoingMail
from forum.mailboxes.models import Mailbox
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.editions import make_issue
from tests.factories.letters import make_consent, make_order
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import press


@pytest.fixture
def admin(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Frauke", role=Role.ADMIN, locale="en")
    sign_in(client, session, actor)
    return actor


def fail(session: Session, actor: Actor) -> None:
    """Let letters to the actor come back."""
    account, now = account_of(session, actor), clock.now()
    mailbox = Mailbox(account_id=account.id, email=account.email, diagnostic="mailbox full")
    mailbox.paused_at = now
    session.add(mailbox)
    session.commit()


def test_what_is_unclear_is_sent_again_or_left(
    client: FlaskClient, session: Session, admin: Actor
) -> None:
    lost, failed = make_actor(session, "Lore Verloren"), make_actor(session, "Fred Abgelehnt")
    unclear = make_issue(session, lost, IssueState.UNKNOWN, reason="connection_lost")
    said = "550 No such mailbox"
    refused = make_issue(session, failed, IssueState.FAILED, reason="refused", last_error=said)
    page = client.get("/delivery")
    assert "Lore Verloren" in page.text
    assert "it may have arrived" in page.text
    assert said in page.text
    page = press(client, page, f"{unclear.public_id}/resend", follow_redirects=True)
    assert "It is sent again" in page.text
    page = press(client, page, f"{refused.public_id}/leave", follow_redirects=True)
    assert "No letter failed" in page.text
    session.refresh(unclear)
    assert unclear.state is IssueState.SELECTED


def test_the_page_says_why_a_member_got_no_letter(
    client: FlaskClient, session: Session, admin: Actor
) -> None:
    never = make_actor(session, "Nina Nie")
    waiting = make_actor(session, "Wanda Wartet")
    paused = make_actor(session, "Paul Pause")
    failing = make_actor(session, "Fine Fehler")
    gone = make_actor(session, "Gero Gesperrt")
    make_consent(session, waiting)
    order = make_order(session, paused)
    order.paused_until = clock.now().date() + dt.timedelta(days=9)
    make_order(session, failing)
    fail(session, failing)
    make_order(session, gone, LetterKind.CHANNEL, make_channel(session))
    make_issue(session, gone, IssueState.SKIPPED, reason="empty")
    gone.banned_at = clock.now()
    session.commit()
    expected = {
        never: "has never ordered a letter",
        waiting: "not confirmed by the link",
        paused: "wants none before",
        failing: "mailbox full",
        gone: "may not be used at present",
    }
    pages = {}
    for person, words in expected.items():
        found = client.get(f"/delivery/people?q={person.name.split()[1].lower()}")
        assert person.name in found.text
        pages[person] = client.get(f"/delivery/people/{person.public_id}").text
        assert words in pages[person], person.name
    assert "There was nothing in it for this member" in pages[gone]
    overview = client.get("/delivery")
    page = press(client, overview, f"{failing.public_id}/resume", follow_redirects=True)
    assert "Letters arrive everywhere" in page.text


def test_other_mail_that_is_unclear_is_sent_again_and_nobody_else_sees_any_of_it(
    client: FlaskClient, session: Session, admin: Actor, app: Flask
) -> None:
    now = clock.now()
    for number, state in enumerate((MailState.UNKNOWN, MailState.FAILED, MailState.SENT)):
        session.add(
            OutgoingMail(
                message_id=f"<{number}@forum.test>",
                letter="notification",
                locale="de",
                recipient="gerda@example.org",
                subject=f"Brief {state}",
                text="x" if state is MailState.UNKNOWN else "",
                html="x",
                state=state,
                next_attempt_at=now,
            )
        )
    came = IncomingMail(
        key="k", kind=IncomingKind.REPLY, sender="ida@example.org", reason="wrong_sender", size=1
    )
    session.add(came)
    session.commit()
    page = client.get("/delivery/mails")
    assert "Brief unknown" in page.text
    assert "Brief failed" in page.text
    assert "Brief sent" not in page.text
    assert "wrong_sender" in page.text
    page = press(client, page, "/resend", follow_redirects=True)
    assert "Brief unknown" not in page.text
    mail = session.query(OutgoingMail).filter_by(subject="Brief unknown").one()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    stranger = another_browser(client)
    assert stranger.get("/delivery/mails").status_code == 302
    sign_in(stranger, session, make_actor(session, "Mitglied"))
    for path in ("/delivery", "/delivery/mails", "/delivery/people?q=a"):
        assert stranger.get(path).status_code == 403, path


def test_the_page_asks_as_often_for_many_letters_as_for_few(
    client: FlaskClient, session: Session, admin: Actor, count_queries: QueryCounter
) -> None:
    asked = []
    for number in range(3):
        person = make_actor(session, f"Person {number}")
        make_issue(session, person, IssueState.UNKNOWN, period=f"2026-W4{number}")
        with count_queries() as statements:
            client.get("/delivery")
        asked.append(len(statements))
    assert asked[2] <= asked[0]
