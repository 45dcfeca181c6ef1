"""Messages are short texts: few forms, signs by their names, and nothing else eaten."""

import pytest

from forum.kernel.errors import Invalid
from forum.kernel.markup import Known
from forum.messaging.emoji import EMOJI, QUICK_SIGNS, SIGNS, with_emoji
from forum.messaging.text import MESSAGE_LIMIT, compose_message


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Danke :danke:", "Danke 🙏"),
        (":danke: :herz:!", "🙏 ❤️!"),
        ("Bürger:innen und Kolleg:innen: willkommen", None),
        ("Kolleg:innen:danke:", None),
        ("Liebe Bürger:danke:", None),
        ("um 10:30:45 Uhr", None),
        ("http://example.org/:herz:/a", None),
        ("`:danke:` und ``` :herz: ```", None),
        ("```\n:danke:\n```", None),
        (":unbekannt:", None),
        ("::danke::", None),
    ],
)
def test_a_name_becomes_a_sign_and_nothing_else_does(typed: str, seen: str | None) -> None:
    assert with_emoji(typed) == (seen or typed)


def test_no_sign_is_named_like_the_end_of_a_word() -> None:
    assert not {"innen", "in", "r", "frauen"} & EMOJI.keys()
    assert set(QUICK_SIGNS) <= SIGNS


def test_a_message_has_no_document_structure_and_keeps_what_was_typed() -> None:
    source = "# Titel\n---\n- [ ] Punkt\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: Note\n\n**ja**"
    html = compose_message(source).html
    assert not any(f"<{tag}" in html for tag in ("h3", "hr", "table", "details", "section"))
    for words in ("# Titel", "---", "| a | b |", "[^1]: Note"):
        assert words in html
    assert "<strong>ja</strong>" in html
    assert "<li" in html


def test_what_cannot_be_a_message_says_why() -> None:
    names = frozenset(f"person{n}" for n in range(6))
    refused = {
        "empty": " \u200b\n",
        "too_long": "x" * (MESSAGE_LIMIT + 1),
        "broken_text": "kaputt \ufffd",
        "too_many_mentions_here": " ".join(f"@{name}" for name in names),
    }
    for reason, source in refused.items():
        with pytest.raises(Invalid, match=reason):
            compose_message(source, Known(people=names))
    assert compose_message("x" * MESSAGE_LIMIT).source == "x" * MESSAGE_LIMIT
