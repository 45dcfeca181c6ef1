"""What is cleaned out of posts, titles and names, and what stays."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forum.kernel.errors import Invalid
from forum.kernel.markup import POST_LIMIT, clean_line, clean_source, quote, render

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("\n\n  a\tb  \n\n", "  a\tb"),
        ("a\x00b\x07c\x1bd\x9fe", "abcde"),
        ("Ra\u0308ume", "Räume"),
        (f"a{BIDI}b", "ab"),
        ("\ufeffa\ud800b\ufdd0", "ab"),
        (
            "👨\u200d👩\u200d👧 \u0645\u06cc\u200c\u062e",
            "👨\u200d👩\u200d👧 \u0645\u06cc\u200c\u062e",
        ),
    ],
)
def test_the_source_of_a_post_is_cleaned(typed: str, kept: str) -> None:
    assert clean_source(typed, limit=100) == kept


@pytest.mark.parametrize("typed", ["", " \n\t ", "\x00", "\u200b\u200d", "\u3164", "\u0301", BIDI])
def test_what_nobody_can_see_is_empty(typed: str) -> None:
    with pytest.raises(Invalid) as raised:
        clean_source(typed, limit=100)
    assert (raised.value.reason, raised.value.field) == ("empty", "body")
    with pytest.raises(Invalid) as raised:
        clean_line(typed, limit=100, field="title")
    assert (raised.value.reason, raised.value.field) == ("empty", "title")


def test_the_limit_counts_what_is_left_after_cleaning() -> None:
    assert clean_source("a\r\n" * 50, limit=99) == "\n".join("a" * 50)
    assert clean_line("  ä  " + "a\u0308" * 9, limit=11, field="title") == "ä " + "ä" * 9


@pytest.mark.parametrize("length", [101, 401, 5_000_000])
def test_too_long_a_text_is_refused_with_its_limit(length: int) -> None:
    with pytest.raises(Invalid) as raised:
        clean_source("a" * length, limit=100)
    assert (raised.value.reason, raised.value.values) == ("too_long", {"limit": 100})
    with pytest.raises(Invalid) as raised:
        clean_line("a" * length, limit=100, field="name")
    assert (raised.value.reason, raised.value.field) == ("too_long", "name")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Zwei\n Zeilen\t hier\u00a0 ", "Zwei Zeilen hier"),
        (f"a{BIDI}\u200e\u200fb", "ab"),
        ("An\u200dna", "Anna"),
        ("An\u200bna\u2060\ufeff\u00ad", "Anna"),
        ("Łużyca\u200c", "Łużyca"),
        ("👩\u200d🔬 und 👨\u200d👩\u200d👧", "👩\u200d🔬 und 👨\u200d👩\u200d👧"),
        ("🏳\ufe0f\u200d🌈 🧑🏽\u200d🤝\u200d🧑🏻", "🏳\ufe0f\u200d🌈 🧑🏽\u200d🤝\u200d🧑🏻"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("क्\u200dष", "क्\u200dष"),
        ("a" + "\u0301" * 40 + "b", "á" + "\u0301" * 5 + "b"),
        ("a\U000e0041\U000e007fb", "ab"),
    ],
)
def test_a_line_holds_nothing_that_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean_line(typed, limit=100, field="title") == kept


STRANGE = st.one_of(
    st.text(max_size=80),
    st.text(
        alphabet=[
            *"aä. \n\t\r👩\u200d\u200c\u200b\u0301\u0308\u202e\u2066\x00\ufeff\ud800ن\u094dक",
            "\ufe0f",
        ],
        max_size=40,
    ),
)


@given(STRANGE)
@example("\u0344")
@settings(max_examples=300, deadline=None)
def test_a_cleaned_source_stays_as_it_is(typed: str) -> None:
    try:
        cleaned = clean_source(typed, limit=60)
    except Invalid:
        return
    assert clean_source(cleaned, limit=60) == cleaned
    assert 0 < len(cleaned) <= 60
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set(BIDI + "\r\u2028\u2029")
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
    cleaned.encode()


@given(STRANGE)
@example("a" + "\u0301" * 5 + "\u200d" + "\u0301" * 5)
@settings(max_examples=300, deadline=None)
def test_a_cleaned_line_stays_as_it_is(typed: str) -> None:
    try:
        cleaned = clean_line(typed, limit=60, field="title")
    except Invalid:
        return
    assert clean_line(cleaned, limit=60, field="title") == cleaned
    assert 0 < len(cleaned) <= 60
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [c for c in cleaned if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(cleaned) & set(BIDI + "\u200b\u200e\u200f\u2060\ufeff\u00ad")


@given(STRANGE, STRANGE, STRANGE)
@settings(max_examples=150, deadline=None)
def test_a_quote_of_anything_is_one_quote(source: str, author: str, address: str) -> None:
    html = render(quote(source, author=author, address=address) + "Antwort").html
    assert html.startswith("<blockquote>")
    assert html.endswith("</blockquote>\n<p>Antwort</p>")


@given(STRANGE)
@example(">")
@settings(max_examples=100, deadline=None)
def test_cleaning_first_changes_nothing_a_reader_would_miss(typed: str) -> None:
    try:
        cleaned = clean_source(typed, limit=POST_LIMIT)
    except Invalid:
        return
    assert render(cleaned).html
