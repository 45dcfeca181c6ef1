"""Atom documents (RFC 4287), built as a tree: nothing in them is put together as text."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# What no XML document can hold, not even escaped (XML 1.0, section 2.2).
_NEVER = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `html` is cleaned, its addresses may be relative to the feed's `base`."""

    id: str
    title: str
    url: str
    author: str
    published: dt.datetime
    updated: dt.datetime
    html: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; `updated` is a moment of its content, so that the same content is the same bytes."""

    id: str
    title: str
    url: str
    """The page that shows the same."""
    own_url: str
    """Where the feed is found; without a key, as readers may show it."""
    base: str
    author: str
    updated: dt.datetime
    entries: Sequence[Entry]


def document(feed: Feed) -> bytes:
    """Return the feed as a UTF-8 document."""
    root = ET.Element(f"{{{ATOM}}}feed", {_BASE: feed.base})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.own_url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.url)
    _add(_add(root, "author"), "name", feed.author)
    for entry in feed.entries:
        _add_entry(root, entry)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", _moment(entry.published))
    _add(element, "updated", _moment(entry.updated))
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    _add(_add(element, "author"), "name", entry.author)
    _add(element, "content", entry.html, type="html")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    clean = {key: _NEVER.sub("", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", clean)
    element.text = None if text is None else _NEVER.sub("", text)
    return element


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
