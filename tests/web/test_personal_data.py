"""The question before a text with personal data of others is published."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.accounts.models import Actor
from forum.threads.models import Draft, Post, Thread
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread, opening_post
from tests.web.forms import Form, form_with, send, submit

TEXT = "Frau K. ist unter 03581 / 123456 zu erreichen.\nIhre Akte: Az. 12 C 345/20"


@pytest.fixture
def writer(session: Session, client: FlaskClient) -> Actor:
    writer = make_actor(session, "Wanda Schreiber")
    sign_in(client, session, writer)
    return writer


@pytest.fixture
def thread(session: Session, writer: Actor) -> Thread:
    return make_thread(session, make_channel(session), writer, text="Wer hilft?")


def pages(thread: Thread, session: Session) -> dict[str, str]:
    post = opening_post(session, thread)
    return {
        "thread": f"/channels/{thread.channel.slug}/threads/new",
        "reply": f"/threads/{thread.public_id}/reply",
        "edit": f"/posts/{post.public_id}/edit",
    }


def asked(page: TestResponse) -> Form:
    """Return the form of a page that asks, after a look at what it says."""
    assert page.status_code == 422
    assert "Noch nicht veröffentlicht" in page.text
    assert "Telefonnummer: <strong>03581 / 123456</strong>" in " ".join(page.text.split())
    assert "12 C 345/20" in page.text
    return form_with(page, "personal_data_seen")


def sources(session: Session) -> set[str]:
    session.expire_all()
    return {post.source for post in session.query(Post)}


@pytest.mark.parametrize("what", ["thread", "reply", "edit"])
def test_the_author_is_asked_first_and_then_decides(
    session: Session, client: FlaskClient, thread: Thread, what: str
) -> None:
    url = pages(thread, session)[what]
    values: dict[str, object] = {"body": TEXT}
    if what != "reply":
        values["title"] = "Ein Titel"
    form = asked(submit(client, url, values))
    assert sources(session) == {"Wer hilft?"}
    assert form.values["body"] == [TEXT]  # nothing is lost
    assert ("intent", "publish-anyway") in form.buttons
    assert form.buttons[-1] == ("intent", "publish-anyway"), "Enter in a field must not press it"
    assert send(client, form, url, {"intent": "publish-anyway"}).status_code == 303
    assert TEXT in sources(session)


def test_the_decision_holds_for_exactly_this_text(
    session: Session, client: FlaskClient, thread: Thread
) -> None:
    url = pages(thread, session)["reply"]
    form = asked(submit(client, url, {"body": TEXT}))
    again = asked(send(client, form, url, {"intent": "publish-anyway", "body": f"{TEXT}, neu"}))
    asked(send(client, again, url, {"intent": "publish"}))
    changed = send(client, again, url, {"intent": "publish", "body": "Ohne Nummern"})
    assert changed.status_code == 303
    assert sources(session) == {"Wer hilft?", "Ohne Nummern"}


def test_a_decision_cannot_be_taken_beforehand(
    session: Session, client: FlaskClient, thread: Thread
) -> None:
    url = pages(thread, session)["reply"]
    values: dict[str, object] = {"body": TEXT, "intent": "publish-anyway"}
    asked(submit(client, url, {**values, "personal_data_seen": "x"}))


def test_a_draft_and_a_preview_are_not_asked_about(
    session: Session, client: FlaskClient, thread: Thread
) -> None:
    url = pages(thread, session)["reply"]
    assert submit(client, url, {"body": TEXT, "intent": "draft"}).status_code == 302
    assert session.query(Draft).one().source == TEXT
    preview = submit(client, url, {"body": TEXT, "intent": "preview"})
    assert preview.status_code == 200
    assert "personal_data_seen" not in preview.text


def test_an_edit_is_asked_about_for_what_is_new_alone(
    session: Session, client: FlaskClient, thread: Thread
) -> None:
    url = pages(thread, session)["reply"]
    form = asked(submit(client, url, {"body": TEXT}))
    send(client, form, url, {"intent": "publish-anyway"})
    post = session.query(Post).filter_by(number=2).one()
    edit = f"/posts/{post.public_id}/edit"
    assert submit(client, edit, {"body": f"{TEXT} (verbessert)"}).status_code == 303
    page = submit(client, edit, {"body": f"{TEXT}, IBAN DE89 3704 0044 0532 0130 00"})
    assert page.status_code == 422
    assert "DE89 3704 0044 0532 0130 00</strong>" in page.text
    assert "03581 / 123456</strong>" not in page.text


def test_the_title_is_looked_at_and_ones_own_address_is_not(
    session: Session, client: FlaskClient, writer: Actor, thread: Thread
) -> None:
    url = pages(thread, session)["thread"]
    own = account_of(session, writer).email
    page = submit(client, url, {"body": f"Schreiben Sie mir: {own}", "title": "0151 23456789?"})
    assert page.status_code == 422
    assert "0151 23456789</strong>" in page.text
    assert f"{own}</strong>" not in page.text


def test_what_was_found_is_shown_as_text(
    session: Session, client: FlaskClient, thread: Thread
) -> None:
    url = pages(thread, session)["reply"]
    page = submit(client, url, {"body": "Aktenzeichen: 1<script>alert(1)</script>2"})
    assert page.status_code == 422
    assert "<script>alert" not in page.text
