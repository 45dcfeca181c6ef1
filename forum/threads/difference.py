"""What has changed between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Change = Literal["same", "added", "taken"]

# A word comes with the blank before it: blanks on their own are found everywhere and tear
# changes to pieces.
_TOKENS = re.compile(r"\n|[^\S\n]*\w+|[^\S\n]*[^\w\s]|[^\S\n]+")
# Matching is quadratic at worst; beyond this many pieces a stretch is shown as replaced whole.
_MOST_PIECES = 2_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text that both versions have, or only the new one, or only the old one."""

    change: Change
    text: str


def difference(old: str, new: str) -> list[Stretch]:
    """Return the stretches in reading order.

    Joined without the added ones they give `old`, joined without the taken ones `new`.
    """
    lines = _compared(old.splitlines(keepends=True), new.splitlines(keepends=True))
    stretches = [
        stretch
        for change, before, after in lines
        for stretch in (
            [Stretch("same", before)] if change == "same" else _within_lines(before, after)
        )
    ]
    return [
        Stretch(change, "".join(one.text for one in run))
        for change, run in groupby(stretches, key=lambda stretch: stretch.change)
    ]


def _within_lines(before: str, after: str) -> Iterator[Stretch]:
    for change, old, new in _compared(_TOKENS.findall(before), _TOKENS.findall(after)):
        if change == "same":
            yield Stretch("same", old)
            continue
        if old:
            yield Stretch("taken", old)
        if new:
            yield Stretch("added", new)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield ("same" | "changed", old text, new text) for each stretch."""
    if max(len(old), len(new)) > _MOST_PIECES:
        yield ("same" if old == new else "changed"), "".join(old), "".join(new)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > _MOST_PIECES // 4)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        change = "same" if kind == "equal" else "changed"
        yield change, "".join(old[start:end]), "".join(new[new_start:new_end])
