"""What a line looks like: the questions that `shape` asks of it."""

import re

from forum.kernel.markup.marks import HEADING

ROW_SIGNS = 80

ITEM = re.compile(r"([-*+]|[0-9]{1,9}[.)]) +(?=\S)")
FENCE = re.compile(r"(`{3,}(?=[^`]*\Z)|~{3,})")
DATE = re.compile(
    r"[0-9]{1,2}\. ?(?:(?:Jan|Febr|Apr|Jun|Jul|Aug|Sept|Okt|Nov|Dez)\b"
    r"|Januar|Jänner|Februar|März|April|Mai\b|Juni|Juli|August|September|Oktober|November|Dezember)"
)
QUOTE_MARKS = re.compile(r"(?:> ?)+")
TASK = re.compile(r"\[([ xX])\] +(?=\S)")
NOTE = re.compile(r"\[\^([^\W_][\w-]{0,39})\]: *(?=\S)")
FOLD = re.compile(r":{3,} ?details\b *(.*)", re.IGNORECASE)
FOLD_END = re.compile(r":{3,}")
_HEADING = re.compile(r"#{1,6}(?= )")


def indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def spaced(line: str) -> str:
    """Expand tabs in the indentation, make them spaces elsewhere, drop white space at the end."""
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)].expandtabs(4) + body.rstrip().replace("\t", " ")


def is_rule(body: str) -> bool:
    signs = body.replace(" ", "")
    return len(signs) >= 3 and signs[0] in "-*_" and not signs.strip(signs[0])


def heading_line(body: str) -> str:
    """Give the marked line of a heading, or "" if this is none; closing ``#`` signs are no part of
    the title.
    """
    found = _HEADING.match(body)
    if not found:
        return ""
    title = body[found.end() :].strip()
    bare = title.rstrip("#")
    title = bare.rstrip() if bare.endswith(" ") else title
    return f"{HEADING}{found.end()}{title}" if title.strip("#") else ""


def columns(row: str) -> int:
    return row.strip().strip("|").count("|") + 1


def starts_table(header: str, rule: str) -> bool:
    rule = rule.strip()
    return (
        "|" in header
        and "|" in rule
        and "-" in rule
        and not rule.strip("|:- ")
        and columns(rule) == columns(header.replace("\\|", ""))
    )


def is_plain_row(row: str) -> bool:
    """Bound the table parser's work on a row: it compares every pipe with every code span."""
    return row.count("|") <= ROW_SIGNS and row.count("`") <= ROW_SIGNS
