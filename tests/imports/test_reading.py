"""Letters as lists have kept them for twenty years: whatever is broken, each becomes a post."""

import base64
import datetime as dt
import io
import random
from pathlib import Path

import pytest

from forum.attachments.storage import FolderStorage
from forum.imports.archive import batches_in, look_at, tag_of
from forum.imports.files import FileStore
from forum.imports.headers import OLDEST, likely_moment
from forum.imports.letters import Letter
from forum.imports.mbox import RawLetter
from forum.imports.reading import Reader
from forum.imports.source import Wording, source_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.kernel.markup import POST_LIMIT
from tests.attachments.files import picture

WORDS = Wording(quoted="Zitat", left_out="Fehlt:")
ENVELOPE = dt.datetime(2012, 1, 5, 10, tzinfo=dt.UTC)
SEPARATOR = "From anna at example.org  Thu Jan  5 10:00:00 2012\n"


def read(content: str | bytes, files: FileStore | None = None) -> Letter:
    """Return the letter as it would be kept."""
    raw = content.encode() if isinstance(content, str) else content
    return Reader("Quartier", WORDS, files).read(RawLetter(0, len(raw), raw, ENVELOPE))


def source(letter: Letter) -> str:
    """Return the Markdown of the post it becomes."""
    assert letter.text is not None
    return letter.text.source


def test_a_letter_of_a_public_archive_is_read_whole() -> None:
    letter = read(
        "From: anna.mueller at example.org (=?ISO-8859-1?Q?Anna_M=FCller?=)\n"
        "Date: Wed, 4 Jan 2012 18:30:00 +0100\n"
        "Subject: =?ISO-8859-1?Q?AW:_[Quartier]_Sommerfest_im_H=F6lzchen?=\n"
        "In-Reply-To: <2@example.org>\n"
        "References: <1@example.org>\n <2@example.org>\n"
        "Message-ID: <3@example.org>\n\n"
        "Wir kommen gern.\n\nAm 3.1.2012 um 10:00 schrieb Ben:\n> Wer kommt?\n> Bitte melden.\n"
    )
    assert (letter.sender.email, letter.sender.name) == ("anna.mueller@example.org", "Anna Müller")
    assert letter.title == "Sommerfest im Hölzchen"
    assert letter.at == dt.datetime(2012, 1, 4, 17, 30, tzinfo=dt.UTC)
    assert len(letter.links.named) == 2
    assert letter.links.root == letter.links.named[1]
    assert source(letter).startswith("Wir kommen gern.\n\n:::details Zitat\n> ")
    assert "Wer kommt?" in source(letter)
    assert letter.text is not None
    assert letter.text.excerpt == "Wir kommen gern."


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Type: text/plain; charset=klingon\n",
        "Content-Type: text/plain; charset=us-ascii\n",
        "Content-Type: multipart/mixed; boundary=x\n",
        "Content-Transfer-Encoding: base64\n",
        "Subject: =?utf-8?b?AAA=?= =?latin9?q?=?= \x00\x01\n",
        "From: \n",
        'From: <>, <@>, "\n',
        "Date: Mon, 99 Foo 2012 99:99:99 +9999\n",
        "Date: Thu, 1 Jan 1970 00:00:00 +0000\n",
        "Date: Thu, 1 Jan 2099 00:00:00 +0000\n",
        "Date: \udcff\n",
        "References: " + "<x@y> " * 5_000 + "\n",
        "Message-ID: <" + "x" * 5_000 + ">\n",
    ],
)
def test_whatever_is_broken_it_is_a_letter(headers: str) -> None:
    content = f"{headers}\nGrüße aus Görlitz\n".encode("latin-1", "replace")
    letter = read(content)
    assert letter.at == ENVELOPE
    assert letter.sender.name
    assert len(letter.links.key) == 64
    if letter.text is not None:
        assert letter.title
    assert read(content).links == letter.links, "read in again, it is known"


