"""Profiles and pictures: one's own, and those of others."""

import io
import struct
import zlib

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from forum.accounts.models import Account, Actor, ActorPicture, OrganisationKind
from forum.kernel import clock
from tests.factories.accounts import make_actor, make_city, make_organisation, sign_in
from tests.web.browsers import another_browser
from tests.web.forms import form_with, press, submit

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def ada(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Ada Beispiel", locale="en")
    sign_in(client, session, actor)
    return actor


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options: object) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **options)
    return content.getvalue()


def upload(client: FlaskClient, content: bytes, name: str = "ich.jpg") -> TestResponse:
    token = form_with(client.get("/settings/profile"), "offers").values["csrf_token"][0]
    file = FileStorage(io.BytesIO(content), filename=name)
    boundary, body = encode_multipart({"csrf_token": token, "picture": file})
    return client.post(
        "/settings/picture",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def test_a_member_says_who_they_are_and_others_read_it(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    city, verein = (
        make_city(session, "Löbau"),
        make_organisation(session, OrganisationKind.MULTIPLIER),
    )
    answer = submit(
        client,
        "/settings/profile",
        {
            "name": "Ada Lovelace-Weiß",
            "function": "Quartiersmanagement",
            "organisation_id": str(verein.id),
            "city_id": str(city.id),
            "offers": "Fragen Sie mich zu **Beteiligung**. <script>alert(1)</script>",
        },
    )
    assert answer.status_code == 302
    other = another_browser(client)
    sign_in(other, session, make_actor(session, "Bea Beispiel", locale="en"))
    page = other.get(f"/people/{ada.handle}").text
    for words in ("Ada Lovelace-Weiß", "Quartiersmanagement", "Löbau", verein.name):
        assert words in page
    assert "<strong>Beteiligung</strong>" in page
    assert "<script>alert" not in page
    assert "@example.org" not in page


def test_profiles_are_for_members(client: FlaskClient, ada: Actor) -> None:
    upload(client, picture())
    stranger = another_browser(client)
    for path in (f"/people/{ada.handle}", f"/people/{ada.handle}/picture"):
        assert stranger.get(path).location.startswith("/sign-in?next=")


def test_who_has_left_has_no_profile(client: FlaskClient, session: Session, ada: Actor) -> None:
    gone = make_actor(session, "Dora Fort")
    gone.closed_at = clock.now()
    session.commit()
    for handle in (gone.handle, "nobody", "a%00b", "x" * 500):
        assert client.get(f"/people/{handle}").status_code == 404


@pytest.mark.parametrize(
    ("own", "wanted", "status"),
    [
        (None, OrganisationKind.MULTIPLIER, 302),
        (None, OrganisationKind.CITY, 422),
        (OrganisationKind.AUTHORITY, OrganisationKind.BEARER, 422),
        (OrganisationKind.BEARER, OrganisationKind.CITY, 302),
        (OrganisationKind.BEARER, OrganisationKind.SERVICE_CENTRE, 422),
    ],
)
def test_nobody_moves_into_a_wider_audience_by_themselves(
    client: FlaskClient,
    session: Session,
    own: OrganisationKind | None,
    wanted: OrganisationKind,
    status: int,
) -> None:
    present = None if own is None else make_organisation(session, own)
    target = make_organisation(session, wanted)
    actor = make_actor(session, organisation=present, locale="en")
    sign_in(client, session, actor)
    answer = submit(client, "/settings/profile", {"organisation_id": str(target.id)})
    assert answer.status_code == status
    stored = session.scalar(sa.select(Actor.organisation_id).where(Actor.id == actor.id))
    assert stored == (target.id if status == 302 else actor.organisation_id)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "\u2067\u200b\u00ad"}, "Please write something here"),
        ({"name": "x" * 121}, "At most 120 characters"),
        ({"function": "x" * 161}, "At most 160 characters"),
        ({"offers": "x" * 2001}, "At most 2000 characters"),
        ({"city_id": "-1"}, "Not a valid choice"),
    ],
)
def test_a_profile_that_cannot_be_kept_says_why(
    client: FlaskClient, ada: Actor, values: dict[str, object], sentence: str
) -> None:
    answer = submit(client, "/settings/profile", values)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_small_square_that_browsers_keep(
    client: FlaskClient, ada: Actor, kind: str
) -> None:
    assert upload(client, picture(kind)).status_code == 302
    page = client.get(f"/people/{ada.handle}").text
    address = page.split('class="avatar avatar--large"')[1].split('src="')[1].split('"')[0]
    answer = client.get(address)
    assert answer.mimetype == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.data)).size == (256, 256)


