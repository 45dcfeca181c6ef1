"""Files through the front door: sent, refused, shown, saved, described, deleted."""

import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.models import Licence
from forum.attachments.storage import Storage
from forum.channels.models import Audience
from forum.kernel import clock
from forum.settings import Settings
from forum.threads.models import Post
from tests.attachments.files import PDF, SVG, office, photograph, picture
from tests.attachments.stores import bucket_store
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.web.forms import press
from tests.web.uploads import publish, rows, token_of, upload


@pytest.fixture
def ada(session: Session, client: FlaskClient) -> Actor:
    """Return a member who is signed in."""
    ada = make_actor(session, "Ada")
    sign_in(client, session, ada)
    return ada


def test_a_script_uploads_a_file_and_learns_what_to_write(
    session: Session, client: FlaskClient, ada: Actor
) -> None:
    answer = upload(client, name="Plan [neu].pdf", licence="cc-by-4.0")
    assert answer.status_code == 201
    facts = answer.get_json()
    (row,) = rows(session)
    assert facts["public_id"] == row.public_id
    assert facts["url"] == f"/attachments/{row.public_id}"
    assert facts["markdown"] == rf"[Plan \[neu\].pdf](/attachments/{row.public_id})"
    assert (facts["name"], facts["is_picture"], facts["size"]) == (
        "Plan [neu].pdf",
        False,
        len(PDF),
    )
    assert (row.owner_id, row.licence) == (ada.id, Licence.CC_BY)


