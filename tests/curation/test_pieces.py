"""A suggestion taken apart, and its pieces put into a text that has gone on meanwhile."""

from itertools import permutations

import pytest

from forum.curation.pieces import MOST_LINES, MOST_PIECES, pieces_of, put_in

BASE = "Kopf\n\nEins\n\nZwei\n\nDrei\n\nFuß"


@pytest.mark.parametrize(
    "proposed",
    [
        BASE.replace("Eins", "1").replace("Drei", "3"),
        "Neu\n\n" + BASE.replace("Zwei\n\n", "") + "\n\nNachtrag",
        BASE.replace("Eins", "Eins\n\nAnderthalb").replace("Fuß", ""),
        "Etwas ganz anderes",
    ],
)
def test_all_pieces_in_whatever_order_make_the_suggested_text(proposed: str) -> None:
    pieces = pieces_of(BASE, proposed)
    for order in permutations(pieces):
        text: str | None = BASE
        for piece in order:
            assert text is not None
            text = put_in(piece, BASE, text)
        assert text == proposed


def test_a_piece_is_put_in_where_its_surroundings_have_gone_and_nowhere_else() -> None:
    (piece,) = pieces_of(BASE, BASE.replace("Zwei", "2"))
    moved = "Vorweg\n\n" + BASE.replace("Eins", "Elf")
    assert put_in(piece, BASE, moved) == moved.replace("Zwei", "2")
    for gone in (BASE.replace("Zwei", "Zwo"), BASE.replace("\n\nZwei", "\nZwei"), "", "Zwei"):
        assert put_in(piece, BASE, gone) is None, gone


def test_of_several_places_that_look_alike_it_is_the_one_that_was_meant() -> None:
    base = "A\nx\nB\nA\nx\nB"
    second = pieces_of(base, "A\nx\nB\nA\ny\nB")[0]
    assert put_in(second, base, base) == "A\nx\nB\nA\ny\nB"
    assert put_in(second, base, f"Neu\n{base}") == "Neu\nA\nx\nB\nA\ny\nB"


def test_what_is_too_much_to_compare_is_one_piece() -> None:
    many = "\n".join(str(number) for number in range(MOST_LINES + 10))
    assert len(pieces_of(many, many.replace("7", "sieben"))) == 1
    short = "\n".join(str(number) for number in range(4 * MOST_PIECES))
    changed = "\n".join(f"{n}!" if n % 2 else str(n) for n in range(4 * MOST_PIECES))
    (whole,) = pieces_of(short, changed)
    assert put_in(whole, short, short) == changed
    assert pieces_of(many, many) == []
