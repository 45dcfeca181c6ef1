"""Arrange the lines of a text before the Markdown parser sees them.

Python-Markdown follows the Markdown of 2004; people expect what they know from elsewhere, and
write as they write letters. So quotes, lists, tables, headings and code blocks are recognised
here, line by line, by the rules of CommonMark and GFM, and written out in the one spelling that
Python-Markdown reads in the same way. Four decisions differ from CommonMark on purpose:

- an answer written directly below a quote is not part of the quote (no lazy continuation);
- indentation alone is no code (pasted letters are indented), code blocks need a fence;
- a line of dashes under a text is a rule, not a heading (it separates signatures in letters);
- "14. Mai" starts no list.

All caps on depth and size of blocks are here, too. What is beyond a cap stays as text.
"""

import re
from dataclasses import dataclass, field

from forum.kernel.markup.marks import ETX, HEADING, STX, TABLE

QUOTE_LEVELS = 6
LIST_LEVELS = 6
TABLE_CELLS = 1_000
ROW_SIGNS = 80
LINES = 2_500
BLOCKS = 1_200
"""More lines or blocks than this in 50,000 characters is no text that anybody wrote; it is shown
as it is.
"""

_STEP = "    "
_PREFIX = 2 * QUOTE_LEVELS
_ITEM = re.compile(r"([-*+]|[0-9]{1,9}[.)]) +(?=\S)")
_FENCE = re.compile(r"(`{3,}(?=[^`]*\Z)|~{3,})")
_HEADING = re.compile(r"#{1,6}(?= )")
_DATE = re.compile(
    r"[0-9]{1,2}\. ?(?:(?:Jan|Febr|Apr|Jun|Jul|Aug|Sept|Okt|Nov|Dez)\b"
    r"|Januar|Jänner|Februar|März|April|Mai\b|Juni|Juli|August|September|Oktober|November|Dezember)"
)
_QUOTE_MARKS = re.compile(r"(?:> ?)+")


@dataclass
class Shaped:
    """The arranged lines, and the contents of the code blocks: line ``code_line(n)`` stands for
    block n.
    """

    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    cells_left: int = TABLE_CELLS


def code_line(number: int) -> str:
    """Give the line that stands for a code block."""
    return f"{STX}code:{number}{ETX}"


def arrange(source: str) -> Shaped:
    """Arrange a text that `marks.without_marks` has cleaned."""
    shaped = Shaped()
    shaped.lines = _Arrangement(source.split("\n"), shaped, quotes=0).run()
    return shaped


def is_too_much(shaped: Shaped) -> bool:
    """Tell whether the text has more lines or blocks than the parsers answer for in time.

    A quote around a block is a block, too.
    """
    lines = shaped.lines
    starts = (
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if line.strip("> ") and not before.strip("> ")
    )
    return len(lines) > LINES or sum(1 + line.count("> ", 0, _PREFIX) for line in starts) > BLOCKS


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaced(line: str) -> str:
    """Expand tabs in the indentation, make them spaces elsewhere, drop white space at the end."""
    body = line.lstrip(" \t")
    return line[: len(line) - len(body)].expandtabs(4) + body.rstrip().replace("\t", " ")


def _is_rule(body: str) -> bool:
    signs = body.replace(" ", "")
    return len(signs) >= 3 and signs[0] in "-*_" and not signs.strip(signs[0])


def _heading(body: str) -> str:
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


def _columns(row: str) -> int:
    return row.strip().strip("|").count("|") + 1


def _starts_table(header: str, rule: str) -> bool:
    rule = rule.strip()
    return (
        "|" in header
        and "|" in rule
        and "-" in rule
        and not rule.strip("|:- ")
        and _columns(rule) == _columns(header.replace("\\|", ""))
    )


def _is_plain_row(row: str) -> bool:
    """Bound the table parser's work on a row: it compares every pipe with every code span."""
    return row.count("|") <= ROW_SIGNS and row.count("`") <= ROW_SIGNS


@dataclass
class _Item:
    indent: int
    ordered: bool


