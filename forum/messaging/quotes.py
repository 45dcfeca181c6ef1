"""What a kept conversation looks like as the text of a post: summary, quotes, where they come from.

The lines of each quote are remembered with its part, so that they are found again in the post when
somebody takes back what they said.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from forum.messaging.models import KeptPart, Treatment

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@:])")
# Files are read by whoever reads the room; the readers of the thread may be others.
_FILE = re.compile(r"!?\[([^\]]*)\]\((?:https?://[^/)\s]+)?/attachments/[^)]*\)")
# Who was mentioned in passing has been told once.
_MENTION = re.compile(r"(?<![\w\\`@])@(?=\w)")
# A line shorter than this may stand in a post for other reasons.
_TELLING = 12


@dataclass(frozen=True, slots=True)
class Words:
    """What is said around the quotes, in the language of the hub."""

    somebody: str
    taken_back: str
    moment: Callable[[dt.datetime], str]
    origin: str
    """Where it comes from, as Markdown; it leads to the page on which people take words back."""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a post, and for each part (by id) the lines that stand for it."""

    source: str
    blocks: Mapping[int, str]


def frozen(source: str) -> str:
    """Return the words of a message as a quote keeps them: files only by name, nobody mentioned."""
    return _MENTION.sub(r"\\@", _FILE.sub(r"\1", source)).strip("\n")


def body_of(summary: str, parts: Sequence[KeptPart], words: Words) -> Body:
    """Return the text of the thread (authors loaded)."""
    blocks = {part.id: block_of(part, words) for part in parts if part.is_quoted}
    pieces = [summary.strip(), words.origin, *blocks.values()]
    return Body("\n\n".join(piece for piece in pieces if piece), blocks)


def block_of(part: KeptPart, words: Words) -> str:
    """Return the lines that stand for a part, as it is treated (author loaded)."""
    if not part.is_quoted:
        return f"> *{words.taken_back}*"
    head = f"**{words.somebody}**:"
    if part.treatment is Treatment.NAMED:
        name = _SPECIAL.sub(r"\\\1", " ".join(part.author.name.split()))
        head = f"**{name}**, {words.moment(part.said_at)}:"
    lines = part.source.split("\n")
    return "\n".join([f"> {head}", ">", *(f"> {line}".rstrip() for line in lines)])


def replaced(source: str, block: str, other: str) -> str:
    """Return the text with `other` in the place of a quote.

    Where somebody has rearranged the quote, its lines go out one by one. The text is the same where
    nothing of the quote was found.
    """
    if block in source:
        return source.replace(block, other, 1)
    gone = {line for line in map(_bare, block.split("\n")) if len(line) >= _TELLING}
    lines = source.split("\n")
    left = [line for line in lines if _bare(line) not in gone]
    return source if len(left) == len(lines) else "\n".join(left)


def _bare(line: str) -> str:
    return line.lstrip("> \t").strip()
