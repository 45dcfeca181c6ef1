"""Arrange the lines of a text before the Markdown parser sees them.

Python-Markdown follows the Markdown of 2004; people expect what they know from elsewhere, and
write as they write letters. So quotes, lists, tables, headings and code blocks are recognised
here, line by line, by the rules of CommonMark and GFM, and written out in the one spelling that
Python-Markdown reads in the same way. Collapsible parts (``:::details Title`` to ``:::``), tasks
(``- [ ]``) and footnotes (``[^1]: text``) are marked here for `blocks`. Four decisions differ from
CommonMark on purpose:

- an answer written directly below a quote is not part of the quote (no lazy continuation);
- indentation alone is no code (pasted letters are indented), code blocks need a fence;
- a line of dashes under a text is a rule, not a heading (it separates signatures in letters);
- "14. Mai" starts no list.

A short text, such as a message in chat, has no headings, rules, tables, collapsible parts or
footnotes: among many others on a page it is no document of its own. What is typed stays as text.

All caps on depth and size of blocks are here, too. What is beyond a cap stays as text.
"""

import re
from dataclasses import dataclass, field

from forum.kernel.markup.lines import (
    DATE,
    FENCE,
    FOLD,
    FOLD_END,
    ITEM,
    NOTE,
    QUOTE_MARKS,
    TASK,
    columns,
    heading_line,
    indentation,
    is_plain_row,
    is_rule,
    spaced,
    starts_table,
)
from forum.kernel.markup.marks import DETAILS, DETAILS_END, ETX, FOOTNOTE, STX, TABLE, task_mark

QUOTE_LEVELS = 6
LIST_LEVELS = 6
FOLD_LEVELS = 3
NOTES = 100
TABLE_CELLS = 1_000
LINES = 2_500
BLOCKS = 1_000
"""More lines or blocks than this in 50,000 characters is no text that anybody wrote; it is shown
as it is.
"""

_STEP = "    "
_PREFIX = 2 * QUOTE_LEVELS


@dataclass
class Shaped:
    """The arranged lines, and the contents of the code blocks: line ``code_line(n)`` stands for
    block n.
    """

    lines: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    cells_left: int = TABLE_CELLS
    notes: set[str] = field(default_factory=set)
    is_short: bool = False


def code_line(number: int) -> str:
    """Give the line that stands for a code block."""
    return f"{STX}code:{number}{ETX}"


def arrange(source: str, *, is_short: bool = False) -> Shaped:
    """Arrange a text that `marks.without_marks` has cleaned."""
    shaped = Shaped(is_short=is_short)
    shaped.lines = _Arrangement(source.split("\n"), shaped).run()
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


@dataclass
class _Item:
    indent: int
    ordered: bool


