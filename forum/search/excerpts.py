"""The sentence that matched, with what matched in it; plain text, for the page to escape."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from forum.kernel.markup.excerpt import excerpt
from forum.search.engines.interface import Alternatives
from forum.search.text import Token, normal, tokens

LONGEST = 260
_ALL = 1_000_000
_END = re.compile(r"(?<=[.!?…])[\"“”»)]?\s+(?=[\"„«(]?[^\W_a-zäöüß])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_hit: bool = False


def plain_text(html: str) -> str:
    """Return the text of cleaned HTML, without what is quoted from others."""
    return excerpt(html, length=_ALL)


def marked(text: str, wanted: Sequence[Alternatives]) -> tuple[Piece, ...]:
    """Return the whole text with its hits."""
    text = normal(text)
    return _pieces(text, _hits(list(tokens(text)), wanted))


def sentence(text: str, wanted: Sequence[Alternatives]) -> tuple[Piece, ...]:
    """Return the sentence that holds most of what was looked for; the first one if none does."""
    text = normal(text)
    bounds = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    sentences = [text[start:end] for start, end in pairwise(bounds) if end > start]
    best, best_hits, most = text[:0], [], -1
    for one in sentences:
        found = list(tokens(one))
        hits = _hits(found, wanted)
        kinds = len({which for _start, _end, which in hits})
        if kinds > most:
            best, best_hits, most = one, hits, kinds
    return _shortened(best, best_hits)


def _shortened(text: str, hits: list[tuple[int, int, int]]) -> tuple[Piece, ...]:
    """Cut a long sentence to a stretch around its first hit."""
    stripped = text.rstrip()
    if len(stripped) <= LONGEST:
        return _pieces(stripped, hits)
    first = hits[0][0] if hits else 0
    start = _blank_before(text, first - LONGEST // 3) if first > LONGEST // 2 else 0
    end = _blank_before(text, start + LONGEST) if start + LONGEST < len(text) else len(text)
    if end <= first:
        end = min(start + LONGEST, len(text))
    inside = [
        (begin - start, stop - start, which)
        for begin, stop, which in hits
        if begin >= start and stop <= end
    ]
    pieces = _pieces(text[start:end].rstrip(), inside)
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(stripped) else ()
    return (*before, *pieces, *after)


def _blank_before(text: str, place: int) -> int:
    return text.rfind(" ", 0, max(place, 0)) + 1


def _pieces(text: str, hits: list[tuple[int, int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    done = 0
    for start, end, _which in sorted(hits):
        if start < done:
            continue
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:end], is_hit=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def _hits(found: list[Token], wanted: Sequence[Alternatives]) -> list[tuple[int, int, int]]:
    """Return where something wanted stands: start, end, and which of the wanted it is."""
    hits = []
    for at, token in enumerate(found):
        for which, one in enumerate(wanted):
            count = _matches(found, at, one)
            if count:
                hits.append((token.start, found[at + count - 1].end, which))
                break
    return hits


def _matches(found: list[Token], at: int, one: Alternatives) -> int:
    """Return how many words from here on are what was wanted; 0: they are not."""
    if one.phrase:
        count = len(one.phrase)
        here = tuple(token.word for token in found[at : at + count])
        return count if here == one.phrase else 0
    token = found[at]
    if token.stem == one.stem or (one.beginning and token.word.startswith(one.beginning)):
        return 1
    return int(token.word in one.compounds)
