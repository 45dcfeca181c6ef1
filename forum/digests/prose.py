"""What editors write, as it is kept: cleaned, with the HTML that was made of it."""

import re
from dataclasses import dataclass

from forum.kernel.markup import NOTHING_KNOWN, RENDERER_VERSION, Known, clean_source, render

INTRODUCTION_LIMIT = 4_000
"""A letter is at most 100 KB; the introduction stands in it twice, as HTML and as text."""
NEWSLETTER_LIMIT = 20_000
NOTE_LIMIT = 300
_HEADING = re.compile(r"(?<=<)(/?h)([3-6])(?=>)")


@dataclass(frozen=True, slots=True)
class Prose:
    """A cleaned text with what was made of it; its headings begin at h2, as a letter has its h1."""

    source: str
    html: str
    renderer_version: int


def introduction(source: str, known: Known = NOTHING_KNOWN) -> Prose:
    """Clean and render an introduction; "" is none. Raises `Invalid` for the field ``body``."""
    cleaned = clean_source(source, limit=INTRODUCTION_LIMIT, may_be_empty=True)
    return _rendered(cleaned, known)


def newsletter_text(source: str, known: Known = NOTHING_KNOWN) -> Prose:
    """Clean and render the text of a newsletter; a draft may be empty. Raises `Invalid`."""
    return _rendered(clean_source(source, limit=NEWSLETTER_LIMIT, may_be_empty=True), known)


def _rendered(cleaned: str, known: Known) -> Prose:
    html = render(cleaned, known).html if cleaned else ""
    lifted = _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) - 1}", html)
    return Prose(cleaned, lifted, RENDERER_VERSION)
