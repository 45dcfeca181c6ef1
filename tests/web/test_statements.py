"""Decisions of the moderation, as whom they concern meets them: letter, page, sign-in."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.kernel import clock
from forum.moderation import actions
from forum.moderation.models import Case, Measure, Target
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.moderation import make_moderator, make_statement
from tests.factories.threads import make_reply, make_thread
from tests.web.browsers import another_browser
from tests.web.forms import submit
from tests.web.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("english")
PASSWORD = "neun Äpfel im Quartier"
# What Art. 17(3) asks for.
OWED = (
    "“Hoffest (#2)” is hidden.",
    "Without an end, for this content alone.",
    "no names, cases or pictures of participants",
    "Somebody had told us about it.",
    "a person has decided",
    "you can object until",
)


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Ada Autorin", locale="en", password=PASSWORD)


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "Frauke Admin", role=Role.ADMIN, locale="en")


def address_of(session: Session, actor: Actor) -> str:
    return account_of(session, actor).email


def test_from_the_letter_to_the_upheld_objection(
    client: FlaskClient, session: Session, author: Actor, admin: Actor, mailbox: Mailbox
) -> None:
    thread = make_thread(session, make_channel(session), author, "Hoffest")
    post = make_reply(session, thread, author, "Frau X hat <b>gefehlt</b>.")
    reason = "Hello Ada Autorin,\n<i>no</i> names please."
    said = make_statement(session, admin, post, Measure.HIDE, reason=reason)
    letter = mailbox.last(address_of(session, author), "statement")
    assert letter.subject == "A decision of the moderation: Hoffest (#2)"
    told = (*OWED, reason, said.hash[:16])
    assert [part for part in told if part not in letter.text] == []
    assert "&lt;i&gt;no&lt;/i&gt;" in letter.html

    link = mailbox.link(address_of(session, author), "statement")
    guest = another_browser(client)
    assert "Hello Ada Autorin," in guest.get(link).text
    assert submit(guest, link, {"text": " "}).status_code == 422
    assert submit(guest, link, {"text": "X is not a name."}).status_code == 303
    assert "X is not a name." in guest.get(link).text

    case = session.query(Case).filter_by(target=Target.STATEMENT).one()
    other = make_moderator(session, thread.channel)
    why = "You are right, X is nobody."
    actions.decide(session, other, case, fence=case.fence, measure=Measure.UPHOLD, reason=why)
    session.commit()
    letter = mailbox.last(address_of(session, author), "objection_decided")
    assert "you are right. What was decided is taken back." in letter.text
    assert why in letter.text
    page = guest.get(link).text
    assert "taken back after an objection" in page
    assert why in page
    assert "Object to the decision" not in page
    sign_in(client, session, author)
    assert "Frau X hat" in client.get(f"/threads/{thread.public_id}").text


@pytest.mark.parametrize("measure", [Measure.SUSPEND, Measure.BAN])
def test_who_is_shut_out_is_told_why_at_the_sign_in_and_only_with_the_password(
    client: FlaskClient, session: Session, author: Actor, admin: Actor, measure: Measure
) -> None:
    reader = another_browser(client)
    sign_in(reader, session, author)
    assert reader.get("/settings/decisions").status_code == 200
    until = clock.now() + dt.timedelta(days=3) if measure is Measure.SUSPEND else None
    make_statement(session, admin, author, measure, until=until, reason="Threats, Ada Autorin.")
    assert reader.get("/settings/decisions").location.startswith("/sign-in"), "ended at once"
    values: dict[str, object] = {"email": address_of(session, author), "password": "falsch"}
    assert "Threats" not in submit(client, "/sign-in", values).text
    refused = submit(client, "/sign-in", {**values, "password": PASSWORD})
    assert refused.status_code == 403
    assert "Threats, Ada Autorin." in refused.text
    assert ("may not be used until" in refused.text) == (measure is Measure.SUSPEND)
    link = refused.text.split('href="/decisions/')[1].split('"')[0]
    assert "Object to the decision" in client.get(f"/decisions/{link}").text


def test_who_is_muted_reads_and_is_told_until_when(
    client: FlaskClient, session: Session, author: Actor, admin: Actor
) -> None:
    thread = make_thread(session, make_channel(session), admin)
    until = dt.datetime(2031, 5, 1, 10, tzinfo=dt.UTC)
    make_statement(session, admin, author, Measure.MUTE, until=until)
    sign_in(client, session, author)
    page = client.get(f"/threads/{thread.public_id}")
    assert "You can read, but not write, until 1 May 2031, 12:00." in page.text
    assert client.get(f"/threads/{thread.public_id}/reply").status_code == 403


def test_a_statement_is_read_by_whom_it_concerns_and_nobody_else(
    client: FlaskClient, session: Session, author: Actor, admin: Actor
) -> None:
    said = make_statement(session, admin, author, Measure.WARN)
    page, guest = f"/statements/{said.public_id}", another_browser(client)
    stranger = another_browser(client)
    sign_in(stranger, session, make_actor(session, locale="en"))
    sign_in(client, session, author)
    assert page in client.get("/settings/decisions").text
    assert "Object to the decision" in client.get(page).text
    assert (stranger.get(page).status_code, guest.get(page).status_code) == (404, 302)
    assert guest.get(f"/decisions/{said.public_id}").status_code == 404
    boss = another_browser(client)
    sign_in(boss, session, admin)
    assert "Object to the decision" not in boss.get(page).text


def test_what_is_removed_without_a_case_is_told_with_its_reason(
    client: FlaskClient, session: Session, author: Actor, admin: Actor, mailbox: Mailbox
) -> None:
    thread = make_thread(session, make_channel(session), author)
    post = make_reply(session, thread, author)
    sign_in(client, session, admin)
    submit(client, f"/posts/{post.public_id}/remove", {"reason": "Doppelt eingestellt."})
    letters = mailbox.letters(address_of(session, author))
    assert [letter.letter for letter in letters] == ["statement"]
    assert "Doppelt eingestellt." in letters[0].text
    assert "noticed it by itself" in letters[0].text
    make_statement(session, admin, make_reply(session, thread, author), Measure.HIDE)
    assert len(mailbox.letters(address_of(session, author))) == 2, "a decision tells once"


def test_everybody_sees_how_much_was_restricted_and_nobody_who(
    client: FlaskClient, session: Session, author: Actor, admin: Actor
) -> None:
    assert "Nothing was restricted so far" in client.get("/transparency").text
    make_statement(session, admin, author, Measure.WARN, reason="Geheim.")
    said = make_statement(session, admin, author, Measure.BAN)
    actions.object_to(session, author, said, text="Nein.")
    session.commit()
    page = " ".join(client.get("/transparency").text.split())
    assert str(clock.now().year) in page
    for label, count in (
        ("Decisions that restrict somebody", 2),
        ("Warning", 1),
        ("Shut out for good", 1),
        ("After a notice", 2),
        ("Still open", 1),
    ):
        assert f'<th scope="row">{label}</th> <td class="figures__present">{count}</td>' in page
    assert "Geheim" not in page
    assert author.name not in page
