"""Summaries and introductions as they are kept: cleaned, with their citations made into links."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forum.kernel.markup import NOTHING_KNOWN, RENDERER_VERSION, Known, clean_source, render

SUMMARY_LIMIT = 6_000
"""A summary is shorter than what it sums up; so it can be rendered while its thread is held."""
INTRODUCTION_LIMIT = 20_000
NOTE_LIMIT = 300
REASON_LIMIT = 300

# "#12" cites a post by its number; part of an address, a link or a channel's name it does not.
_CITATION = re.compile(r"(?<![\w/#&\[-])(?<!\]\()#([1-9]\d{0,5})(?![\w#]|-\w)")
_POST = "/posts/"


@dataclass(frozen=True, slots=True)
class Prose:
    """A cleaned text with what was made of it."""

    source: str
    html: str
    renderer_version: int


def clean_summary(source: str) -> str:
    """Clean a summary. Raises `Invalid` ``empty`` or ``too_long`` for the field ``body``."""
    return clean_source(source, limit=SUMMARY_LIMIT)


def clean_introduction(source: str) -> str:
    """Clean the introduction of a collection; "" is none. Raises `Invalid` ``too_long``."""
    return clean_source(source, limit=INTRODUCTION_LIMIT, may_be_empty=True)


def numbers_cited(source: str) -> frozenset[int]:
    """Return the numbers of the posts that a text cites."""
    return frozenset(int(number) for number in _CITATION.findall(source))


def rendered(source: str, known: Known = NOTHING_KNOWN) -> Prose:
    """Render a cleaned text."""
    return Prose(source, render(source, known).html, RENDERER_VERSION)


def rendered_summary(source: str, known: Known, cited: Mapping[int, str]) -> Prose:
    """Render a cleaned summary; `cited` are the public ids of posts by number.

    What is cited and cannot be read stays a number, so that nothing is told about it.
    """

    def linked(found: re.Match[str]) -> str:
        public_id = cited.get(int(found[1]))
        return found[0] if public_id is None else f"[{found[0]}]({_POST}{public_id})"

    return Prose(source, render(_CITATION.sub(linked, source), known).html, RENDERER_VERSION)
