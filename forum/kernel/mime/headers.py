"""The headers of a letter or of one of its parts, within bounds, whatever is in them.

Python's own reader gives an error or takes quadratic time for some of what arrives; here each value
is cut first. What cannot be decoded is kept as it stands: a broken name is better than none.
"""

import binascii
import codecs
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

HEADER_LIMIT = 64 * 1024
"""Bytes of one block of headers that are looked at."""
VALUE_LIMIT = 8_000
_MOST_HEADERS = 400
_MOST_BRACKETS = 40

_NAME = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]*)\?=", re.ASCII)
_BETWEEN_WORDS = re.compile(r"(?<=\?=)[ \t]+(?==\?)")
_ID = re.compile(r"<[^<>\s]{1,900}>")
# Only these decode text in linear time; "punycode" or "unicode_escape" do other things.
_CHARSETS = re.compile(
    r"utf-(?:7|8|8-sig|16|16-[bl]e|32|32-[bl]e)|ascii|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|gb\w+|"
    r"big5\w*|shift_ji\w+|euc_\w+|iso2022_\w+|hz|johab|tis-620|ptcp154"
)


class Headers:
    """Names in lower case, each with its values in order; folded lines are joined."""

    def __init__(self, block: bytes) -> None:
        """Read the block of headers, without the empty line after it."""
        self._values: Mapping[str, list[bytes]] = _read(block[:HEADER_LIMIT])

    def all(self, name: str) -> list[str]:
        """Return the values as they stand there, each cut to `VALUE_LIMIT`."""
        return [_raw(value) for value in self._values.get(name.lower(), ())]

    def first(self, name: str) -> str:
        """Return the first value as it stands there, or ""."""
        return next(iter(self.all(name)), "")

    def count(self, name: str) -> int:
        """Return how often the header is given."""
        return len(self._values.get(name.lower(), ()))

    def words(self, name: str) -> str:
        """Return the first value decoded (RFC 2047), on one line."""
        return decoded(self.first(name))

    def addresses(self, *names: str) -> list[tuple[str, str]]:
        """Return (name, address) of all in these headers; the address in lower case."""
        values = [value for name in names for value in self.all(name)]
        # The library calls itself for each bracket.
        flat = [one if one.count("(") < _MOST_BRACKETS else one.replace("(", " ") for one in values]
        found = getaddresses(flat)
        return [(decoded(name), one_line(address).lower()) for name, address in found if address]

    def ids(self, *names: str) -> list[str]:
        """Return the Message-IDs in these headers, with their angle brackets."""
        return [one for name in names for value in self.all(name) for one in _ID.findall(value)]

    def moment(self, name: str = "date") -> dt.datetime | None:
        """Return the date in UTC, or `None` if it is none; without a zone it is taken as UTC."""
        try:
            found = parsedate_to_datetime(self.first(name)[:100])
            aware = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
            return aware.astimezone(dt.UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            return None

    def message(self) -> "Message[str, str]":
        """Return what tells the kind of a part, for the standard library to take apart."""
        part: Message[str, str] = Message()
        for name in ("content-type", "content-disposition"):
            if value := self.first(name)[:2_000]:
                part[name] = value
        return part


def decoded(value: str) -> str:
    """Return a header value with its encoded words (RFC 2047) read, on one line."""
    joined = _BETWEEN_WORDS.sub("", value)
    pieces: list[str] = []
    pending, pending_charset, at = b"", "", 0
    for word in _WORD.finditer(joined):
        charset, before = word[1].lower(), joined[at : word.start()]
        # A sign may be cut in two by neighbouring words: their bytes are read together.
        if before or charset != pending_charset:
            pieces += [as_text(pending, pending_charset), before]
            pending = b""
        pending, pending_charset, at = pending + _bytes_of(word), charset, word.end()
    pieces += [as_text(pending, pending_charset), joined[at:]]
    return one_line("".join(pieces))


def one_line(text: str) -> str:
    """Return the text on one line, without control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def as_text(content: bytes, charset: str) -> str:
    """Return the text; whatever it says of itself, UTF-8 is tried before giving signs up."""
    name = _codec(charset)
    for attempt in dict.fromkeys((name, "utf-8")):
        if attempt:
            try:
                return content.decode(attempt)
            except UnicodeError:
                continue
    return content.decode(name if name not in {"", "utf-8", "ascii"} else "cp1252", "replace")


def _codec(charset: str) -> str:
    """Return the codec that is meant, or "" for none that we know."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name if charset else ""
    except (LookupError, ValueError):
        return ""
    if not _CHARSETS.fullmatch(name):
        return ""
    # Programs that say Latin-1 write Windows' signs all the same.
    return "cp1252" if name == "iso8859-1" else name


def _bytes_of(word: re.Match[str]) -> bytes:
    text = word[3].encode("utf-8", "replace")
    if word[2] in "bB":
        return from_base64(text)
    return binascii.a2b_qp(text, header=True)


def from_base64(content: bytes) -> bytes:
    """Return what can be decoded; a piece that is missing at the end is left out."""
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        signs = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
        try:
            return binascii.a2b_base64(signs[: len(signs) // 4 * 4])
        except binascii.Error:
            return b""


def _read(block: bytes) -> Mapping[str, list[bytes]]:
    found: dict[str, list[bytes]] = defaultdict(list)
    lines: list[bytes] = []
    name, count = "", 0
    for line in [*block.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), b":"]:
        if line[:1] in {b" ", b"\t"}:
            lines.append(line)
            continue
        if name:
            found[name].append(b"".join(lines)[:VALUE_LIMIT])
        start = _NAME.match(line)
        name = start[1].decode("ascii").lower() if start and count < _MOST_HEADERS else ""
        lines, count = [line[start.end() :] if start else b""], count + 1
    return found


def _raw(value: bytes) -> str:
    text = as_text(value, "utf-8")
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
