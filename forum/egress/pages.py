"""The title of a page, taken out of whatever somebody's server sent as HTML."""

import html
import re

from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line
from forum.links.models import TITLE_LIMIT

HTML = frozenset({"text/html", "application/xhtml+xml"})

_CHARSET = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
# What browsers know; Python knows more, and some of that is no charset at all.
_KNOWN = re.compile(r"utf-8|utf8|us-ascii|ascii|iso-8859-\d{1,2}|latin-?1|windows-125\d|cp125\d")
_HEAD = 4_096
_LONGEST_TAG, _LONGEST_TITLE = 500, 4_000


def title_of(body: bytes, content_type: str) -> str:
    """Return the title in one line of plain text; "" where there is none."""
    text = _decoded(body, content_type)
    lower = text.lower()
    if len(lower) != len(text):  # some capitals are longer in lower case
        lower = text
    start = lower.find("<title")
    opened = lower.find(">", start, start + _LONGEST_TAG)
    if start < 0 or opened < 0:
        return ""
    end = lower.find("</title", opened, opened + _LONGEST_TITLE)
    raw = text[opened + 1 : end] if end > 0 else ""
    try:
        title = clean_line(html.unescape(raw), limit=_LONGEST_TITLE, field="title")
    except Invalid:
        return ""
    return title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1].rstrip() + "…"


def _decoded(body: bytes, content_type: str) -> str:
    """Decode as browsers do: what is declared, else UTF-8, else what is left of Windows."""
    declared = _CHARSET.search(content_type.encode("ascii", "replace")) or _CHARSET.search(
        body[:_HEAD]
    )
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not _KNOWN.fullmatch(name):
        name = "utf-8"
    for charset in (name, "utf-8"):
        try:
            return _whole(body, charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("cp1252", "replace")


def _whole(body: bytes, charset: str) -> str:
    """Decode all of it but the letter in which it may have been cut off."""
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        if error.start < len(body) - 4:
            raise
        return body[: error.start].decode(charset)
