"""Parting an mbox file into letters."""

import io
import tracemalloc

import pytest

from forum.imports import mbox
from forum.imports.mbox import letters_in
from forum.imports.senders import revealed, sender_of
from forum.kernel.errors import Invalid

SEPARATORS = {
    "Mailman 2": "From anna at example.org  Thu Jan  5 10:00:00 2012",
    "Mailman 3": "From anna@example.org Thu Jan  5 10:00:00 2012",
    "groups.io": "From groups@example.org Thu Jan 05 10:00:00 2012 +0000",
    "Thunderbird": "From - Thu Jan 05 10:00:00 2012",
    "Gmail": "From 1394057@xxx Thu Jan 05 10:00:00 +0000 2012",
    "mutt": "From MAILER-DAEMON Thu Jan 05 10:00:00 CET 2012",
}


def parted(text: str, position: int = 0) -> list[str]:
    """Return the contents of the letters."""
    return [one.content.decode() for one in letters_in(io.BytesIO(text.encode()), position)]


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_letters_are_parted_whoever_wrote_the_file(separator: str, newline: str) -> None:
    text = f"{separator}\nSubject: a\n\nEins\n\n{separator}\nSubject: b\n\nZwei\n"
    found = list(letters_in(io.BytesIO(text.replace("\n", newline).encode())))
    assert [one.content.split()[-1] for one in found] == [b"Eins", b"Zwei"]
    assert [one.envelope_at is not None and one.envelope_at.year for one in found] == [2012, 2012]


def test_a_line_of_a_text_parts_no_letter() -> None:
    separator = SEPARATORS["Mailman 2"]
    head = f"{separator}\n"
    text = (
        "Subject: a\n\nFrom the start.\n\n"
        f"{separator}\nno header\n"
        f"Er schrieb:\n{separator}\nSubject: b\n"
    )
    assert parted(f"{head}{text}>From a\n>>From b\n") == [f"{text}From a\n>From b\n"]


def test_reading_goes_on_at_the_end_of_any_letter() -> None:
    separator = SEPARATORS["Mailman 3"]
    text = "\n" + "\n".join(f"{separator}\nSubject: {n}\n\nä{n}\n" for n in range(20))
    stream = io.BytesIO(text.encode())
    whole = list(letters_in(stream))
    assert len(whole) == 20
    for number, letter in enumerate(whole, start=1):
        assert list(letters_in(stream, letter.end)) == whole[number:]


def test_what_is_no_mbox_is_refused() -> None:
    for text in ("Subject: a\n\nText\n", "<html>", "From a\n"):
        with pytest.raises(Invalid, match="no_mbox"):
            parted(text)
    assert parted("") == []


def test_a_huge_letter_is_cut_and_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "LETTER_LIMIT", 100_000)
    separator = SEPARATORS["Mailman 3"].encode()
    beginning = separator + b"\nSubject: a\n\n"
    stream = io.BytesIO(beginning + b"x" * 8_000_000 + b"\n\n" + beginning + b"kurz\n")
    tracemalloc.start()
    try:
        large, small = letters_in(stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert large.is_cut
    assert small.content.endswith(b"kurz\n")
    assert peak < 1_000_000


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("From: anna at example.org (Anna B.)", 'From: "Anna B." <anna@example.org>'),
        ("From: Anna <anna at mail.example.org>", "From: Anna <anna@mail.example.org>"),
        ("From: a@example.org (=?utf-8?q?M=C3=B6?=)", "From: =?utf-8?q?M=C3=B6?= <a@example.org>"),
        ("From: anna (at) example.org", "From: anna@example.org"),
        (
            "From: Haus at home.example <a@example.org>",
            "From: Haus at home.example <a@example.org>",
        ),
        ("Subject: Treffen at example.org", "Subject: Treffen at example.org"),
    ],
)
def test_hidden_addresses_are_shown_again(header: str, shown: str) -> None:
    body = "\n\nFrom: ben at example.org\n"
    assert revealed(f"{header}{body}".encode()) == f"{shown}{body}".encode()


def test_a_letter_sent_on_by_a_list_is_its_authors() -> None:
    lists = ["quartier@lists.example.org"]
    told = ("quartier@lists.example.org", "Anna Müller via Quartier")
    found = sender_of(*told, others=[*lists, "Anna@Example.org"], lists=lists)
    assert (found.email, found.name) == ("anna@example.org", "Anna Müller")
    unknown = sender_of(*told, others=lists, lists=lists)
    assert (unknown.email, unknown.name) == ("anna_mueller@archive.invalid", "Anna Müller")
    assert sender_of("anna@example.org", "", others=[], lists=lists).name == "anna"
    assert sender_of("kaputt", "ben@example.org", others=[], lists=[]).name == "Anonym"
