"""Telling the moderation of content, over HTTP and by mail."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel
from forum.moderation.actions.decide import Wording, decide
from forum.moderation.models import Case, Measure, Notice, Target
from forum.threads.models import Post, Thread
from tests.factories.accounts import account_of, make_actor, make_organisation, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread
from tests.web.browsers import another_browser
from tests.web.forms import form_with, send, submit
from tests.web.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("english")
NOTICE = {
    "address": "http://forum.test/",
    "reason": "insult",
    "explanation": "Kauft bei http://spam.example!",
    "name": "Ada Beispiel",
    "email": "ada@example.org",
    "good_faith": "y",
}


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Schreibt", organisation=make_organisation(session))


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, audience=Audience.PEERS)


@pytest.fixture
def thread(session: Session, channel: Channel, author: Actor) -> Thread:
    return make_thread(session, channel, author, title="Nur für Peers")


@pytest.fixture
def post(session: Session, thread: Thread, author: Actor) -> Post:
    return make_reply(session, thread, author)


def tell(client: FlaskClient, **changes: object) -> TestResponse:
    return submit(client, "/notices/new", {**NOTICE, **changes}, follow_redirects=True)


def decide_now(session: Session, admin: Actor, case: Case, measure: Measure) -> None:
    session.refresh(case)
    words: Wording = {"reason": "Das war eine Beleidigung von Bea.", "ground": "rules_insults"}
    decide(session, admin, case, fence=case.fence, measure=measure, **words)
    session.commit()


def test_somebody_without_an_account_gets_a_receipt_on_the_page_and_by_mail(
    client: FlaskClient, session: Session, mailbox: Mailbox, post: Post
) -> None:
    page = tell(client, address=f"http://forum.test/posts/{post.public_id}")
    assert "We have received your notice" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert session.query(Case).one().target is Target.POST
    link = mailbox.link("ada@example.org", "notice_receipt")
    stated = another_browser(client).get(link)
    assert "Waiting for a decision" in stated.text
    assert post.public_id in stated.text
    assert "ada@example.org" not in stated.text
    # Nobody can have the hub send words of theirs to a stranger.
    letter = mailbox.last("ada@example.org", "notice_receipt")
    for typed in ("Ada Beispiel", "spam.example", post.public_id):
        assert typed not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("decides", [Measure.HIDE, Measure.NONE])
def test_who_gave_notice_is_told_what_was_decided_in_the_language_of_the_page(
    client: FlaskClient,
    session: Session,
    mailbox: Mailbox,
    post: Post,
    decides: Measure,
) -> None:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de"
    for email in ("ada@example.org", "ada@example.org", "bea@example.org"):
        tell(client, address=f"/posts/{post.public_id}", email=email)
    mailbox.letters()
    case = session.query(Case).one()
    admin = make_actor(session, "Frauke Admin", role=Role.ADMIN)
    decide_now(session, admin, case, decides)
    for email, receipts in (("ada@example.org", 2), ("bea@example.org", 1)):
        letters = mailbox.letters(email)
        expected = [*(["notice_receipt"] * receipts), "notice_outcome"]
        assert [letter.letter for letter in letters] == expected
        assert letters[-1].locale == "de"
        # What is told to the person concerned is told to nobody else.
        assert "Beleidigung von Bea" not in letters[-1].text
    tell(client, address=f"/posts/{post.public_id}", email="cora@example.org")
    decide_now(session, admin, case, Measure.NONE)
    assert [len(mailbox.letters(f"{name}@example.org")) for name in ("ada", "cora")] == [3, 2]
    page = client.get(mailbox.link("ada@example.org", "notice_outcome"))
    hidden = "Der Inhalt wurde ausgeblendet."
    stays = "Der Inhalt bleibt stehen."
    said, unsaid = (hidden, stays) if decides is Measure.HIDE else (stays, hidden)
    assert said in page.text
    assert said in mailbox.last("bea@example.org", "notice_outcome").text
    assert unsaid not in page.text


def test_the_form_answers_the_same_whether_there_is_something_or_not(
    client: FlaskClient, post: Post, thread: Thread
) -> None:
    """A guest who may not read a post, and one who has made an address up, see no difference."""
    pages = []
    for address in (
        f"http://forum.test/posts/{post.public_id}",
        f"http://forum.test/posts/{'0' * 16}",
        "https://example.com/elsewhere",
    ):
        filled = client.get("/notices/new", query_string={"about": address})
        text = tell(client, address=address).text
        assert thread.title not in filled.text + text
        text = re.sub(r"<(?:time|meta|script|link)\b.*?>|[0-9a-z]{16}", "", text)
        pages.append(re.findall(r"<h[12].*?>(.*?)</h", text))
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("/posts/{id}", True),
        ("  http://forum.test/posts/{id} ", True),
        ("https://FORUM.test:443/posts/{id}?x=1#y", True),
        ("forum.test/posts/{id}", True),
        ("//forum.example/posts/{id}", False),
        ("http://forum.test@evil.example/posts/{id}", False),
        ("http://evil.example/posts/{id}", False),
        ("javascript://forum.test/posts/{id}", False),
        ("http://[forum.test/posts/{id}", False),
        ("posts/{id}", False),
    ],
)
def test_an_address_is_looked_up_on_this_host_alone(
    client: FlaskClient, session: Session, post: Post, address: str, *, is_here: bool
) -> None:
    tell(client, address=address.format(id=post.public_id))
    target = session.query(Case).one().target
    assert target is (Target.POST if is_here else Target.ELSEWHERE)


def test_a_member_is_asked_for_nothing_and_told_at_their_own_address(
    client: FlaskClient, session: Session, mailbox: Mailbox
) -> None:
    member = make_actor(session, "Mia Mitglied")
    sign_in(client, session, member)
    about = f"/people/{make_actor(session, 'Kim').handle}"
    form = form_with(client.get(f"/notices/new?about={about}"), "explanation")
    assert form.values["address"] == [f"http://forum.test{about}"]
    assert "email" not in form.values
    values = {key: NOTICE[key] for key in ("reason", "explanation", "good_faith")}
    for _ in range(2):  # a double click
        assert send(client, form, "/notices/new", dict(values)).status_code == 303
    assert session.query(Notice).one().actor_id == member.id
    assert session.query(Case).one().target is Target.PROFILE
    assert len(mailbox.letters(account_of(session, member).email)) == 1


def test_a_state_page_opens_by_its_own_link_alone(
    client: FlaskClient, session: Session, author: Actor
) -> None:
    tell(client)
    notice = session.query(Notice).one()
    sign_in(client, session, author)
    for token in (notice.public_id, "forged", f"{notice.public_id}.x.y"):
        assert client.get(f"/notices/{token}").status_code == 404


def test_staff_posts_can_be_told_of_and_own_ones_not(client: FlaskClient, session: Session) -> None:
    admin = make_actor(session, "Frauke Admin", role=Role.ADMIN)
    channel = make_channel(session, audience=Audience.PUBLIC)
    thread = make_thread(session, channel, admin)
    path = f"/threads/{thread.public_id}"
    link = re.compile(r"/notices/new\?about=/posts/([0-9a-z]{16})\"")
    assert len(link.findall(client.get(path).text)) == 1
    sign_in(client, session, admin)
    assert not link.findall(client.get(path).text)
    assert "/notices/new?about=/threads" in client.get(path).text
