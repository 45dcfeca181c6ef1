"""Ordering letters over HTTP: in the settings, by the link in a mail, and without signing in."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor
from forum.channels.models import Audience
from forum.digests.mail_settings import PURPOSE, text_for
from forum.digests.models import (
    Issue,
    IssueItem,
    IssueState,
    Length,
    LetterKind,
    Order,
    OrderConsent,
    Section,
)
from forum.digests.queries.orders import order_by_key
from forum.digests.sections import NEW_THREAD
from forum.kernel.signing import Signer
from forum.messaging.queries.missed import is_told_by_mail
from forum.notifications.ending import PURPOSE as END
from forum.notifications.ending import Ending
from forum.notifications.kinds import Kind, Way
from forum.notifications.queries import wishes_of
from forum.web.context import signer
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.letters import make_issue, make_order
from tests.factories.threads import make_reply, make_thread
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import press, submit
from tests.web.mailbox import Mailbox

WEEKLY = "/settings/letters/weekly"
CHOICES = {"weekday": "0", "hour": "7", "condition": "news", "length": "normal"}

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def ada(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Ada Beispiel", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def account(session: Session, ada: Actor) -> Account:
    return account_of(session, ada)


def confirmed(client: FlaskClient, mailbox: Mailbox, account: Account) -> str:
    """Follow the link in the last mail, in another browser, and return what the page says."""
    stranger = another_browser(client)
    link = mailbox.link(account.email, "confirm_order")
    asked = stranger.get(link)
    assert "Please confirm your order" in asked.text
    return press(stranger, asked, link).text


def order(client: FlaskClient, path: str = WEEKLY, **changes: str) -> None:
    values = CHOICES | changes if "newsletter" not in path else {}
    answer = submit(client, path, values) if values else press(client, client.get(path), path)
    assert answer.status_code == 303, answer.text


def mail_settings(client: FlaskClient, account: Account) -> str:
    with client.application.test_request_context():
        token = signer().sign(PURPOSE, text_for(account.id, account.email))
    return f"/mail-settings/{token}"


def the_order(session: Session, account: Account, key: str = "weekly") -> Order:
    session.commit()
    found = order_by_key(session, account, key)
    assert found is not None
    return found


def test_a_letter_is_ordered_on_the_page_and_begins_after_the_mail(
    client: FlaskClient, session: Session, mailbox: Mailbox, account: Account
) -> None:
    page = client.get(WEEKLY).text
    assert "Yes, I wish to receive the weekly letter" in page
    order(client, weekday="4", hour="18", length="long")
    assert "not confirmed yet" in client.get(WEEKLY).text
    letter = mailbox.last(account.email, "confirm_order")
    consent = session.query(OrderConsent).one()
    assert consent.message_id == letter.message_id
    assert "Your order is confirmed" in confirmed(client, mailbox, account)
    found = the_order(session, account)
    assert (found.counts, found.weekday, found.hour, found.length) == (True, 4, 18, Length.LONG)
    assert re.search(r"Next letter: Friday, \d+ \w+ \d{4}, 18:00", client.get(WEEKLY).text)


def test_looking_at_the_link_of_the_mail_confirms_nothing(
    client: FlaskClient, session: Session, mailbox: Mailbox, account: Account
) -> None:
    order(client)
    link = mailbox.link(account.email, "confirm_order")
    assert client.get(link).status_code == 200
    assert not the_order(session, account).counts
    assert client.get(link[:-5] + "AAAAA").status_code == 404


def test_the_mail_that_asks_to_confirm_quotes_no_name_of_a_channel_that_is_typed_by_members(
    client: FlaskClient, session: Session, mailbox: Mailbox, account: Account
) -> None:
    order(client, "/settings/letters/newsletter")
    letter = mailbox.last(account.email, "confirm_order")
    assert account.actor_id
    assert "Ada Beispiel" not in letter.text + letter.html


def test_what_is_changed_paused_and_ended_stands_on_the_page(
    client: FlaskClient, session: Session, mailbox: Mailbox, account: Account
) -> None:
    order(client)
    confirmed(client, mailbox, account)
    order(client, weekday="2", condition="always")
    assert the_order(session, account).only_with_news is False
    page = client.get(WEEKLY)
    assert "Next letter: Wednesday" in page.text
    assert submit(client, WEEKLY, {"until": ""}).status_code == 303
    refused = submit(client, WEEKLY, {"until": "2099-01-01"})
    assert "A pause can last a year at most" in refused.text
    assert press(client, page, "/end").status_code == 303
    assert not the_order(session, account).counts
    assert "Not ordered." in client.get("/settings/letters").text


def test_channels_of_the_weekly_letter_are_those_one_may_read(
    client: FlaskClient, session: Session, account: Account
) -> None:
    mine = make_channel(session, "Beteiligung")
    closed = make_channel(session, "AG Geheim", audience=Audience.INVITED)
    page = client.get(WEEKLY).text
    assert "Beteiligung" in page
    assert "AG Geheim" not in page
    refused = submit(client, WEEKLY, CHOICES | {"channels": closed.slug})
    assert refused.status_code == 422
    assert submit(client, WEEKLY, CHOICES | {"channels": mine.slug}).status_code == 303


def test_a_channel_that_closed_has_no_name_on_the_page_but_its_letter_can_be_ended(
    client: FlaskClient, session: Session, mailbox: Mailbox, account: Account, ada: Actor
) -> None:
    group = make_channel(session, "AG Geheim", audience=Audience.INVITED)
    membership = make_membership(session, group, ada)
    order(client, f"/settings/letters/channel:{group.slug}")
    confirmed(client, mailbox, account)
    session.delete(membership)
    session.commit()
    page = client.get("/settings/letters")
    assert "AG Geheim" not in page.text
    assert group.slug not in page.text
    assert client.get(f"/settings/letters/channel:{group.slug}").status_code == 404
    assert press(client, page, "/end").status_code == 303
    assert not the_order(session, account, LetterKind.CHANNEL.key(group.id)).counts


def test_the_link_in_a_letter_opens_the_mail_settings_and_nothing_else(
    client: FlaskClient, session: Session, mailbox: Mailbox, account: Account
) -> None:
    order(client)
    confirmed(client, mailbox, account)
    stranger, path = another_browser(client), mail_settings(client, account)
    page = stranger.get(path)
    assert account.email not in page.text
    assert "Next letter" in page.text
    ways = {kind.value: "page" for kind in Kind} | {"chat": "page"}
    assert submit(stranger, path, ways).status_code == 303
    session.commit()
    assert wishes_of(session, account).way(Kind.MENTION) is Way.PAGE
    session.refresh(account)
    assert not is_told_by_mail(session, account)
    assert account.follows_written, "which is about no mail, and was not asked there"
    ended = press(stranger, stranger.get(f"{path}/weekly"), "/end")
    assert ended.status_code == 303
    assert not the_order(session, account).counts
    consent = session.query(OrderConsent).one()
    assert consent.withdrawn_by == "settings_link"
    assert stranger.get("/settings/letters").status_code == 302, "it has signed nobody in"


@pytest.mark.parametrize(
    ("sent", "how"), [({"List-Unsubscribe": "One-Click"}, "one_click"), ({}, "link")]
)
def test_the_link_at_the_end_of_a_letter_ends_this_letter_alone(
    client: FlaskClient, session: Session, ada: Actor, sent: dict[str, str], how: str
) -> None:
    weekly, newsletter = make_order(session, ada), make_order(session, ada, LetterKind.NEWSLETTER)
    with client.application.test_request_context():
        token = signer().sign(END, Ending(weekly.account_id, lists=("weekly",)).text())
    stranger, path = another_browser(client), f"/unsubscribe/{token}"
    assert "No more of this letter: Weekly letter" in stranger.get(path).text
    session.refresh(weekly)
    assert weekly.counts, "looking ends nothing"
    for _time in range(2):
        assert stranger.post(path, data=sent).status_code == 200
    session.refresh(weekly)
    session.refresh(newsletter)
    assert (weekly.counts, newsletter.counts) == (False, True)
    proof = session.query(OrderConsent).filter_by(key="weekly").one()
    assert proof.withdrawn_by == how


def test_a_link_to_the_mail_settings_ends_with_the_address(
    client: FlaskClient, session: Session, account: Account
) -> None:
    path = mail_settings(client, account)
    account.email = "anders@example.org"
    session.commit()
    assert another_browser(client).get(path).status_code == 404


def test_a_token_made_for_something_else_opens_no_mail_settings(
    client: FlaskClient, account: Account
) -> None:
    token = Signer("another key").sign(PURPOSE, text_for(account.id, account.email))
    assert client.get(f"/mail-settings/{token}").status_code == 404


def test_a_letter_one_has_had_is_read_with_the_rights_of_now_and_by_nobody_else(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    channel = make_channel(session, "AG Geheim", audience=Audience.INVITED)
    membership = make_membership(session, channel, ada)
    ben = make_actor(session, "Ben")
    make_membership(session, channel, ben)
    thread = make_thread(session, channel, ben, "Vertrauliches")
    issue = make_issue(session, make_order(session, ada))
    session.add(
        IssueItem(
            issue_id=issue.id,
            account_id=issue.account_id,
            key=f"thread:{thread.id}",
            section=Section.BUSY,
            position=0,
            thread_id=thread.id,
            because=NEW_THREAD,
        )
    )
    session.commit()
    path = f"/letters/{issue.public_id}"
    assert path in client.get("/letters").text
    page = client.get(path).text
    assert "Vertrauliches" in page
    assert "Weekly letter, week 48" in page
    session.delete(membership)
    session.commit()
    page = client.get(path).text
    assert "Vertrauliches" not in page
    assert "1 entry is not shown" in page
    stranger = another_browser(client)
    sign_in(stranger, session, make_actor(session, "Eve"))
    assert stranger.get(path).status_code == 404


def test_the_next_letter_is_previewed_before_it_is_ordered_and_nothing_is_kept(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    channel = make_channel(session)
    make_membership(session, channel, ada)
    author = make_actor(session, "Ben")
    make_reply(session, make_thread(session, channel, author, "Wer kocht mit?"), author)
    page = client.get("/settings/letters/weekly/preview").text
    assert "Wer kocht mit?" in page
    session.commit()
    assert session.query(Order).count() == session.query(Issue).count() == 0


def test_letters_that_were_not_sent_stand_in_no_archive(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    order = make_order(session, ada)
    for number, state in enumerate(IssueState, 10):
        make_issue(session, order, period=f"2026-W{number}", state=state)
    page = client.get("/letters").text
    shown = {int(week) for week in re.findall(r"Weekly letter, week (\d+)", page)}
    states = {list(IssueState)[number - 10] for number in shown}
    assert states == {IssueState.HANDING, IssueState.SENT, IssueState.UNKNOWN, IssueState.KEPT}


def test_the_list_of_letters_asks_as_much_for_many_as_for_one(
    client: FlaskClient, session: Session, account: Account, count_queries: QueryCounter
) -> None:
    def add(number: int) -> None:
        for _one in range(number):
            channel = make_channel(session)
            session.add(
                Order(
                    account_id=account.id,
                    key=LetterKind.CHANNEL.key(channel.id),
                    kind=LetterKind.CHANNEL,
                    channel_id=channel.id,
                    confirmed_at=account.created_at,
                    next_due_at=account.created_at,
                )
            )
        session.commit()

    counts = []
    for number in (1, 5):
        add(number)
        with count_queries() as statements:
            assert client.get("/settings/letters").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
