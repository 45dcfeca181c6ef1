"""`render`: Markdown in, safe HTML with its excerpt and mentions out."""

import hashlib
import html as stdlib_html
from dataclasses import dataclass

import structlog

from forum.kernel.markup.allowlist import bleached, last_word
from forum.kernel.markup.dialect import to_html
from forum.kernel.markup.excerpt import excerpt
from forum.kernel.markup.marks import carry_entities, deliver, without_marks
from forum.kernel.markup.names import NOTHING_KNOWN, Known
from forum.kernel.markup.shape import arrange, is_too_much
from forum.kernel.markup.text import POST_LIMIT

RENDERER_VERSION = 4

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Rendered:
    """A rendered text. ``mentions`` are the known handles in order of appearance, lower case,
    without ``@``, each once.
    """

    html: str
    excerpt: str
    mentions: tuple[str, ...]


def render(source: str, known: Known = NOTHING_KNOWN, *, is_short: bool = False) -> Rendered:
    """Render a text; never raises, and needs less than a second of CPU for any text up to
    `POST_LIMIT` characters. Mentions, channels and titles of links are what is `known`.

    `is_short`: a message among others, without headings, rules, tables, folds and footnotes.
    """
    source = without_marks(source)
    html, mentions = _formatted(source, known, is_short=is_short) or ("", ())
    # Of signs without words, such as a lone ``>``, formatting leaves nothing either.
    html = html or _plain(source)
    return Rendered(html=html, excerpt=excerpt(html), mentions=mentions)


def _formatted(
    source: str, known: Known = NOTHING_KNOWN, *, is_short: bool = False
) -> tuple[str, tuple[str, ...]] | None:
    """Give HTML and mentions, or None when the text is too much for formatting."""
    if len(source) > POST_LIMIT:
        return None
    shaped = arrange(source, is_short=is_short)
    if is_too_much(shaped):
        return None
    try:
        html, mentions = to_html(shaped, known, _key(source))
        return last_word(deliver(bleached(carry_entities(html)))).strip(), mentions
    except Exception:
        # A post is never lost to a fault in a parser that is not ours: it is shown as written.
        log.exception("markup.parser_failed")
        return None


def _key(source: str) -> str:
    """Give a name for this text that differs from those of other texts on the page."""
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:8]


def _plain(source: str) -> str:
    """Show the text as it was written: escaped, in paragraphs, with its line breaks; linear time
    for any text.
    """
    paragraphs = (
        stdlib_html.escape(text.strip("\n")) for text in source.split("\n\n") if text.strip()
    )
    return last_word(
        "\n".join("<p>" + text.replace("\n", "<br>\n") + "</p>" for text in paragraphs)
    )
