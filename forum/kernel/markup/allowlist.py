"""What the HTML of a post may contain, stated once and applied twice: by bleach, and by nh3 after
it.
"""

import functools
import html
import re
from collections.abc import MutableMapping
from typing import Any, TypeAlias

import bleach
import nh3
from bleach.linkifier import LinkifyFilter

from forum.kernel.markup.marks import CARRIED_CLASS

LINK_REL = "nofollow noopener ugc"
SCHEMES = frozenset({"http", "https", "mailto"})
TAGS = frozenset(
    {"a", "blockquote", "br", "code", "del", "details", "div", "em", "h3", "h4", "h5", "h6", "hr"}
    | {"img", "input", "label", "li", "ol", "p", "pre", "section", "span", "strong", "summary"}
    | {"sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
VALUES = {
    "a": {"class": {"mention", "channel-link"}, "role": {"doc-noteref", "doc-backlink"}},
    "div": {"class": {"table"}, "tabindex": {"0"}},
    "img": {"loading": {"lazy"}},
    "input": {"type": {"checkbox"}, "disabled": {""}, "checked": {""}},
    "li": {"class": {"task"}},
    "pre": {"tabindex": {"0"}},
    "section": {"class": {"footnotes"}},
    "span": {"class": {"titled-link", "titled-link__host"}},
    "td": {"class": {"is-center", "is-right"}},
    "th": {"class": {"is-center", "is-right"}, "scope": {"col"}},
}
"""Attributes that may only have one of these values: tag -> attribute -> values."""

OWN_PICTURE = re.compile(r"/attachments/[a-z0-9]{1,40}(?:/preview)?")
"""The only addresses a reader's browser loads something from: what was uploaded here."""
_FOOTNOTE = r"-[0-9a-f]{1,8}-[0-9]{1,3}"
_SHAPES = {
    "a": {"id": re.compile(rf"fnref{_FOOTNOTE}"), "title": re.compile(r".*", re.DOTALL)},
    "img": {"src": OWN_PICTURE, "alt": re.compile(r".*", re.DOTALL)},
    "li": {"id": re.compile(rf"fn{_FOOTNOTE}")},
    "ol": {"start": re.compile(r"[0-9]{1,9}")},
}
"""Attributes whose values have a form: tag -> attribute -> form."""
_TO_FOOTNOTE = re.compile(rf"#fn(?:ref)?{_FOOTNOTE}")

NEW_LINKS = 400
"""How many bare addresses become links in one post; more are a list of addresses, and cost a
parser token each.
"""

_ADDRESS = re.compile(
    r"(?:https?://[^/?#\s\\]|mailto:[^\s\\]|/(?![/\\]))[^\s\\\x00-\x1f\x7f]{0,2000}", re.IGNORECASE
)
_PROBE = nh3.Cleaner(tags={"a"}, attributes={"a": {"href"}}, url_schemes=SCHEMES)

# Bounded on purpose: bleach's own expressions take any word before any top-level domain
# ("gut.So" is a link to Somalia) and need quadratic time for a long word.
_URL = re.compile(
    rf"\b(?:https?://|www\.(?=\w))[^\s<>\"{CARRIED_CLASS}\\]{{1,2000}}", re.IGNORECASE
)
_MAIL = re.compile(
    r"(?<![\w.+/@-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}\b",
    re.ASCII,
)

_Attributes: TypeAlias = MutableMapping[Any, str]
"""bleach's: (namespace, name) -> value, and the text of the link under ``_text``."""


def is_address(value: str) -> bool:
    """Tell whether a link may lead there: http, https, mailto, or a path on this site.

    ``//host`` is no path. nh3 is asked, too, because it drops addresses that no browser can read
    (``https://[``, port 99999), and a link without an address helps nobody.
    """
    if not _ADDRESS.fullmatch(value):
        return False
    return "href" in _PROBE.clean(f'<a href="{html.escape(value)}">')


def is_allowed(tag: str, attribute: str, value: str) -> bool:
    """Tell whether the attribute may stand on the tag with this value (``rel`` is set by nh3,
    never taken over).
    """
    if (tag, attribute) == ("a", "href"):
        return bool(_ADDRESS.fullmatch(value) or _TO_FOOTNOTE.fullmatch(value))
    if form := _SHAPES.get(tag, {}).get(attribute):
        return form.fullmatch(value) is not None
    return value in VALUES.get(tag, {}).get(attribute, ())


def bleached(dirty: str) -> str:
    """Apply the allow-list and turn bare addresses into links (bleach)."""
    left = NEW_LINKS

    def few(attributes: _Attributes, is_new: bool = False) -> _Attributes | None:  # noqa: FBT001, FBT002 - bleach's signature
        nonlocal left
        left -= is_new
        if attributes["_text"].startswith("www."):
            attributes[None, "href"] = attributes[None, "href"].replace("http:", "https:", 1)
        if not is_new:
            return attributes
        return attributes if left >= 0 and is_address(attributes[None, "href"]) else None

    linkify = functools.partial(
        LinkifyFilter,
        callbacks=[few],  # type: ignore[list-item]  # the stubs forget that None drops the link
        skip_tags={"code", "pre", "summary"},
        parse_email=True,
        url_re=_URL,
        email_re=_MAIL,
    )
    cleaner = bleach.Cleaner(
        tags=TAGS, attributes=is_allowed, protocols=SCHEMES, strip=False, filters=[linkify]
    )
    return cleaner.clean(dirty)


def _kept(tag: str, attribute: str, value: str) -> str | None:
    return value if attribute == "rel" or is_allowed(tag, attribute, value) else None


_NH3 = nh3.Cleaner(
    tags=TAGS,
    attributes={
        tag: {*VALUES.get(tag, ()), *_SHAPES.get(tag, ()), *({"href"} if tag == "a" else ())}
        for tag in VALUES.keys() | _SHAPES.keys()
    },
    attribute_filter=_kept,
    url_schemes=SCHEMES,
    link_rel=LINK_REL,
    strip_comments=True,
)


def last_word(dirty: str) -> str:
    """Apply the allow-list once more (nh3) and set ``rel`` on every link: what comes out is what
    is stored and shown.
    """
    return _NH3.clean(dirty)
