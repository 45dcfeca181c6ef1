"""What editors write, as it is kept: cleaned, with the HTML that was made of it."""

from dataclasses import dataclass

from forum.kernel.markup import NOTHING_KNOWN, RENDERER_VERSION, Known, clean_source, render

INTRODUCTION_LIMIT = 4_000
"""A letter is at most 100 KB; the introduction stands in it twice, as HTML and as text."""
NEWSLETTER_LIMIT = 20_000
NOTE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Prose:
    """A cleaned text with what was made of it."""

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
    return Prose(cleaned, render(cleaned, known).html if cleaned else "", RENDERER_VERSION)
