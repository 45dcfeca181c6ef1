"""A text that is ready to be kept: cleaned and rendered before the transaction begins.

Rendering a long text takes most of a second, and SQLite lets one transaction write at a time: so
the edge composes first, and the actions take nothing but a composed text.
"""

from dataclasses import dataclass

from forum.kernel.errors import Invalid
from forum.kernel.markup import POST_LIMIT, RENDERER_VERSION, clean_source, render

TITLE_LIMIT = 200
REASON_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned source with what was made of it; only `compose` makes one."""

    source: str
    html: str
    excerpt: str
    mentions: tuple[str, ...]
    renderer_version: int


def compose(source: str) -> Text:
    """Clean and render what somebody wrote.

    Raises `Invalid` with ``empty`` or ``too_long`` for the field ``body``.
    """
    cleaned = clean_source(source, limit=POST_LIMIT)
    rendered = render(cleaned)
    return Text(
        source=cleaned,
        html=rendered.html,
        excerpt=rendered.excerpt,
        mentions=rendered.mentions,
        renderer_version=RENDERER_VERSION,
    )


def clean_reason(reason: str) -> str:
    """Clean the reason of a removal; "" where none was given. Raises `Invalid` ``too_long``."""
    try:
        return clean_source(reason, limit=REASON_LIMIT, field="reason")
    except Invalid as error:
        if error.reason == "empty":
            return ""
        raise
