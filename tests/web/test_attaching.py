"""Files that come along with a text, in a form without scripts."""

import io

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forum.accounts.models import Actor
from forum.attachments.models import AttachmentUse, Licence
from forum.attachments.storage import Storage
from forum.threads.models import Draft, Post
from tests.attachments.files import PDF, SVG, picture
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread
from tests.queries import QueryCounter
from tests.web.forms import form_with, send
from tests.web.uploads import reply_with, rows, token_of, upload


@pytest.fixture
def ada(session: Session, client: FlaskClient) -> Actor:
    """Return a member who is signed in."""
    ada = make_actor(session, "Ada")
    sign_in(client, session, ada)
    return ada


def test_far_too_much_is_refused_unread_and_the_text_is_in_the_browser_still(
    session: Session, english: FlaskClient, small_limits: None
) -> None:
    ada = make_actor(session, locale="en")
    sign_in(english, session, ada)
    answer = upload(english, b"x" * 6 * 1024**2, "riesig.txt")
    assert (answer.status_code, "too large" in answer.get_json()["error"]) == (413, True)
    thread = make_thread(session, make_channel(session), ada)
    fields = {"csrf_token": token_of(english), "body": "Text", "intent": "publish"}
    file = FileStorage(io.BytesIO(b"x" * 6 * 1024**2), "riesig.txt")
    boundary, body = encode_multipart({**fields, "attachment": file})
    page = english.post(
        f"/threads/{thread.public_id}/reply",
        data=body,
        content_type=f'multipart/form-data; boundary="{boundary}"',
    )
    assert (page.status_code, "what you typed is still there" in page.text) == (413, True)


def test_a_form_without_scripts_attaches_a_file_and_comes_back_as_written(
    session: Session, client: FlaskClient, ada: Actor
) -> None:
    thread = make_thread(session, make_channel(session), ada)
    answer = reply_with(
        client,
        thread.public_id,
        "Was ich schon schrieb.",
        intent="attach",
        attachment=(io.BytesIO(picture()), "hof.png"),
        attachment_alt="Ein Hof",
        attachment_licence="cc-by-4.0",
    )
    (row,) = rows(session)
    assert answer.status_code == 200
    form = form_with(answer, "body")
    assert form.values["body"] == [
        f"Was ich schon schrieb.\n\n![Ein Hof](/attachments/{row.public_id})"
    ]
    assert form.values["attachment_alt"] == [""]
    assert (row.alt, row.licence) == ("Ein Hof", Licence.CC_BY)
    # Kept as a draft as well, so that neither text nor file is lost.
    assert row.public_id in session.scalars(sa.select(Draft.source)).one()
    published = send(client, form, answer.request.path, {"intent": "publish"})
    assert published.status_code == 303
    assert session.scalars(sa.select(AttachmentUse.attachment_id)).all() == [row.id]


@pytest.mark.parametrize("intent", ["attach", "publish", "preview"])
def test_a_refused_file_costs_nothing_of_the_text(
    session: Session, english: FlaskClient, intent: str
) -> None:
    ada = make_actor(session, locale="en")
    sign_in(english, session, ada)
    thread = make_thread(session, make_channel(session), ada)
    answer = reply_with(
        english,
        thread.public_id,
        "Was ich schon schrieb.",
        intent=intent,
        attachment=(io.BytesIO(SVG), "bild.svg"),
        attachment_alt="Ein Hof",
    )
    assert answer.status_code == 422
    form = form_with(answer, "body")
    assert form.values["body"] == ["Was ich schon schrieb."]
    assert form.values["attachment_alt"] == ["Ein Hof"]
    assert "Files of this kind cannot be attached" in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Post)) == 1


def test_a_form_with_a_file_that_is_sent_twice_makes_one_post_and_one_file(
    session: Session, client: FlaskClient, ada: Actor, storage: Storage
) -> None:
    thread = make_thread(session, make_channel(session), ada)
    before = len(list(storage.files()))
    addresses = {
        reply_with(
            client,
            thread.public_id,
            "Siehe Anhang.",
            submission_key="k" * 32,
            attachment=(io.BytesIO(PDF), "plan.pdf"),
        ).headers["Location"]
        for _ in range(2)
    }
    assert len(addresses) == len(rows(session)) == 1
    assert len(list(storage.files())) == before + 1


def test_a_chosen_file_is_not_forgotten_whatever_button_is_pressed(
    session: Session, client: FlaskClient, ada: Actor
) -> None:
    thread = make_thread(session, make_channel(session), ada)
    file = (io.BytesIO(PDF), "plan.pdf")
    answer = reply_with(client, thread.public_id, "Siehe Anhang.", attachment=file)
    assert answer.status_code == 303
    (row,) = rows(session)
    post = session.scalars(sa.select(Post).where(Post.number == 2)).one()
    assert post.source == f"Siehe Anhang.\n\n[plan.pdf](/attachments/{row.public_id})"
    assert row.unused_at is None


def test_a_page_of_posts_loads_its_files_with_one_statement(
    session: Session, client: FlaskClient, ada: Actor, count_queries: QueryCounter
) -> None:
    def statements(files: int) -> int:
        thread = make_thread(session, make_channel(session), ada)
        for number in range(4):
            facts = upload(client).get_json() if number < files else {"markdown": "Kein Anhang."}
            reply_with(client, thread.public_id, f"{number}: {facts['markdown']}")
        client.get(f"/threads/{thread.public_id}")
        with count_queries() as queries:
            page = client.get(f"/threads/{thread.public_id}")
        assert page.text.count("attachments__file") == files
        return len(queries)

    without = statements(0)
    assert statements(1) == statements(4) == without + 1
