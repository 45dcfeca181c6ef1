"""What goes over the line is read back with Python's ``email``, and is what was meant."""

import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.mail.emblem import emblem
from forum.mail.mime import address_on_the_wire, compose
from forum.mail.models import OutgoingMail
from forum.mail.sender import UNWRITABLE
from forum.settings import Settings

AT = dt.datetime(2026, 11, 23, 6, 0, 5, tzinfo=dt.UTC)
LINK = "<https://forum.example.org/unsubscribe/" + "x" * 180 + ">"

# What people type, without what the ledger never holds: lone surrogates and control characters.
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300)
lines = st.lists(words, max_size=8).map("\n".join)


@pytest.fixture
def settings() -> Settings:
    return Settings(mail_from="Forum für Löbau <forum@example.org>")


def letter(**values: object) -> OutgoingMail:
    given_values = {
        "message_id": "<1@forum.example.org>",
        "locale": "de",
        "recipient": "ada@example.org",
        "subject": "Grüße",
        "text": "Guten Tag\n",
        "html": "<p>Guten Tag</p>",
        "headers": None,
        "created_at": AT,
        **values,
    }
    return OutgoingMail(**given_values)


def read(message: bytes) -> EmailMessage:
    found = message_from_bytes(message, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert not any(part.defects for part in found.walk())
    return found


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").removesuffix("\n")


@given(text=lines, html=lines, subject=words.map(lambda text: " ".join(text.split())))
def test_whatever_is_written_is_read_back(text: str, html: str, subject: str) -> None:
    hub = Settings(mail_from="forum@example.org")
    message = compose(letter(text=text, html=html, subject=subject), hub)
    found = read(message)
    assert part(found, "plain") == text.removesuffix("\n")
    assert part(found, "html") == html.removesuffix("\n")
    assert found["Subject"] == subject
    assert found.get_content_type() == "multipart/alternative"
    assert max(len(line) for line in message.split(b"\r\n")) <= 78
    assert b"\n" not in message.replace(b"\r\n", b"")


def test_the_headers_say_who_when_and_what(settings: Settings) -> None:
    found = read(compose(letter(recipient="ada@löbau.example"), settings))
    assert found["From"] == "Forum für Löbau <forum@example.org>"
    assert found["To"] == "ada@xn--lbau-5qa.example"
    assert found["Date"].datetime == AT
    assert found["Message-ID"] == "<1@forum.example.org>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Content-Language"] == "de"


def test_headers_of_the_letter_take_the_place_of_the_usual_ones(settings: Settings) -> None:
    own = {"Auto-Submitted": "auto-replied", "List-Unsubscribe": LINK}
    message = compose(letter(headers=own), settings)
    assert read(message).get_all("Auto-Submitted") == ["auto-replied"]
    # In one piece: RFC 2369 knows no encoded words and no blanks in an address.
    assert f"\r\nList-Unsubscribe: {LINK}\r\n".encode() in message


@pytest.mark.parametrize(
    "values",
    [
        {"recipient": "ada@example.org\r\nBcc: eve@example.org"},
        {"recipient": "ada@example.org, eve@example.org"},
        {"subject": "Neu\r\nBcc: eve@example.org"},
        {"subject": "Grüße\nBcc: eve@example.org"},
        {"headers": {"List-Id": "<x>\r\nBcc: eve@example.org"}},
        {"headers": {"List-Id\r\nBcc": "eve@example.org"}},
        {"message_id": "<1@x>\nBcc: eve@example.org"},
        {"locale": "de\r\nBcc: eve@example.org"},
    ],
)
def test_nothing_adds_a_line_to_the_headers(settings: Settings, values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        compose(letter(**values), settings)


@pytest.mark.parametrize("recipient", ["", "@", "a@", "1\t.@", "%@[b,_\\a", "grüße@example.org"])
def test_what_is_no_address_is_the_fault_of_that_letter_alone(
    settings: Settings, recipient: str
) -> None:
    with pytest.raises(UNWRITABLE):
        compose(letter(recipient=recipient), settings)


def test_the_emblem_comes_along_where_the_page_shows_it(settings: Settings) -> None:
    page = '<p>Ä</p><img src="cid:eu-emblem" alt="">'
    found = read(compose(letter(html=page), settings))
    assert [one.get_content_type() for one in found.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    [picture] = [one for one in found.walk() if one.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<eu-emblem>"
    assert picture.get_content() == emblem()
    assert part(found, "html") == page


def test_a_header_of_its_own_takes_the_place_of_the_usual_one_in_any_case(
    settings: Settings,
) -> None:
    own = {"auto-submitted": "auto-replied", "content-type": "text/plain", "SUBJECT": "Other"}
    message = compose(letter(headers=own), settings)
    found = read(message)
    assert found.get_all("Auto-Submitted") == ["auto-replied"]
    assert found.get_all("Subject") == ["Other"]
    assert found.get_all("Content-Type") == [found["Content-Type"]]
    assert found.get_content_type() == "multipart/alternative"


def test_names_of_hosts_are_those_of_todays_registries() -> None:
    for host, ascii_host in (
        ("straße.de", "xn--strae-oqa.de"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("a_b.example.org", "a_b.example.org"),
    ):
        assert address_on_the_wire(f"ada@{host}") == f"ada@{ascii_host}"
    for host in ("☃️.de", "ü..de", "ü" * 80 + ".de", "bü cher.de"):
        with pytest.raises(ValueError, match=r"."):
            address_on_the_wire(f"ada@{host}")
