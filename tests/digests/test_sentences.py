"""The sentence of a text that tells what it is about."""

import pytest

from forum.digests.sentences import LONGEST, plain, sentences, shortened, telling


@pytest.mark.parametrize(
    ("text", "asks", "said"),
    [
        ("", False, ""),
        ("Danke!", False, "Danke!"),
        ("Hallo zusammen, wir suchen Räume.", False, "Wir suchen Räume."),
        (
            "Liebe Leute, der Hof ist seit Mai z. B. für Feste offen. Wer mag, kommt. Mehr bald.",
            False,
            "Der Hof ist seit Mai z. B. für Feste offen. Wer mag, kommt.",
        ),
        ("Bei uns zahlt die Stadt. Wie ist das anderswo?", True, "Wie ist das anderswo?"),
        ("Wir fragen uns viel. Das ist gut.", True, "Wir fragen uns viel. Das ist gut."),
        ("Am 14. Mai um 9 Uhr. Dann weiter.", False, "Am 14. Mai um 9 Uhr. Dann weiter."),
    ],
)
def test_a_text_is_told_by_what_it_asks_or_how_it_begins(text: str, asks: bool, said: str) -> None:
    assert telling(text, asks=asks) == said


def test_what_is_too_long_is_cut_between_words() -> None:
    text = "Wort " * 100
    cut = shortened(text.strip())
    assert len(cut) <= LONGEST
    assert cut.endswith("Wort…")
    assert len(shortened("x" * 500)) == LONGEST


def test_abbreviations_and_dates_end_no_sentence() -> None:
    text = "Das gilt bzw. galt ab 1. März ca. Zwei Jahre. Dann nicht mehr."
    assert sentences(text) == ["Das gilt bzw. galt ab 1. März ca. Zwei Jahre.", "Dann nicht mehr."]


def test_short_markdown_loses_its_signs() -> None:
    source = "## Kurz\n\n**Wir** haben [den Hof](/posts/1) für _alle_ geöffnet:\n- 3*4 Meter"
    assert plain(source) == "Kurz Wir haben den Hof für alle geöffnet: 3*4 Meter"
