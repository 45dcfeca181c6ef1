"""Differences between texts: nothing is lost, and it is quick whatever the texts."""

import time

from hypothesis import given
from hypothesis import strategies as st

from forum.threads.difference import Stretch, difference

WORDS = st.lists(st.sampled_from(["Stadt", "Träger", " ", "\n", ".", "é", "😀"])).map("".join)


@given(old=WORDS, new=WORDS)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    stretches = difference(old, new)
    assert "".join(one.text for one in stretches if one.change != "added") == old
    assert "".join(one.text for one in stretches if one.change != "taken") == new


def test_changes_are_found_word_by_word() -> None:
    assert difference("Die Stadt zahlt 15 %.\n", "Die Stadt zahlt 20 %.\n") == [
        Stretch("same", "Die Stadt zahlt"),
        Stretch("taken", " 15"),
        Stretch("added", " 20"),
        Stretch("same", " %.\n"),
    ]


def test_the_longest_texts_are_compared_in_a_second() -> None:
    for old, new in (
        ("a " * 25_000, "b a " * 12_500),
        ("x\n" * 25_000, "y\nx\n" * 12_500),
        (" ".join(map(str, range(9_000))), " ".join(map(str, range(9_000, 0, -1)))),
    ):
        started = time.process_time()
        difference(old, new)
        assert time.process_time() - started < 1