def test_any_bytes_are_read(subtests: pytest.Subtests) -> None:
    whole = (
        b'From: "A" <a@example.org>\nSubject: =?utf-8?q?x?=\nMIME-Version: 1.0\n'
        b"Date: Wed, 4 Jan 2012 18:30:00 +0100\nMessage-ID: <1@x>\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
        b"<p>Hallo</p>\n--b\nContent-Disposition: attachment; filename=a.txt\n\nabc\n--b--\n"
    )
    dice = random.Random(7)  # noqa: S311 - the same letters in each run
    for number in range(60):
        broken = bytearray(whole)
        for _ in range(dice.randrange(1, 30)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        with subtests.test(number=number):
            letter = read(bytes(broken))
            assert OLDEST <= letter.at <= clock.now()


def test_a_letter_that_says_nothing_or_is_not_to_be_kept_is_left_out() -> None:
    assert read("Subject: a\n\n \n").reason == "empty"
    assert read("Subject: a\nX-No-Archive: Yes\n\nNur für euch.\n").reason == "no_archive"
    assert (
        read("Message-ID: <1@x>\n\nOhne Betreff, aber lang genug.\n").title
        == "Ohne Betreff, aber lang genug."
    )


def test_a_letter_that_only_passes_something_on_stands_open() -> None:
    passed_on = "Von: Ben <b@example.org>\nGesendet: Montag\nAn: Anna\nBetreff: Fest\n\nKommt alle!"
    letter = read(f"Subject: WG: Fest\n\n{passed_on}\n")
    assert source(letter) == passed_on.replace(" <b@example.org>", "")
    assert letter.title == "WG: Fest"


@pytest.mark.parametrize(
    "footer",
    [
        "_______________________________________________\nQuartier mailing list\nhttps://l.example\n",
        "_______________________________________________\nQuartier Mailingliste -- q@l.example\n",
        "-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links: You receive all messages.\nMute This Topic\n",
        "-- \nYou received this message because you are subscribed to the Google Groups group.\n",
    ],
)
def test_what_a_list_puts_below_each_letter_goes(footer: str) -> None:
    quote = "Von: Ben <b@example.org>\nGesendet: Montag\nAn: Liste\nBetreff: a\n\nWer?\n"
    assert source(read(f"Subject: a\n\nWir kommen.\n\n{footer}")) == "Wir kommen."
    assert "://" not in source(read(f"Subject: a\n\nWir.\n\n{quote}{footer}"))
    assert read(f"Subject: a\n\n{footer}").reason == "empty"
    assert source(read("Subject: a\n\n" + "_" * 30 + "\nUnsere Räume\n")).endswith("Unsere Räume")


def test_files_are_examined_like_those_of_members_and_refused_ones_are_named(
    tmp_path: Path,
) -> None:
    store = FileStore(FolderStorage(tmp_path), largest=1024**2, most_pixels=10_000_000)
    parts = {"plan.png": picture("PNG", (20, 10)), "lies.txt": b"Hallo", "virus.exe": b"MZ\x00\x01"}
    logo = b"--b\nContent-Type: image/png\nContent-ID: <logo>\n\nkein Bild\n"
    body = logo + b"".join(
        b"--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n"
        b'Content-Disposition: attachment; filename="'
        + name.encode()
        + b'"\n\n'
        + base64.encodebytes(content)
        for name, content in parts.items()
    )
    head = b'Message-ID: <1@x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    letter = read(head + b"--b\nContent-Type: text/plain\n\nAnbei.\n" + body + b"--b--\n", store)
    assert [one.name for one in letter.attachments] == ["plan.png", "lies.txt"]
    assert all(store.storage.exists(one.key) for one in letter.attachments)
    assert all(f"/attachments/{one.public_id}" in source(letter) for one in letter.attachments)
    assert source(letter).endswith("Fehlt: `virus.exe`")


def test_a_quote_gives_away_no_address_and_own_words_may() -> None:
    quoted = "Von: Anna <anna@example.org> [mailto:a@b.de]\nAn: q@l.example; B. (b@c.de)\nHallo"
    told = source_of("Fragen an ich@example.org", quoted, [], [], WORDS)
    assert told.startswith("Fragen an ich@example.org")
    assert told.endswith("> Von: Anna\n> An: …; B.\n> Hallo\n:::")
    inside = source_of("> Anna <a@b.de> schrieb:\n> Wer?\nIch.", "", [], [], WORDS)
    assert inside == "> Anna schrieb:\n> Wer?\nIch."


def test_a_text_that_is_too_long_for_a_post_loses_its_quote_first() -> None:
    quoted = "zitiert " * 1_000
    assert "zitiert" not in source_of("eigen " * 8_000, quoted, [], [], WORDS)
    longest = source_of("eigen " * 20_000, quoted, [], ["a.exe"], WORDS)
    assert len(longest) <= POST_LIMIT
    assert longest.endswith("[…]\n\nFehlt: `a.exe`")


def test_lines_that_a_program_has_broken_are_joined_and_others_are_not() -> None:
    own = (
        "Wir laden alle herzlich ein, mit uns am kommenden Samstag im Garten\nzu feiern.\n"
        "- eins\n- zwei\n\nViele Grüße\nAnna"
    )
    assert source_of(own, "", [], [], WORDS) == own.replace("Garten\nzu", "Garten zu")


def test_a_moment_is_what_the_letter_says_unless_that_is_impossible() -> None:
    now, before = clock.now(), OLDEST
    said = ENVELOPE - dt.timedelta(days=400)
    assert likely_moment(said, ENVELOPE, before, now) == said
    assert likely_moment(ENVELOPE + dt.timedelta(days=9), ENVELOPE, before, now) == ENVELOPE
    assert likely_moment(None, None, said, now) == said
    assert likely_moment(now + dt.timedelta(days=400), None, said, now) == said


def test_the_parts_of_a_file_follow_each_other_without_a_gap() -> None:
    letters = "\n".join(
        f"{SEPARATOR}Subject: [Quartier] {n}\nMessage-ID: <{n}@x>\n\nText {n}\n" for n in range(250)
    )
    stream = io.BytesIO(letters.encode())
    file = look_at("liste.mbox", stream)
    assert tag_of(stream) == "Quartier"
    parts = list(batches_in(stream, 0, Reader("Quartier", WORDS, None).read))
    assert [len(part.letters) for part in parts] == [100, 100, 50]
    assert [part.start for part in parts] == [0, parts[0].end, parts[1].end]
    assert parts[-1].end == file.size
    rest = list(batches_in(stream, parts[0].end, Reader("Quartier", WORDS, None).read))
    assert [one.links.key for part in rest for one in part.letters] == [
        one.links.key for part in parts[1:] for one in part.letters
    ]


def test_a_packed_file_and_one_that_is_no_archive_are_refused() -> None:
    for content, reason in (
        (b"\x1f\x8b\x08", "archive_packed"),
        (b"Hallo", "no_mbox"),
        (b"", "no_mbox"),
    ):
        with pytest.raises(Invalid, match=reason):
            look_at("a", io.BytesIO(content))
