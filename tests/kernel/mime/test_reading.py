"""Letters are read within bounds, and whatever is broken in them, they are letters."""

import base64
import datetime as dt
import random

import pytest

from forum.kernel.mime.parts import DEEPEST
from forum.kernel.mime.reading import MOST_FILES, TEXT_LIMIT, read_letter
from tests.kernel.effort import effort

FULL = b"""From: =?utf-8?q?J=C3=B6rg_M=C3?= =?utf-8?q?=BCller?= <Joerg@Example.org>
To: Ada <ada@example.org>, undisclosed:;
Subject: =?iso-8859-1?Q?Gr=FC=DFe?= aus =?klingon?q?L=F6bau?=
Date: Mon, 23 Nov 2026 08:00:00 +0100
Message-ID: <a@example.org>
References: <1@example.org>
 <2@example.org>
In-Reply-To: <2@example.org>
Content-Type: multipart/mixed; boundary="o u t"

--o u t
Content-Type: multipart/alternative; boundary=in

--in
Content-Type: text/plain; charset=iso-8859-1; format=flowed
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe =96 aus=20
L=F6bau
--=20
Joerg
--in
Content-Type: text/html

<p>Als Seite</p>
--in--
--o u t
Content-Type: image/png
Content-Disposition: attachment; filename*=utf-8''..%2F..%2FB%C3%BCld.png
Content-Transfer-Encoding: base64

iVBORw0KGgo
--o u t
Content-Type: application/pgp-signature

x
--o u t--
"""


def test_a_letter_is_read_whole() -> None:
    read = read_letter(FULL)
    assert (read.sender, read.sender_name) == ("joerg@example.org", "Jörg Müller")
    assert read.recipients == ("ada@example.org",)
    assert read.subject == "Grüße aus Löbau"
    assert read.at == dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)
    assert (read.message_id, read.references) == (
        "<a@example.org>",
        ("<1@example.org>", "<2@example.org>"),
    )
    assert read.text == "Grüße – aus Löbau\n-- \nJoerg"
    (file,) = read.files
    assert (file.name, file.content[:4]) == ("Büld.png", b"\x89PNG")
    assert not read.is_page
    assert not read.is_automatic
    assert not read.is_truncated
    assert read_letter(FULL.replace(b"\n", b"\r\n")).text == read.text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (b"<p>Hallo <b>Welt</b><br>zwei</p>", "Hallo **Welt**\nzwei"),
        (b"<style>p{}</style><!-- x --><p>a&nbsp;b</p><script>c</script>", "a b"),
        (b"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        (b"<blockquote>alt</blockquote>neu", "> alt\n\nneu"),
        (b"<img src=x onerror=y><svg><text>z</text></svg>a", "a"),
        (b"<div>" * 500 + b"tief", "tief"),
    ],
    ids=["marks", "silent", "table", "quote", "picture", "deep"],
)
def test_a_page_is_read_as_text(page: bytes, text: str) -> None:
    read = read_letter(b"Content-Type: text/html; charset=utf-8\n\n" + page)
    assert read.is_page
    assert read.text == text


@pytest.mark.parametrize(
    "sender",
    [
        b"From: a@example.org, b@example.org\n",
        b"From: a@example.org\nFrom: b@example.org\n",
        b"From: <a@example.org\n",
        b"From: a b@example.org\n",
        b"From: =?utf-8?q?a=40example.org?=\n",
        b"From: a@example.org\0@b\n",
        b"From: ((((a@example.org\n",
        b"",
    ],
)
def test_a_sender_is_one_address_or_none(sender: bytes) -> None:
    assert read_letter(sender + b"\nHallo").sender in {"", "a@example.org"}
    if b"b@" in sender or b"=40" in sender or b"\0" in sender:
        assert read_letter(sender + b"\nHallo").sender == ""


def test_a_name_is_no_header() -> None:
    name = base64.b64encode(b"Eva\r\nBcc: x@example.org")
    read = read_letter(
        b"From: =?utf-8?b?" + name + b"?= <a@example.org>\nSubject: =?x?q?a=0Ab?=\n\n"
    )
    assert read.sender_name == "Eva Bcc: x@example.org"
    assert "\n" not in read.subject


PAGE = b"Content-Type: text/html\n\n"
MANY = b"Content-Type: multipart/mixed; boundary=b\n\n"
HOSTILE = {
    "deep": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000)
    ),
    "many parts": MANY + b"--b\n\n" * 200_000,
    "almost boundaries": MANY + (b"--b x\n" * 500_000),
    "dashes": b"Content-Type: multipart/mixed; boundary=-\n\n" + b"-" * 5_000_000,
    "endless header": b"X: " + b"y" * 5_000_000,
    "many headers": b"X: y\n" * 1_000_000,
    "brackets": b"From: " + b"(" * 9_000 + b"\n\n",
    "quotes": b"From: " + b'a@b.de,("' * 3_000 + b"\n\n",
    "parameters": b"Content-Type: text/plain" + b'; x="' * 3_000 + b"\n\n",
    "punycode": b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 200_000,
    "open comments": PAGE + b"<!--" * 500_000,
    "declarations": PAGE + b"<!" * 500_000,
    "deep page": PAGE + b"<div>" * 100_000,
    "spaces": PAGE + b" " * 290_000 + b"x",
    "many pages": MANY + (b"--b\n" + PAGE + b"<b>x</b>" * 7_000 + b"\n") * 40,
    "wide page": PAGE + b"<b x>" * 100 + b"<p>x" * 10_000,
    "long text": b"\n" + b"x" * 3_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_costs_little(name: str) -> None:
    read = read_letter(HOSTILE[name])
    assert effort(lambda: read_letter(HOSTILE[name]), enough=500) < 500
    assert len(read.text) <= TEXT_LIMIT
    assert len(read.files) <= MOST_FILES


def test_what_is_left_out_is_told() -> None:
    for name in ("deep", "many parts", "long text", "endless header"):
        assert read_letter(HOSTILE[name]).is_truncated, name
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
        for n in range(DEEPEST - 1)
    )
    assert read_letter(nested + b"\nHallo").text == "Hallo"
    one_more = nested + b"Content-Type: multipart/mixed; boundary=c\n\n--c\n" * 2
    assert read_letter(one_more + b"\nHallo").is_truncated


def test_letters_that_were_damaged_at_random_are_letters() -> None:
    chance = random.Random(20261123)  # noqa: S311 - the same damage each time
    pieces = (b"=?utf-8?b?", b"\n\n", b"\xff", b'"', b"<", b"--in\n", b"\0", b"%", b"*0*=", b"\r")
    for _ in range(600):
        content = bytearray(FULL)
        for _ in range(chance.randint(1, 30)):
            at = chance.randrange(len(content) or 1)
            if chance.random() < 0.5:
                content[at : at + chance.randint(0, 20)] = b""
            else:
                content[at:at] = chance.choice(pieces)
        read = read_letter(bytes(content))
        told = "".join(
            (read.text, read.subject, read.sender_name, *(one.name for one in read.files))
        )
        assert "\0" not in told
        assert told.encode().decode() == told
