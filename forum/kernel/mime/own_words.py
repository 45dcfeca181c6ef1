"""What of an answer by mail is new: without what it repeats, and without what is below each letter.

Written for the programs that people in town halls and associations use: Outlook in German and in
English, Thunderbird, Apple Mail, Gmail, telephones, GroupWise, the mail pages of GMX and web.de.
Answers above what they answer, below it, and in between are understood. The work grows with the
length of the text and with nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from forum.kernel.mime.quotes import is_quoted, next_past
from forum.kernel.mime.signatures import without_banner, without_signature

LONGEST, MOST_LINES = 200_000, 5_000
"""How much of a letter is looked at, in signs and lines; what a post can hold is less."""
SHORT_QUOTE = 8
"""Lines of a quote that stay whole where the answer goes into it bit by bit."""
_KEPT_OF_LONG = 4
_BROKEN_FROM = 60
_BROKEN_WORDS = 3
_ANNOUNCED_WITHIN = 12

_INVISIBLE = str.maketrans(
    dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None) | {0xA0: " "}
)
_PICTURE = re.compile(r"!?\[[^\]\n]{0,200}\]\(cid:[^)\s]{1,300}\)|\[cid:[^\]\s]{1,300}\]")
# Outlook writes an address twice: once as it is shown, once as it leads somewhere.
_TWICE = re.compile(r"(?<![^\s(])(?P<shown>[^\s<>]{4,400})[ ]?<(?:mailto:|https?://)?(?P=shown)/?>")
_MARK = re.compile(r"[ \t]{0,3}>[ ]?")
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """An answer, taken apart."""

    text: str
    """What is new, as its author typed it; "" where nothing is."""
    quoted: str
    """What it repeats of older letters, without the marks before each line."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines that belong together."""

    lines: tuple[str, ...]
    is_own: bool
    is_announced: bool = False
    """A line above it says whose it was."""


def own_words(text: str, *, author: str = "") -> OwnWords:
    """Take an answer apart. `author`: the name its sender is known by, for the signature."""
    lines = without_banner(_lines_of(text))
    own, past = _up_to_past(lines)
    pieces = list(_pieces(own))
    quoted = list(past)
    while pieces and not pieces[-1].is_own:
        quoted = [*_unmarked(pieces.pop().lines), *quoted]
    pieces = [
        _Piece(tuple(without_signature(list(one.lines), author)), one.is_own) if one.is_own else one
        for one in pieces
    ]
    pieces = [one for one in pieces if any(line.strip() for line in one.lines)]
    while pieces and not pieces[-1].is_own:
        quoted = [*_unmarked(pieces.pop().lines), *quoted]
    kept, left = _with_quotes_that_help(pieces)
    return OwnWords(_joined(kept), _joined([*left, *quoted]))


def _lines_of(text: str) -> list[str]:
    clean = text[:LONGEST].translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    clean = _PICTURE.sub("", clean)
    clean = _TWICE.sub(lambda found: found["shown"], clean)
    return clean.split("\n", MOST_LINES)[:MOST_LINES]


def _up_to_past(lines: list[str]) -> tuple[list[tuple[str, bool]], list[str]]:
    """Return the lines before an older letter that is repeated as it is, and those of it.

    Lines that only announce marked quotes are emptied; what follows such a line is `True`.
    """
    own: list[tuple[str, bool]] = []
    at, is_announced = 0, False
    while past := next_past(lines, at):
        own += [(line, is_announced) for line in lines[at : past.start]]
        if not past.is_marked:
            return own, lines[past.end :]
        own.append(("", True))
        at, is_announced = past.end, True
    own += [(line, is_announced) for line in lines[at:]]
    return own, []


def _pieces(lines: list[tuple[str, bool]]) -> Iterator[_Piece]:
    texts = [line for line, _ in lines]
    marked = [is_quoted(line) or _is_broken_off(texts, at) for at, line in enumerate(texts)]
    start = 0
    for mark, group in groupby(marked):
        end = start + sum(1 for _ in group)
        if mark:
            told = lines[start][1] and not any(marked[:start])
            yield _quote(texts[start:end], is_announced=told)
        else:
            yield _Piece(tuple(texts[start:end]), is_own=True)
        start = end


def _quote(lines: list[str], *, is_announced: bool) -> _Piece:
    """Return the quote without the line that says whose it was, if that is marked like it."""
    past = next_past(_unmarked(lines[:_ANNOUNCED_WITHIN]), 0)
    if past is not None and not any(line.strip() for line in _unmarked(lines[: past.start])):
        return _Piece(tuple(lines[past.end :]), is_own=False, is_announced=True)
    return _Piece(tuple(lines), is_own=False, is_announced=is_announced)


def _is_broken_off(lines: list[str], at: int) -> bool:
    """Tell whether a line is the end of a quoted one that a program has broken once more."""
    if not 0 < at < len(lines) - 1 or not lines[at].strip():
        return False
    above, here = lines[at - 1].rstrip(), lines[at].rstrip()
    is_between = is_quoted(above) and is_quoted(lines[at + 1])
    goes_on = len(above) > _BROKEN_FROM and not above.endswith((".", "?", "!", ":"))
    return is_between and goes_on and len(here.split()) <= _BROKEN_WORDS


def _with_quotes_that_help(pieces: list[_Piece]) -> tuple[list[str], list[str]]:
    """Return the lines that stay, and those left out.

    Who goes into a text bit by bit keeps what each bit answers. A letter that is repeated whole
    above the answer says nothing new.
    """
    quotes = [one for one in pieces if not one.is_own]
    whole = len(quotes) == 1 and (quotes[0].is_announced or len(quotes[0].lines) > SHORT_QUOTE)
    kept: list[str] = []
    left: list[str] = []
    for one in pieces:
        if one.is_own:
            kept += one.lines
        elif whole:
            left += _unmarked(one.lines)
            kept.append("")
        else:
            kept += ["", *_shortened(one.lines), ""]
    return kept, left


def _shortened(lines: tuple[str, ...]) -> list[str]:
    """Return the quote without what is older still; the end of a long one."""
    newest = [text for text in _unmarked(lines) if not is_quoted(text)]
    if len(newest) > SHORT_QUOTE:
        newest = ["[…]", *newest[-_KEPT_OF_LONG:]]
    return [f"> {line}".rstrip() for line in newest]


def _unmarked(lines: Iterable[str]) -> list[str]:
    return [_MARK.sub("", line, count=1) for line in lines]


def _joined(lines: list[str]) -> str:
    """Return the lines as one text, with one empty line at most between two that are not."""
    text = "\n".join(line.rstrip() for line in lines)
    return _BLANKS.sub("\n\n", text).strip("\n")
