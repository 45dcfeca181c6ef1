"""An mbox file as a stream of letters: one at a time, however large the file is.

The format has no specification that its writers agree on (RFC 4155 says so). A letter begins with a
line ``From somebody Thu Jan  5 10:00:00 2012`` after an empty one. Lines of its text that look like
that were marked with ``>`` by careful writers (mboxrd, mboxo) and left alone by careless ones; so
a line parts two letters only where it bears a date and is followed by a header.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from forum.kernel.errors import Invalid

LETTER_LIMIT = 25 * 1024**2
"""Bytes that are kept of a letter; what is beyond is passed over."""
_LINE_LIMIT = 64 * 1024
_SEPARATOR_LIMIT = 400

_SEPARATOR = re.compile(
    rb"From .*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*\b\d{1,2}:\d\d(?::\d\d)?\b.*\b(?:19|20)\d\d\b"
)
_DATE = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*")
_HEADER = re.compile(rb"[!-9;-~]{1,200}[ \t]*:|>From ")
_ESCAPED = re.compile(rb">+From ")


@dataclass(frozen=True, slots=True)
class RawLetter:
    """A letter as it stands in the file, from byte `start` to the one before `end`."""

    start: int
    end: int
    content: bytes
    envelope_at: dt.datetime | None
    """When it reached the list, as the line before it says."""
    is_cut: bool = False


class _Draft:
    """A letter that is being read."""

    def __init__(self, start: int, separator: bytes) -> None:
        self.start = start
        self.separator = separator
        self.pieces: list[bytes] = []
        self.size = 0
        self.is_cut = False

    def add(self, piece: bytes) -> None:
        if self.size + len(piece) > LETTER_LIMIT:
            self.is_cut = True
            return
        self.pieces.append(piece)
        self.size += len(piece)

    def finished(self, end: int) -> RawLetter:
        return RawLetter(
            start=self.start,
            end=end,
            content=b"".join(self.pieces),
            envelope_at=_moment(self.separator),
            is_cut=self.is_cut,
        )


def letters_in(stream: BinaryIO, position: int = 0) -> Iterator[RawLetter]:
    """Yield the letters from this byte on, which is 0 or the `end` of a letter.

    Raises `Invalid` ``no_mbox`` where no letter begins there.
    """
    stream.seek(position)
    draft: _Draft | None = None
    for offset, piece, begins_letter in _pieces(stream, position):
        if begins_letter:
            if draft is not None:
                yield draft.finished(offset)
            draft = _Draft(offset, piece)
        elif draft is not None:
            draft.add(piece[1:] if _ESCAPED.match(piece) else piece)
        elif piece.strip():
            raise Invalid("no_mbox", field="file")
    if draft is not None:
        yield draft.finished(stream.tell())


def _pieces(stream: BinaryIO, position: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield lines, long ones in several pieces: where each stands, and whether a letter begins."""
    offset, is_after_empty, begins_line = position, True, True
    piece = stream.readline(_LINE_LIMIT)
    while piece:
        following = stream.readline(_LINE_LIMIT)
        is_separator = (
            begins_line
            and is_after_empty
            and piece.startswith(b"From ")
            and len(piece) < _SEPARATOR_LIMIT
            and _SEPARATOR.match(piece) is not None
            and _HEADER.match(following) is not None
        )
        yield offset, piece, is_separator
        offset += len(piece)
        is_after_empty = begins_line and not piece.strip(b"\r\n")
        begins_line = piece.endswith(b"\n")
        piece = following


def _moment(separator: bytes) -> dt.datetime | None:
    """Read the date of a separating line; it is in UTC, or near enough."""
    found = _DATE.search(separator.decode("ascii", "replace"))
    try:
        moment = None if found is None else parsedate_to_datetime(found[0].strip())
    except (ValueError, OverflowError):
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)
