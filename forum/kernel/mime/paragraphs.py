"""Lines that a mail program has broken, made whole again.

A letter is written in lines of some seventy signs, which a page would show as they are, ragged on a
telephone. So the lines of a paragraph are joined where they are plainly broken by a program.
"""

import re
from collections.abc import Iterator

_BROKEN_FROM = 50
_BROKEN_TO = 85
_QUOTED = re.compile(r"[ \t]*>")
# Begins something of its own: a list, a quote, a table, a heading, a rule, a signature.
_OF_ITS_OWN = re.compile(r"\s|[>|#*+=_~-]|\d{1,3}[.)]\s|[A-Za-z][.)]\s|:::")


def with_whole_paragraphs(text: str) -> str:
    """Return the text with the lines of its paragraphs joined; quotes stay as they are."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join("\n".join(_without_breaks(one.split("\n"))) for one in paragraphs)


def _without_breaks(lines: list[str]) -> Iterator[str]:
    if len(lines) < 2 or any(len(line) > _BROKEN_TO for line in lines):
        yield from lines
        return
    paragraph = lines[0]
    length = len(lines[0])
    for line in lines[1:]:
        if length >= _BROKEN_FROM and not _OF_ITS_OWN.match(line) and not _QUOTED.match(paragraph):
            paragraph = f"{paragraph.rstrip()} {line}"
        else:
            yield paragraph
            paragraph = line
        length = len(line)
    yield paragraph
