"""The operator's pages and the contact form, over HTTP."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Role
from forum.kernel.event_log import RecordedEvent
from forum.pages.models import ContactMessage, PageName, PageVersion
from tests.factories.accounts import make_actor, sign_in
from tests.web.forms import form_with, send, submit

MESSAGE = {
    "name": "Ada Beispiel",
    "email": "ada@example.org",
    "text": "Die Überschrift springt von Ebene 2 zu 4.",
}


@pytest.mark.parametrize("name", list(PageName))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_there_before_the_operator_has_written_one(
    client: FlaskClient, name: PageName, language: str
) -> None:
    page = client.get(f"/pages/{name.value}", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text


def test_every_page_links_to_imprint_privacy_accessibility_and_contact(client: FlaskClient) -> None:
    for path in ("/", "/sign-in", "/pages/funding", "/no-such-page"):
        page = client.get(path)
        for target in ("imprint", "privacy", "accessibility"):
            assert f"/pages/{target}" in page.text, f"{path} does not link to {target}"
        assert "/contact" in page.text


def test_an_unknown_page_is_not_found(client: FlaskClient) -> None:
    assert client.get("/pages/nothing").status_code == 404


def test_an_admin_publishes_a_page_and_everybody_reads_it(
    client: FlaskClient, session: Session
) -> None:
    admin = make_actor(session, "Frauke Admin", role=Role.ADMIN)
    sign_in(client, session, admin)
    answer = submit(
        client,
        "/pages/imprint/edit",
        {"title": "Impressum", "source": "**Verein** Beispiel <script>alert(1)</script>"},
    )
    assert answer.status_code == 302
    page = client.get("/pages/imprint")
    assert "<strong>Verein</strong> Beispiel" in page.text
    assert "<script>alert" not in page.text
    version = session.query(PageVersion).one()
    assert (version.version, version.editor_id) == (1, admin.id)
    assert session.query(RecordedEvent).filter_by(name="PageEdited").count() == 1


def test_a_member_cannot_edit_a_page(client: FlaskClient, session: Session) -> None:
    sign_in(client, session, make_actor(session))
    assert client.get("/pages/imprint/edit").status_code == 403
    assert "/pages/imprint/edit" not in client.get("/pages/imprint").text


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, session, make_actor(session, role=Role.ADMIN))
    opened = client.get("/pages/rules/edit")
    form = form_with(opened, "source")
    submit(client, "/pages/rules/edit", {"title": "Regeln", "source": "Vom ersten."})
    second = {"title": "Regeln", "source": "Vom zweiten."}
    answer = send(client, form, "/pages/rules/edit", dict(second))
    assert answer.status_code == 409
    assert "Vom ersten." in answer.text
    assert "Vom zweiten." in answer.text
    merged = send(
        client, form_with(answer, "source"), "/pages/rules/edit", {"source": "Von beiden."}
    )
    assert merged.status_code == 302
    assert [row.version for row in session.query(PageVersion).order_by(PageVersion.id)] == [1, 2]


def test_anybody_can_write_to_the_operator(client: FlaskClient, session: Session) -> None:
    answer = submit(client, "/contact?about=/threads/1", dict(MESSAGE))
    assert answer.status_code == 302
    message = session.query(ContactMessage).one()
    assert (message.email, message.about) == ("ada@example.org", "/threads/1")
    assert session.query(RecordedEvent).filter_by(name="ContactMessageSent").count() == 1


def test_a_message_sent_twice_arrives_once(client: FlaskClient, session: Session) -> None:
    form = form_with(client.get("/contact"), "text")
    for _ in range(2):
        assert send(client, form, "/contact", dict(MESSAGE)).status_code == 302
    assert session.query(ContactMessage).count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "x" * 200},
        {"email": "nobody"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"text": ""},
        {"text": "x" * 6000},
        {"text": "\x00\x07"},
        {"submission_key": "x" * 400},
    ],
)
def test_a_message_that_cannot_be_accepted_comes_back_with_what_was_typed(
    client: FlaskClient, session: Session, bad: dict[str, object]
) -> None:
    answer = submit(client, "/contact", {**MESSAGE, **bad})
    assert answer.status_code == 422
    typed = {**MESSAGE, **bad}["name"]
    assert not typed or f'value="{typed}"' in answer.text
    assert session.query(ContactMessage).count() == 0


def test_a_form_without_its_token_is_refused_with_a_sentence(client: FlaskClient) -> None:
    answer = client.post("/contact", data=MESSAGE, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "The form was open for too long" in answer.text