class _Arrangement:
    """One pass over the lines of one container: the text itself, or the inside of a quote."""

    def __init__(self, lines: list[str], shaped: Shaped, *, quotes: int) -> None:
        self.lines = lines
        self.shaped = shaped
        self.quotes = quotes
        self.out: list[str] = []
        self.items: list[_Item] = []
        self.prefix = ""
        self.is_loose = False
        self.at = 0

    def run(self) -> list[str]:
        while self.at < len(self.lines):
            raw = self.lines[self.at]
            line = _spaced(raw)
            body = line.strip(" ")
            if not body:
                self._blank()
                self.at += 1
            elif not self._block(line, body):
                self._text(line, body)
                self.at += 1
        return self.out

    def _block(self, line: str, body: str) -> bool:
        """Take what starts at this line if it is a block of its own."""
        if _FENCE.match(body):
            self._enclose(_indent(line))
            self._emit(self._code(_indent(line), body))
        elif body.startswith(">"):
            self._enclose(_indent(line))
            self._quote()
        elif _is_rule(body):
            self._enclose(_indent(line))
            self._emit("---")
            self.at += 1
        elif heading := _heading(body):
            self._enclose(_indent(line))
            self._emit(heading)
            self.at += 1
        elif (
            not self.items
            and self.at + 1 < len(self.lines)
            and _starts_table(body, self.lines[self.at + 1])
        ):
            self._table()
        elif item := _ITEM.match(body):
            return self._item(line, body, item)
        else:
            return False
        return True

    def _blank(self) -> None:
        if self.out and self.out[-1].strip():
            self.out.append("")

    def _emit(self, *lines: str) -> None:
        """Write a block with blank lines around it, inside the current list item."""
        self._blank()
        self.out.extend(self.prefix + line for line in lines)
        self.out.append("")

    def _enclose(self, indent: int) -> None:
        """Close the list items to which a line with this indentation no longer belongs."""
        while self.items and indent < self.items[-1].indent + 2:
            self.items.pop()
        self.prefix = _STEP * len(self.items)

    def _text(self, line: str, body: str) -> None:
        if self.out and not self.out[-1].strip():
            self._enclose(_indent(line))
            self.is_loose = True
        if _DATE.match(body):
            body = body.replace(".", "\\.", 1)
        self.out.append(self.prefix + body)

    def _item(self, line: str, body: str, found: re.Match[str]) -> bool:
        ordered = found[1][0].isdigit()
        in_paragraph = not self.items and bool(self.out) and bool(self.out[-1].strip())
        if _DATE.match(body) or (in_paragraph and ordered and found[1][:-1] != "1"):
            return False
        indent = _indent(line)
        sibling: _Item | None = None
        while self.items and (indent < self.items[-1].indent + 2 or len(self.items) >= LIST_LEVELS):
            sibling = self.items.pop()
        if in_paragraph or self.is_loose or (sibling is not None and sibling.ordered != ordered):
            self._blank()
        level = _STEP * len(self.items)
        self.items.append(_Item(indent, ordered))
        marker = f"{int(found[1][:-1])}. " if ordered else "- "
        content = body[found.end() :]
        if _FENCE.match(content):
            content = self._code(indent + found.end(), content)
        else:
            self.at += 1
        if content[0] == ">" or _ITEM.match(content):
            content = (
                "\\" + content
                if not content[0].isdigit()
                else re.sub(r"([.)])", r"\\\1", content, count=1)
            )
        self.out.append(level + marker + content)
        self.prefix = level
        self.is_loose = False
        return True

    def _code(self, indent: int, opening: str) -> str:
        """Take a fenced block with its fences, up to its end or the end of the container; give the
        line that stands for it.
        """
        found = _FENCE.match(opening)
        fence = found[1] if found else ""
        code: list[str] = []
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            end = line.strip()
            if len(end) >= len(fence) and not end.strip(fence[0]):
                break
            code.append(line[min(indent, _indent(line)) :])
        self.shaped.codes.append("\n".join(code))
        return code_line(len(self.shaped.codes) - 1)

    def _quote(self) -> None:
        inner: list[str] = []
        while self.at < len(self.lines) and (line := self.lines[self.at].lstrip(" \t")).startswith(
            ">"
        ):
            inner.append(line[2:] if line.startswith("> ") else line[1:])
            self.at += 1
        if self.quotes + 1 >= QUOTE_LEVELS:
            inner = [
                _QUOTE_MARKS.sub("", line.lstrip(), count=1)
                if line.lstrip().startswith(">")
                else line
                for line in inner
            ]
        arranged = _Arrangement(inner, self.shaped, quotes=self.quotes + 1).run()
        while arranged and not arranged[-1]:
            arranged.pop()
        if arranged:
            self._emit(*(f"> {line}" if line else ">" for line in arranged))

    def _table(self) -> None:
        rows: list[str] = []
        end = self.at
        while end < len(self.lines) and "|" in self.lines[end]:
            rows.append(_spaced(self.lines[end]).strip(" "))
            end += 1
        cells = len(rows) * _columns(rows[1])
        self.at = end
        if cells <= self.shaped.cells_left and all(_is_plain_row(row) for row in rows):
            self.shaped.cells_left -= cells
            rows[0] = TABLE + rows[0]
        self._emit(*rows)