class _Arrangement:
    """One pass over the lines of one container: the text itself, the inside of a quote or of a
    collapsible part.
    """

    def __init__(
        self, lines: list[str], shaped: Shaped, *, quotes: int = 0, folds: int = 0
    ) -> None:
        self.lines = lines
        self.shaped = shaped
        self.quotes = quotes
        self.folds = folds
        self.out: list[str] = []
        self.items: list[_Item] = []
        self.prefix = ""
        self.is_loose = False
        self.at = 0

    def run(self) -> list[str]:
        while self.at < len(self.lines):
            raw = self.lines[self.at]
            line = spaced(raw)
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
        is_long = not self.shaped.is_short
        if is_long and (self._fold(body) or self._note(body)):
            return True
        if FENCE.match(body):
            self._enclose(indentation(line))
            self._emit(self._code(indentation(line), body))
        elif body.startswith(">"):
            self._enclose(indentation(line))
            self._quote()
        elif is_long and is_rule(body):
            self._enclose(indentation(line))
            self._emit("---")
            self.at += 1
        elif is_long and (heading := heading_line(body)):
            self._enclose(indentation(line))
            self._emit(heading)
            self.at += 1
        elif (
            is_long
            and not self.items
            and self.at + 1 < len(self.lines)
            and starts_table(body, self.lines[self.at + 1])
        ):
            self._table()
        elif item := ITEM.match(body):
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
            self._enclose(indentation(line))
            self.is_loose = True
        if DATE.match(body):
            body = body.replace(".", "\\.", 1)
        self.out.append(self.prefix + body)

    def _item(self, line: str, body: str, found: re.Match[str]) -> bool:
        ordered = found[1][0].isdigit()
        in_paragraph = not self.items and bool(self.out) and bool(self.out[-1].strip())
        if DATE.match(body) or (in_paragraph and ordered and found[1][:-1] != "1"):
            return False
        indent = indentation(line)
        sibling: _Item | None = None
        while self.items and (indent < self.items[-1].indent + 2 or len(self.items) >= LIST_LEVELS):
            sibling = self.items.pop()
        if in_paragraph or self.is_loose or (sibling is not None and sibling.ordered != ordered):
            self._blank()
        level = _STEP * len(self.items)
        self.items.append(_Item(indent, ordered))
        marker = f"{int(found[1][:-1])}. " if ordered else "- "
        content = body[found.end() :]
        if FENCE.match(content):
            content = self._code(indent + found.end(), content)
        else:
            self.at += 1
        if task := TASK.match(content):
            content = task_mark(is_done=task[1] != " ") + content[task.end() :]
        elif content[0] == ">" or ITEM.match(content):
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
        found = FENCE.match(opening)
        fence = found[1] if found else ""
        code: list[str] = []
        self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            end = line.strip()
            if len(end) >= len(fence) and not end.strip(fence[0]):
                break
            code.append(line[min(indent, indentation(line)) :])
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
                QUOTE_MARKS.sub("", line.lstrip(), count=1)
                if line.lstrip().startswith(">")
                else line
                for line in inner
            ]
        arranged = _Arrangement(inner, self.shaped, quotes=self.quotes + 1, folds=self.folds).run()
        while arranged and not arranged[-1]:
            arranged.pop()
        if arranged:
            self._emit(*(f"> {line}" if line else ">" for line in arranged))

    def _table(self) -> None:
        rows: list[str] = []
        end = self.at
        while end < len(self.lines) and "|" in self.lines[end]:
            rows.append(spaced(self.lines[end]).strip(" "))
            end += 1
        cells = len(rows) * columns(rows[1])
        self.at = end
        if cells <= self.shaped.cells_left and all(is_plain_row(row) for row in rows):
            self.shaped.cells_left -= cells
            rows[0] = TABLE + rows[0]
        self._emit(*rows)

    def _fold(self, body: str) -> bool:
        """Take a collapsible part up to its end or the end of the container."""
        opening = FOLD.fullmatch(body)
        if opening is None or self.folds >= FOLD_LEVELS:
            return False
        self._leave_lists()
        self.at += 1
        inner = _Arrangement(
            self._folded_lines(), self.shaped, quotes=self.quotes, folds=self.folds + 1
        ).run()
        self._emit(DETAILS + opening[1])
        self.out.extend(inner)
        self._emit(DETAILS_END)
        return True

    def _folded_lines(self) -> list[str]:
        """Take the lines up to the end of the part; what stands in a code block ends nothing."""
        inner: list[str] = []
        fence, depth = "", 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            body = line.strip()
            if fence:
                if len(body) >= len(fence) and not body.strip(fence[0]):
                    fence = ""
            elif found := FENCE.match(body):
                fence = found[1]
            else:
                depth += bool(FOLD.fullmatch(body)) - bool(FOLD_END.fullmatch(body))
                if not depth:
                    break
            inner.append(line)
        return inner

    def _note(self, body: str) -> bool:
        """Take a footnote, with the indented lines that belong to it."""
        found = NOTE.match(body)
        notes = self.shaped.notes
        if found is None or self.quotes or found[1] in notes or len(notes) >= NOTES:
            return False
        notes.add(found[1])
        self._leave_lists()
        text = [body[found.end() :]]
        self.at += 1
        while self.at < len(self.lines) and indentation(line := spaced(self.lines[self.at])) >= 2:
            text.append(line.strip(" "))
            self.at += 1
        self._emit(f"{FOOTNOTE}{found[1]}:{text[0]}", *text[1:])
        return True

    def _leave_lists(self) -> None:
        self.items.clear()
        self.prefix = ""
