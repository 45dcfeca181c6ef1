"""How a query is read."""

import datetime as dt

import pytest

from forum.search.engines.interface import Alternatives
from forum.search.excerpts import LONGEST, marked, sentence
from forum.search.language import Hint, Operator, parse


def words_of(text: str) -> list[str]:
    return [
        ("-" if term.is_excluded else "") + " ".join(token.word for token in term.tokens)
        for term in parse(text).terms
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Haus Hof", ["haus", "hof"]),
        ("Haus -Hof", ["haus", "-hof"]),
        ("Vor-Ort", ["ort"]),
        ('"runder Tisch" Hof', ["runder tisch", "hof"]),
        ('-"runder Tisch" Hof', ["-runder tisch", "hof"]),
        ("der die das", ["der", "die", "das"]),
        ("der Hof", ["hof"]),
        ("Hof hof HOF", ["hof"]),
        ("Akteur:innen", ["akteurinnen"]),
        ("14:30 https://hub.example/x", ["14", "30", "https", "hub", "example", "x"]),
        ('- -- "" \' ( ) *', []),
        ("", []),
    ],
)
def test_words_phrases_and_exclusions(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "operator", "value"),
    [
        ("von:Ada", Operator.AUTHOR, "Ada"),
        ("FROM:@ada", Operator.AUTHOR, "ada"),
        ('in:"Grüne Räume"', Operator.CHANNEL, "Grüne Räume"),
        ("stadt:löbau", Operator.CITY, "löbau"),
        ("theme:x", Operator.THEME, "x"),
        ('schlagwort:"offener Treff"', Operator.TAG, "offener Treff"),
        ("tag:gihk", Operator.TAG, "gihk"),
        ("ungelöst", Operator.OPEN, ""),
        ("ist:ungelöst", Operator.OPEN, ""),
        ("solved", Operator.SOLVED, ""),
        ("Gelöst", Operator.SOLVED, ""),
        ("unbeantwortet", Operator.UNANSWERED, ""),
        ("unanswered", Operator.UNANSWERED, ""),
    ],
)
def test_filters_in_both_languages(text: str, operator: Operator, value: str) -> None:
    (one,) = parse(f"haus {text} hof").filters
    assert (one.operator, one.value) == (operator, value)
    assert parse(f"haus {text} hof").without(one) == "haus hof"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("vor:2026", dt.date(2026, 1, 1)),
        ("nach:2026", dt.date(2027, 1, 1)),
        ("vor:2026-12", dt.date(2026, 12, 1)),
        ("nach:12/2026", dt.date(2027, 1, 1)),
        ("before:31.12.2026", dt.date(2026, 12, 31)),
        ("after:2026-12-31", dt.date(2027, 1, 1)),
    ],
)
def test_dates(text: str, day: dt.date) -> None:
    assert [one.day for one in parse(text).filters] == [day]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('"offen', Hint.QUOTE),
        ("von: ada", Hint.NO_VALUE),
        ('von:"" ada', Hint.NO_VALUE),
        ("vor:gestern", Hint.NO_DATE),
        ("nach:9999-12-31", Hint.NO_DATE),
        ("x" * 300, Hint.CUT),
        (" ".join(f"w{n}" for n in range(20)), Hint.TOO_MANY),
    ],
)
def test_what_cannot_be_read_is_read_as_words_with_a_hint(text: str, hint: Hint) -> None:
    query = parse(text)
    assert hint in query.hints
    assert query.filters == ()
    assert query.terms


def test_the_sentence_that_matched_is_shown_with_its_hits() -> None:
    wanted = (Alternatives(stem="baum", beginning="baum"), Alternatives(phrase=("am", "markt")))
    text = "Erster Satz über nichts. Die Bäume am Markt blühen! Noch ein Baum."
    pieces = sentence(text, wanted)
    assert "".join(piece.text for piece in pieces) == "Die Bäume am Markt blühen!"
    assert [piece.text for piece in pieces if piece.is_hit] == ["Bäume", "am Markt"]
    assert "".join(piece.text for piece in marked(text, wanted)) == text


def test_a_long_sentence_is_cut_around_its_hit() -> None:
    wanted = (Alternatives(stem="baum", beginning="baum"),)
    pieces = sentence("wort " * 200 + "Baum " + "wort " * 200, wanted)
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_hit] == ["Baum"]
    assert len(shown) <= LONGEST + 4
    assert shown.startswith("… ")
    assert shown.endswith(" …")
