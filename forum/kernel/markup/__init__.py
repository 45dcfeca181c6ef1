"""Turn what people write into HTML that a page, a letter and a peer may show.

The only package that knows markdown, bleach and nh3. The way of a text:

1. `shape` arranges the lines: what is a quote, list, table, heading or code block is decided here,
   with caps on depth and size, so that the Markdown parser only ever sees a tame document. What is
   too much becomes plain text; nothing is lost.
2. `dialect` lets Python-Markdown build the tree. There is no raw HTML in the dialect: ``<`` and
   ``&`` are text.
3. `allowlist.bleached` applies the allow-list and makes links of addresses (bleach).
4. `allowlist.last_word` applies the same allow-list once more (nh3) and sets ``rel`` on every
   link.

bleach has had no security fixes since June 2026. It stays because the project names it, but
nothing rests on it: nh3, which is maintained, has the last word, the tests show that the two
agree, and taking bleach away means replacing `bleached`.

Stored HTML carries `RENDERER_VERSION`; raise it with every change of the output, and the job
renders again.
"""

from forum.kernel.markup.names import NOTHING_KNOWN, Known, Named, named_in
from forum.kernel.markup.rendering import RENDERER_VERSION, Rendered, render
from forum.kernel.markup.text import POST_LIMIT, clean_line, clean_source, quote

__all__ = [
    "NOTHING_KNOWN",
    "POST_LIMIT",
    "RENDERER_VERSION",
    "Known",
    "Named",
    "Rendered",
    "clean_line",
    "clean_source",
    "named_in",
    "quote",
    "render",
]
