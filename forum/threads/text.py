"""A text that is ready to be kept: cleaned and rendered before the transaction begins.

Rendering a long text takes most of a second, and SQLite lets one transaction write at a time: so
the edge composes first, and the actions take nothing but a composed text.
"""

from dataclasses import dataclass

from forum.kernel.errors import Invalid
from forum.kernel.markup import (
    NOTHING_KNOWN,
    POST_LIMIT,
    RENDERER_VERSION,
    Known,
    clean_source,
    render,
)

TITLE_LIMIT = 200
REASON_LIMIT = 1_000
MENTION_LIMIT = 10
"""People whom one post may mention: each of them is told."""


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned source with what was made of it; only `compose` makes one."""

    source: str
    html: str
    excerpt: str
    mentions: tuple[str, ...]
    renderer_version: int


def compose(source: str, known: Known = NOTHING_KNOWN) -> Text:
    """Clean and render what somebody wrote; only who is `known` is mentioned.

    Raises `Invalid` with ``empty``, ``too_long`` or ``too_many_mentions`` for the field ``body``.
    """
    cleaned = clean_source(source, limit=POST_LIMIT)
    rendered = render(cleaned, known)
    if len(rendered.mentions) > MENTION_LIMIT:
        raise Invalid("too_many_mentions", field="body", limit=MENTION_LIMIT)
    return Text(
        source=cleaned,
        html=rendered.html,
        excerpt=rendered.excerpt,
        mentions=rendered.mentions,
        renderer_version=RENDERER_VERSION,
    )


def clean_reason(reason: str) -> str:
    """Clean the reason of a removal; "" where none was given. Raises `Invalid` ``too_long``."""
    return clean_source(reason, limit=REASON_LIMIT, field="reason", may_be_empty=True)
