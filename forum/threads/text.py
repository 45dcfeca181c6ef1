"""A text that is ready to be kept: cleaned and rendered before the transaction begins.

Rendering a long text takes most of a second, and SQLite lets one transaction write at a time: so
the edge composes first, and the actions take nothing but a composed text.
"""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from forum.kernel.errors import Invalid
from forum.kernel.markup import (
    NOTHING_KNOWN,
    POST_LIMIT,
    RENDERER_VERSION,
    Known,
    clean_source,
    render,
)
from forum.kernel.personal_data import personal_data
from forum.kernel.words import folded_text

TITLE_LIMIT = 200
REASON_LIMIT = 1_000
MENTION_LIMIT = 10
"""People whom one post may mention: each of them is told."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How long a text may be, how many it may mention, and whether it is a short one."""

    characters: int
    mentions: int
    is_short: bool = False


POST = Measure(POST_LIMIT, MENTION_LIMIT)
_LINK = re.compile(r'<a [^>]*?href="((?:https?:)?//[^"]+)"')


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned source with what was made of it; only `compose` makes one."""

    source: str
    html: str
    excerpt: str
    mentions: tuple[str, ...]
    renderer_version: int
    folded: str
    """The words as watched words are looked for in them."""
    hosts: frozenset[str]
    """The hosts of other sites that it leads to."""
    personal: frozenset[str]
    """What looks like personal data."""


def compose(
    source: str,
    known: Known = NOTHING_KNOWN,
    *,
    own_host: str = "",
    measure: Measure = POST,
) -> Text:
    """Clean and render what somebody wrote; only who is `known` is mentioned.

    Links to `own_host` stay in the house; without it, every link with a host leads elsewhere.
    Raises `Invalid` with ``empty``, ``too_long`` or ``too_many_mentions`` for the field ``body``.
    """
    cleaned = clean_source(source, limit=measure.characters)
    rendered = render(cleaned, known, is_short=measure.is_short)
    if len(rendered.mentions) > measure.mentions:
        raise Invalid("too_many_mentions", field="body", limit=measure.mentions)
    return Text(
        source=cleaned,
        html=rendered.html,
        excerpt=rendered.excerpt,
        mentions=rendered.mentions,
        renderer_version=RENDERER_VERSION,
        folded=folded_text(cleaned),
        hosts=_hosts_in(rendered.html) - {own_host.lower()},
        personal=personal_findings(cleaned),
    )


def personal_findings(source: str) -> frozenset[str]:
    """Return what looks like personal data in a text."""
    return frozenset(found.text for found in personal_data(source))


def _hosts_in(rendered: str) -> frozenset[str]:
    links = (html.unescape(link) for link in _LINK.findall(rendered))
    return frozenset(urlsplit(link).netloc.lower() for link in links)


def clean_reason(reason: str) -> str:
    """Clean the reason of a removal; "" where none was given. Raises `Invalid` ``too_long``."""
    return clean_source(reason, limit=REASON_LIMIT, field="reason", may_be_empty=True)
