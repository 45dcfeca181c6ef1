"""The characters that markup keeps for itself while a text is on its way.

Four code points at the far end of the last private use plane carry the four characters that mean
something in HTML past every parser: no parser ever sees an ampersand or an angle bracket that
somebody wrote. (Noncharacters would be purer, but html5lib reports an error for each of them,
which takes a second for a large post.) U+0002 and U+0003 are Python-Markdown's own brackets for
placeholders. All of them are dropped from what people write.
"""

import re

STX = "\x02"
ETX = "\x03"
TABLE = f"{STX}table{ETX}"
HEADING = f"{STX}heading{ETX}"
DETAILS = f"{STX}details{ETX}"
DETAILS_END = f"{STX}end{ETX}"
FOOTNOTE = f"{STX}note{ETX}"
TASKS = (f"{STX}task:0{ETX}", f"{STX}task:1{ETX}")
ALL_MARKS = (TABLE, HEADING, DETAILS, DETAILS_END, FOOTNOTE, *TASKS)

BACK = "\u21a9\ufe0e"
"""What leads from a footnote back to the text."""

_CARRIED = {"&": "\U0010fff0", "<": "\U0010fff1", ">": "\U0010fff2", '"': "\U0010fff3"}
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
AMPERSAND = _CARRIED["&"]
CARRIED_CLASS = "\U0010fff1-\U0010fff3"
"""For regular expressions: the carried characters that end an address (the ampersand does not)."""

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\U0010fff0-\U0010fff3\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)


def task_mark(*, is_done: bool) -> str:
    """Give the mark that stands at the beginning of a task."""
    return TASKS[is_done]


def without_marks(text: str) -> str:
    """Drop what must not reach the parsers: control characters, noncharacters, lone surrogates;
    keep newline and tab.
    """
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def carry_ampersands(text: str) -> str:
    """Take the ampersands out of the text before the Markdown parser would see entities in it."""
    return text.replace("&", AMPERSAND)


def carry_entities(html: str) -> str:
    """Take the entities out that Python-Markdown's serialiser wrote, before bleach would tokenise
    each of them.
    """
    for character, entity in _ENTITIES.items():
        html = html.replace(entity, _CARRIED[character])
    return html


def deliver(html: str) -> str:
    """Put every carried character back as the entity it is."""
    for character, carrier in _CARRIED.items():
        html = html.replace(carrier, _ENTITIES[character])
    return html