def test_a_new_picture_has_a_new_address_and_a_removed_one_none(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    def moment() -> object:
        session.commit()
        return session.scalar(sa.select(Actor.picture_at).where(Actor.id == ada.id))

    upload(client, picture())
    first = moment()
    upload(client, picture("PNG"))
    assert moment() != first
    press(client, client.get("/settings/profile"), "/picture/remove")
    assert moment() is None
    assert client.get(f"/people/{ada.handle}/picture").status_code == 404


def test_nothing_of_the_camera_is_kept(client: FlaskClient, session: Session, ada: Actor) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Wohnzimmer, Musterweg 5"
    exif[0x0112] = 6
    upload(client, picture(exif=exif))
    content = session.scalars(sa.select(ActorPicture.content)).one()
    assert b"Musterweg" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def announced_png(width: int, height: int) -> bytes:
    """Return a PNG of some bytes that says it is huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no picture we can read"),
        (b"GIF89a" + b"\0" * 100, "no picture we can read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no picture we can read"),
        (picture()[:300], "no picture we can read"),
        (picture("GIF"), "no picture we can read"),
        (announced_png(30_000, 30_000), "40 million pixels"),
        (announced_png(9_000, 5_000), "40 million pixels"),
        (picture() + b"\0" * 5 * 1024 * 1024, "larger than 5 MB"),
    ],
    ids=["empty", "cut GIF", "SVG", "cut JPEG", "GIF", "bomb", "too many pixels", "large"],
)
def test_what_is_no_honest_picture_is_refused(
    client: FlaskClient, session: Session, ada: Actor, content: bytes, sentence: str
) -> None:
    answer = upload(client, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(sa.select(ActorPicture)).all() == []


def test_a_file_beyond_all_measure_is_not_even_read(client: FlaskClient, ada: Actor) -> None:
    assert upload(client, b"\0" * 7 * 1024 * 1024).status_code == 413


def test_language_colours_and_time_zone_are_chosen_together(
    client: FlaskClient, session: Session, ada: Actor
) -> None:
    submit(
        client,
        "/settings/display",
        {"locale": "de", "appearance": "dark", "timezone": "Europe/Lisbon"},
    )
    page = client.get("/settings/display").text
    assert '<html lang="de" data-theme="dark"' in page
    account = session.scalars(sa.select(Account).where(Account.actor_id == ada.id)).one()
    assert account.timezone == "Europe/Lisbon"


@pytest.mark.parametrize(
    "values", [{"locale": "xx"}, {"appearance": "pink"}, {"timezone": "../../etc/passwd"}]
)
def test_choices_that_do_not_exist_are_refused(
    client: FlaskClient, ada: Actor, values: dict[str, object]
) -> None:
    assert submit(client, "/settings/display", values).status_code == 422


def test_readers_without_account_choose_language_and_colours(client: FlaskClient) -> None:
    assert client.get("/languages/de?next=/sign-up").location == "/sign-up"
    assert '<html lang="de"' in client.get("/sign-up").text
    token = form_with(client.get("/sign-up"), "form_key").values["csrf_token"][0]
    values = {"csrf_token": token, "theme": "dark", "next": "/sign-up"}
    assert client.post("/appearance", data=values).location == "/sign-up"
    assert 'data-theme="dark"' in client.get("/sign-up").text
    silent = client.post("/appearance", data=values, headers={"Accept": "application/json"})
    assert silent.status_code == 204
    assert client.post("/appearance", data={**values, "theme": "x"}).status_code == 422


def test_a_page_elsewhere_cannot_change_the_language(client: FlaskClient) -> None:
    client.get("/languages/de", headers={"Sec-Fetch-Site": "cross-site"})
    assert '<html lang="en"' in client.get("/sign-in").text
    assert client.get("/languages/fr").status_code == 404
    assert client.get("/languages/de?next=//evil.example").location == "/"
