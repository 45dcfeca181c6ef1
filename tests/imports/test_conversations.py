"""Which letters belong together."""

import datetime as dt

from forum.imports.conversations import Conversations, Links, Spot
from forum.imports.subjects import likely_tag, subject_of

START = dt.datetime(2012, 1, 5, tzinfo=dt.UTC)


def links(key: str, *named: str, days: int = 0, answer: bool = False) -> Links:
    """Return what a letter says; it names the first of all first."""
    return Links(
        key=key,
        named=tuple(reversed(named)),
        root=named[0] if named else "",
        subject="sommerfest",
        is_answer=answer,
        at=START + dt.timedelta(days=days),
    )


def threads_of(*letters: Links) -> list[int]:
    """Return for each letter the number of its thread, as an archive in this order tells."""
    known = Conversations()
    found: list[int] = []
    for letter in letters:
        spot = known.place_of(letter) or Spot(max(found, default=0) + 1)
        known.note(letter, spot)
        found.append(spot.thread)
    return found


def test_what_a_letter_names_decides() -> None:
    assert threads_of(links("a"), links("b"), links("c", "a"), links("d", "b", "x")) == [1, 2, 1, 2]


def test_the_letter_that_is_answered_comes_before_older_ones() -> None:
    # "c" was split off: it names both, and stands where the newer one stands.
    assert threads_of(links("a"), links("b"), links("c", "a", "b")) == [1, 2, 2]


def test_a_conversation_without_its_beginning_stays_together() -> None:
    assert threads_of(links("b", "gone"), links("c", "gone", "lost")) == [1, 1]


def test_a_beginning_that_comes_late_joins_its_answers() -> None:
    assert threads_of(links("b", "a"), links("a"), links("c", "a")) == [1, 1, 1]


def test_an_answer_that_names_nothing_goes_by_its_subject_for_two_months() -> None:
    assert threads_of(
        links("a"),
        links("b", days=1, answer=True),
        links("c", days=2),
        links("d", days=3, answer=True),
        links("e", days=100, answer=True),
    ) == [1, 1, 2, 2, 3]


def test_subjects_are_the_same_without_what_programs_and_lists_put_before_them() -> None:
    plain = subject_of("Sommerfest im Quartier")
    assert (plain.title, plain.is_answer) == ("Sommerfest im Quartier", False)
    for text in (
        "Re: Sommerfest im Quartier",
        "AW: [Quartier] Re: Sommerfest im  Quartier",
        "[quartier] Antwort: sommerfest im Quartier",
        "Re[2]: AW (3): SOMMERFEST IM QUARTIER",
    ):
        told = subject_of(text, tag="Quartier")
        assert told.is_answer, text
        assert told.key == plain.key, text
        assert not told.title.startswith(("[", "Re", "AW", "Antwort")), text
    passed_on = subject_of("WG: Sommerfest im Quartier")
    assert (passed_on.key, passed_on.is_answer) == (plain.key, False)
    assert subject_of("[Termin] Sitzung", tag="Quartier").title == "[Termin] Sitzung"
    assert subject_of("Re: ").key == subject_of("AW: [x]", tag="x").key == ""


def test_what_a_list_puts_before_its_subjects_is_found_out() -> None:
    assert likely_tag(["[Q] a", "Re: [Q] a", "[Termin] b"]) == "Q"
    assert likely_tag(["[Q] a", "b", "c"]) == ""