def test_a_picture_is_described_in_the_text_and_can_be_described_anew(
    session: Session, client: FlaskClient, ada: Actor
) -> None:
    facts = upload(client, photograph(), "IMG_1.jpg", alt="Der Hof [im Mai]").get_json()
    assert facts["markdown"] == f"![Der Hof (im Mai)]({facts['url']})"
    assert (facts["width"], facts["height"], facts["licence"]) == (300, 400, "internal")
    values = {"csrf_token": token_of(client), "alt": "Der Hof im Juni", "licence": "cc0-1.0"}
    again = client.post(facts["url"], data=values, headers={"Accept": "application/json"})
    assert again.get_json()["markdown"] == f"![Der Hof im Juni]({facts['url']})"
    (row,) = rows(session)
    assert (row.alt, row.licence) == ("Der Hof im Juni", Licence.CC0)
    stranger = make_actor(session, "Berta")
    sign_in(client, session, stranger)
    assert (
        client.post(facts["url"], data={**values, "csrf_token": token_of(client)}).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (SVG, "bild.svg", "Files of this kind cannot be attached"),
        (SVG, "bild.png", "Files of this kind cannot be attached"),
        (b"", "leer.txt", "This file is empty"),
        (b"x" * (2 * 1024**2 + 1), "gross.txt", "at most 2 MB"),
        (picture("PNG", (2000, 1001)), "weit.png", "more than 2 megapixels"),
        (office("docx", {"word/vbaProject.bin": b"x"}), "makro.docx", "holds macros"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused_is_refused_with_a_sentence_and_leaves_nothing(
    app: Flask,
    session: Session,
    english: FlaskClient,
    storage: Storage,
    small_limits: None,
    content: bytes,
    name: str,
    says: str,
) -> None:
    sign_in(english, session, make_actor(session, locale="en"))
    before = {file.key for file in storage.files()}
    answer = upload(english, content, name)
    assert answer.status_code == 422
    assert says in answer.get_json()["error"]
    assert rows(session) == []
    assert {file.key for file in storage.files()} == before


def test_a_full_quota_takes_nothing_more_and_what_is_deleted_makes_room(
    app: Flask,
    session: Session,
    english: FlaskClient,
    settings: Settings,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(english, session, make_actor(session, locale="en"))
    chosen = settings.model_copy(update={"attachment_quota_megabytes": 1})
    monkeypatch.setitem(app.extensions, "settings", chosen)
    assert upload(english, b"a" * 700_000, "eins.txt").status_code == 201
    before = {file.key for file in storage.files()}
    answer = upload(english, b"b" * 700_000, "zwei.txt")
    assert (answer.status_code, "1 MB" in answer.get_json()["error"]) == (422, True)
    assert {file.key for file in storage.files()} == before
    page = english.get("/settings/files")
    assert "eins.txt" in page.text
    assert press(english, page, "/remove", follow_redirects=True).status_code == 200
    assert upload(english, b"b" * 700_000, "zwei.txt").status_code == 201


def test_one_file_at_a_time_and_none_from_a_guest(session: Session, english: FlaskClient) -> None:
    assert upload(english).status_code == 403
    sign_in(english, session, make_actor(session, locale="en"))
    both = [(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(PDF), "b.pdf")]
    for files, says in ((both, "one file after the other"), ([], "choose a file")):
        answer = english.post(
            "/attachments",
            data={"csrf_token": token_of(english), "file": files},
            headers={"Accept": "application/json"},
        )
        assert says in answer.get_json()["error"]
    without_token = english.post("/attachments", headers={"Accept": "application/json"})
    assert (without_token.status_code, "error" in without_token.get_json()) == (400, True)
    assert rows(session) == []


def test_a_file_is_sent_so_that_no_browser_runs_it(client: FlaskClient, ada: Actor) -> None:
    facts = upload(client, PDF, "Übersicht „Höfe“.pdf").get_json()
    answer = client.get(facts["url"])
    assert (answer.status_code, answer.data) == (200, PDF)
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == (
        'attachment; filename="_bersicht _H_fe_.pdf"; '
        "filename*=UTF-8''%C3%9Cbersicht%20%E2%80%9EH%C3%B6fe%E2%80%9C.pdf"
    )
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-cache"
    assert len(headers.getlist("Content-Security-Policy")) == 1


def test_a_browser_asks_again_and_gets_only_what_it_lacks(client: FlaskClient, ada: Actor) -> None:
    facts = upload(client).get_json()
    first = client.get(facts["url"])
    again = client.get(facts["url"], headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    part = client.get(facts["url"], headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.data) == (206, PDF[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{len(PDF)}"
    rest = client.get(facts["url"], headers={"Range": "bytes=-6"})
    assert rest.data == PDF[-6:]
    assert client.get(facts["url"], headers={"Range": "bytes=9999-"}).status_code == 416
    head = client.head(facts["url"])
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(PDF)))


def test_all_of_this_works_with_a_store_over_http(
    app: Flask,
    session: Session,
    client: FlaskClient,
    ada: Actor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with bucket_store(tmp_path) as store:
        monkeypatch.setitem(app.extensions, "storage", store)
        text = bytes(range(32, 127)) * 9_000
        file, photo = upload(client, text, "lang.txt"), upload(client, picture(size=(1000, 10)))
        assert client.get(file.get_json()["url"]).data == text
        part = client.get(file.get_json()["url"], headers={"Range": "bytes=700000-700004"})
        assert part.data == text[700_000:700_005]
        assert client.get(photo.get_json()["url"] + "/preview").mimetype == "image/webp"
        assert len(list(store.files())) == 3
        # A lost content is no page that breaks off in the middle.
        store.delete(rows(session)[0].key)
        assert client.get(file.get_json()["url"]).status_code == 404


def test_a_picture_is_shown_small_in_the_text_and_whole_on_demand(
    session: Session, client: FlaskClient, ada: Actor
) -> None:
    facts = upload(client, picture("JPEG", (1920, 600)), "hof.jpg", alt="Hof").get_json()
    whole, small = client.get(facts["url"]), client.get(facts["url"] + "/preview")
    assert whole.headers["Content-Disposition"].startswith("inline; ")
    assert Image.open(io.BytesIO(whole.data)).size == (1920, 600)
    assert Image.open(io.BytesIO(small.data)).size == (960, 300)
    assert small.headers["Content-Type"] == "image/webp"
    assert small.headers["ETag"] != whole.headers["ETag"]
    page = publish(client, make_channel(session).slug, facts["markdown"])
    assert f'<a class="picture" href="{facts["url"]}"><img alt="Hof"' in page
    assert f'src="{facts["url"]}/preview" width="960" height="300"' in page


def test_a_file_is_its_owners_alone_until_a_post_shows_it(
    session: Session, client: FlaskClient, ada: Actor
) -> None:
    facts = upload(client).get_json()
    berta = make_actor(session, "Berta")
    sign_in(client, session, berta)
    assert client.get(facts["url"]).status_code == 404
    # Naming somebody else's file opens it for nobody.
    publish(client, make_channel(session).slug, facts["markdown"])
    assert client.get(facts["url"]).status_code == 404
    sign_in(client, session, ada)
    page = publish(client, make_channel(session).slug, f"Hier ist er: {facts['markdown']}")
    assert "plan.pdf" in page
    assert "PDF, 1 KB" in page
    sign_in(client, session, berta)
    assert client.get(facts["url"]).data == PDF


def test_who_may_not_read_the_post_may_not_have_the_file(
    session: Session, client: FlaskClient, ada: Actor
) -> None:
    statuses = {Audience.PUBLIC: 200, Audience.MEMBERS: 403, Audience.INVITED: 404}
    urls = {}
    for audience in statuses:
        channel = make_channel(session, audience=audience)
        make_membership(session, channel, ada)
        facts = upload(client, name=f"{audience}.pdf").get_json()
        publish(client, channel.slug, facts["markdown"])
        urls[audience] = facts["url"]
        assert client.get(urls[audience]).status_code == 200
    guest = type(client)(client.application, client.application.response_class)
    found = {audience: guest.get(url).status_code for audience, url in urls.items()}
    assert found == statuses
    removed = session.scalars(sa.select(Post)).first()
    assert removed is not None
    removed.removed_at = clock.now()
    session.commit()
    assert guest.get(urls[Audience.PUBLIC]).status_code == 404
    assert guest.get(urls[Audience.PUBLIC] + "/preview").status_code == 404
