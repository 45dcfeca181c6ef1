"""The parts of a letter (RFC 2046), within bounds: depth, number, and length of headers.

The standard library reads parts within parts by calling itself and asks each level about each
line. Here each level looks for its own boundary only, and there are few levels.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from forum.kernel.mime.headers import HEADER_LIMIT, Headers, as_text, decoded, from_base64

DEEPEST = 12
MOST_PARTS = 150
_MOST_EDGES = 20_000
"""Lines that look like a boundary at first, in one part."""
_LONGEST_NAME = 120

_END_OF_HEADERS = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")
_NO_HEADERS = re.compile(rb"\r\n|\n|\r")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,100}")
_EDGE = re.compile(rb"[ \t]*(?:\r\n|\n|\r|\Z)")


@dataclass(slots=True)
class Bounds:
    """What is left of what may be looked at, for one letter."""

    parts: int = MOST_PARTS
    is_exceeded: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A letter or a part of one; `children` are empty for all that is not multipart."""

    headers: Headers
    whole: bytes = field(repr=False)
    """The letter that it belongs to; its own body is from `start` to `end`."""
    start: int
    end: int
    media_type: str
    about: "Message[str, str]"
    children: "tuple[Part, ...]" = ()

    def content(self) -> bytes:
        """Return the body decoded from its transfer encoding."""
        body = self.whole[self.start : self.end]
        encoding = self.headers.first("content-transfer-encoding").lower()
        if encoding == "base64":
            return from_base64(body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(body)
        return body

    def text(self, limit: int) -> str:
        """Return the content as text with plain line ends; `limit` in bytes."""
        charset = str(self.about.get_param("charset", "") or "")
        text = as_text(self.content()[:limit], charset)
        plain = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
        return "".join(sign for sign in plain if sign in "\n\t" or sign >= " ")

    @property
    def disposition(self) -> str:
        """Return "attachment", "inline" or ""."""
        return self.about.get_content_disposition() or ""

    @property
    def file_name(self) -> str:
        """Return the name it gives itself, without any path; "" for none."""
        try:
            given = self.about.get_filename("")
        except (LookupError, ValueError, TypeError):
            given = ""
        name = decoded(given).replace("\\", "/").rpartition("/")[2].strip(". ")
        if len(name) <= _LONGEST_NAME:
            return name
        stem, dot, ending = name.rpartition(".")
        if not dot or len(ending) > 10:
            return name[:_LONGEST_NAME]
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"

    def walk(self) -> "Iterator[Part]":
        """Yield it and all below, in the order in which they stand there."""
        yield self
        for child in self.children:
            yield from child.walk()


def parts_of(content: bytes, bounds: Bounds) -> Part:
    """Take a letter apart.

    What lies deeper than `DEEPEST`, or comes after `MOST_PARTS`, is left out; `bounds` tells so.
    """
    return _part(content, 0, len(content), bounds, 0)


def _part(content: bytes, start: int, end: int, bounds: Bounds, depth: int) -> Part:
    """Take the part between these bytes apart. Nothing is copied: a letter may be large."""
    bounds.parts -= 1
    limit = min(start + HEADER_LIMIT, end)
    empty = _NO_HEADERS.match(content, start, limit)
    found = empty or _END_OF_HEADERS.search(content, start, limit)
    bounds.is_exceeded |= found is None and end - start > HEADER_LIMIT
    headers = Headers(content[start : found.start() if found else limit])
    begin = found.end() if found else limit
    about = headers.message()
    media_type = _media_type(headers)
    if media_type.startswith("multipart/"):
        if depth >= DEEPEST:
            bounds.is_exceeded = True
            return Part(headers, content, end, end, media_type, about)
        boundary = str(about.get_param("boundary", "") or "").strip().encode("utf-8", "replace")
        pieces = _pieces(content, begin, end, boundary, bounds) if boundary else iter(())
        if children := tuple(_part(content, *piece, bounds, depth + 1) for piece in pieces):
            return Part(headers, content, end, end, media_type, about, children)
        media_type = "text/plain"  # it says that it has parts, and has none
    return Part(headers, content, begin, end, media_type, about)


def _pieces(
    content: bytes, start: int, end: int, boundary: bytes, bounds: Bounds
) -> Iterator[tuple[int, int]]:
    """Yield where the parts between the boundaries stand; the last may lack its end."""
    mark = b"\n--" + boundary
    begun: int | None = None
    at = start - 1 if content.startswith(mark[1:], start, end) else content.find(mark, start, end)
    for _ in range(_MOST_EDGES):
        if at < 0 or at >= end:
            break
        after = at + len(mark)
        is_last = content.startswith(b"--", after, end)
        edge = _EDGE.match(content, after + 2 * is_last, end)
        if edge is not None:
            if begun is not None:
                yield begun, max(begun, at - content.endswith(b"\r", begun, max(begun, at)))
            if is_last:
                return
            if bounds.parts <= 0:
                bounds.is_exceeded = True
                return
            begun = edge.end()
            # The line end of this boundary may be the one before the next.
            after = edge.end() - 1
        at = content.find(mark, after, end)
    else:
        bounds.is_exceeded = True
    if begun is not None:
        yield begun, end


def _media_type(headers: Headers) -> str:
    given = headers.first("content-type").partition(";")[0].strip().lower()
    if not given or given == "text":
        return "text/plain"
    return given if _TYPE.fullmatch(given) else "application/octet-stream"
