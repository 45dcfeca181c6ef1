"""A suggested wording, taken apart into pieces that can be accepted one by one.

Lines are what is compared: a paragraph or an item of a list is one. Between two pieces there is at
least one line that both texts share, so no piece needs another one to be accepted first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparing is quadratic at worst; a text of more lines is taken over whole, or not at all.
MOST_LINES = 600
# They stand in a column of the suggestion, each by its place.
MOST_PIECES = 60

# Stand before the first and after the last line, so that these have neighbours, too.
_EDGE = "\0"


@dataclass(frozen=True, slots=True)
class Piece:
    """One change: these lines of the base become those of the suggestion."""

    place: int
    """Counted from 0; names the piece."""
    start: int
    """The number of its first line in the base, counted from 0; where lines are only added, of the
    line before which they go."""
    former: tuple[str, ...]
    proposed: tuple[str, ...]
    before: str
    after: str
    """The lines around it, which have to stand when it is accepted; "" at the edge of the text."""


def pieces_of(base: str, proposed: str) -> list[Piece]:
    """Return the changes between the two texts, in reading order; the same ones each time."""
    old, new = base.split("\n"), proposed.split("\n")
    changes = [
        (start, end, new_start, new_end)
        for kind, start, end, new_start, new_end in _opcodes(old, new)
        if kind != "equal"
    ]
    if len(changes) > MOST_PIECES:
        first, last = changes[0], changes[-1]
        changes = [(first[0], last[1], first[2], last[3])]
    return [
        Piece(
            place=place,
            start=start,
            former=tuple(old[start:end]),
            proposed=tuple(new[new_start:new_end]),
            before=old[start - 1] if start else "",
            after=old[end] if end < len(old) else "",
        )
        for place, (start, end, new_start, new_end) in enumerate(changes)
    ]


def put_in(piece: Piece, base: str, present: str) -> str | None:
    """Return the present text with this piece in it, or ``None`` where it fits nowhere.

    It fits where its own lines and the one before and after them stand as they did in the base. If
    that is so in several places, the one that has grown out of the piece's own is taken.
    """
    old, lines = _edged(base), _edged(present)
    start, length = piece.start, len(piece.former) + 2
    window = old[start : start + length]
    found = [
        index for index in range(len(lines) - length + 1) if lines[index : index + length] == window
    ]
    if len(found) > 1:
        found = [index for index in found if index == _moved_to(old, lines, start, length)]
    if not found:
        return None
    at = found[0]
    lines[at + 1 : at + length - 1] = piece.proposed
    return "\n".join(lines[1:-1])


def _edged(text: str) -> list[str]:
    return [_EDGE, *text.split("\n"), _EDGE]


def _moved_to(old: list[str], lines: list[str], start: int, length: int) -> int | None:
    """Return where the lines from `start` on have gone, if they have stayed together."""
    if max(len(old), len(lines)) > MOST_LINES:
        return None
    for block in SequenceMatcher(None, old, lines, autojunk=False).get_matching_blocks():
        if block.a <= start and start + length <= block.a + block.size:
            return block.b + start - block.a
    return None


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) > MOST_LINES:
        kind = "equal" if old == new else "replace"
        return [(kind, 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
