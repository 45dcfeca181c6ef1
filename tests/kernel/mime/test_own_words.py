"""What of an answer by mail is new: a corpus in the shapes that real programs write."""

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from forum.kernel.mime.own_words import own_words
from forum.kernel.mime.pages import markdown_of
from tests.kernel.effort import effort

HERE = Path(__file__).parent / "answers"
AUTHOR = "Jana Probe"


def corpus() -> list[ParameterSet]:
    """Return each letter with what is new in it, from the files beside this one."""
    rows = []
    for file in sorted(HERE.glob("*.txt")):
        parts = file.read_text(encoding="utf-8").split("##### ")[1:]
        for letter, expected in zip(parts[::2], parts[1::2], strict=True):
            name, _, text = letter.partition("\n")
            mark, _, own = expected.partition("\n")
            assert mark == "own words", f"{file.name}: {name}"
            if file.stem == "pages":
                text = markdown_of(text)
            rows.append(pytest.param(text, own.strip("\n"), id=f"{file.stem}: {name}"))
    return rows


@pytest.mark.parametrize(("letter", "own"), corpus())
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_new_is_found(letter: str, own: str, line_end: str) -> None:
    assert own_words(letter.replace("\n", line_end), author=AUTHOR).text == own


def test_what_is_left_out_can_still_be_read() -> None:
    words = own_words("Ja.\n\nAm 23.11.26 um 10:12 schrieb Quartiersforum:\n> Wer\n>> kommt?\n")
    assert words.quoted == "Wer\n> kommt?"


def test_a_long_quote_within_an_answer_keeps_its_end() -> None:
    quote = "".join(f"> Zeile {number}\n" for number in range(20))
    words = own_words(f"> Kurz.\nJa.\n\n{quote}Nein.\n")
    end = [f"> Zeile {number}" for number in range(16, 20)]
    assert words.text.splitlines()[2:] == ["Ja.", "", "> […]", *end, "", "Nein."]


HOSTILE = {
    "attributions": "Am " + "schrieb " * 110 + ":\n",
    "half attributions": "Am 23.11.26 schrieb\n",
    "headers": "Von: a Von: b " * 60 + "\n",
    "first headers": "Von:\n",
    "marks": ">" * 900 + "\n",
    "marks between": ">a\nb\n",
    "dashes": "- " * 450 + "\n",
    "greetings": "freundliche, " * 60 + "\n",
    "delimiters": "x\n\n-- x\n",
    "paragraphs": "Jana Probe\nx\n\n",
    "groupwise": ">>> " + "10:12 " * 120 + "\n",
    "one line": "<mailto:" * 100,
    "twice": "abcd" * 200,
    "blanks": " " * 900 + "\n",
    "empty": "\n",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_work_grows_with_the_length_alone(piece: str) -> None:
    letter = piece * (200_000 // len(piece))
    assert effort(lambda: own_words(letter), enough=300) < 300
