"""The blocks that `shape` has marked, and what becomes of them in the tree: headings, tables,
collapsible parts, tasks, footnotes.
"""

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from typing_extensions import override

from forum.kernel.markup.marks import BACK, DETAILS, DETAILS_END, FOOTNOTE, HEADING, TABLE, TASKS

HEADING_SHIFT = 2
"""A page has its h1 and a thread its h2, so posts start at h3."""
UNTITLED = "Details"
"""In German as in English; the kernel does not know who reads."""


class Heading(BlockProcessor):
    """Build the headings."""

    @override
    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(HEADING)

    @override
    def run(self, parent: Element, blocks: list[str]) -> None:
        line, _, rest = blocks.pop(0).removeprefix(HEADING).partition("\n")
        heading = SubElement(parent, f"h{min(int(line[0]) + HEADING_SHIFT, 6)}")
        heading.text = line[1:]
        if rest:
            blocks.insert(0, rest)


class Table(TableProcessor):
    """Build the tables that `shape` has found small enough."""

    @override
    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(TABLE) and super().test(parent, block.removeprefix(TABLE))

    @override
    def run(self, parent: Element, blocks: list[str]) -> None:
        blocks[0] = blocks[0].removeprefix(TABLE)
        wrapper = SubElement(parent, "div", {"class": "table", "tabindex": "0"})
        super().run(wrapper, blocks)
        for cell in wrapper.iter():
            align = cell.attrib.pop("align", None)
            if cell.tag == "th" and (cell.text or "").strip():
                cell.set("scope", "col")
            elif cell.tag == "th":
                # A header must say what it heads (WCAG 1.3.1): an empty corner heads nothing.
                cell.tag = "td"
            if align in {"center", "right"}:
                cell.set("class", f"is-{align}")


class Details(BlockProcessor):
    """Build the collapsible parts; their title is shown as it was written."""

    @override
    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(DETAILS)

    @override
    def run(self, parent: Element, blocks: list[str]) -> None:
        title = blocks.pop(0).removeprefix(DETAILS).strip()
        details = SubElement(parent, "details")
        SubElement(details, "summary").text = AtomicString(title or UNTITLED)
        inner: list[str] = []
        depth = 1
        while blocks:
            block = blocks.pop(0)
            depth += block.startswith(DETAILS) - block.startswith(DETAILS_END)
            if not depth:
                break
            inner.append(block)
        self.parser.parseBlocks(details, inner)


class Footnotes(BlockProcessor):
    """Take the footnotes out of the flow; `FootnotesAtTheEnd` puts them below the text."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self.notes: dict[str, Element] = {}

    @override
    def test(self, parent: Element, block: str) -> bool:
        return block.startswith(FOOTNOTE)

    @override
    def run(self, parent: Element, blocks: list[str]) -> None:
        label, _, text = blocks.pop(0).removeprefix(FOOTNOTE).partition(":")
        note = Element("li")
        note.text = text
        self.notes[label] = note


class FootnotesAtTheEnd(Treeprocessor):
    """Put the footnotes below the text, before what stands in them is read."""

    def __init__(self, md: Markdown, footnotes: Footnotes) -> None:
        super().__init__(md)
        self.footnotes = footnotes

    @override
    def run(self, root: Element) -> None:
        if self.footnotes.notes:
            section = SubElement(root, "section", {"class": "footnotes"})
            SubElement(section, "ol").extend(self.footnotes.notes.values())


class FootnoteNumbers(Treeprocessor):
    """Number the footnotes in the order in which the text names them, and link there and back.

    An id is unique on the page as long as no two posts there say the same.
    """

    def __init__(self, md: Markdown, footnotes: Footnotes, key: str) -> None:
        super().__init__(md)
        self.footnotes = footnotes
        self.key = key

    @override
    def run(self, root: Element) -> None:
        notes = self.footnotes.notes
        numbers: dict[str, int] = {}
        for reference in root.iter("sup"):
            label = reference.attrib.pop("label")
            is_first = label not in numbers
            number = numbers.setdefault(label, len(numbers) + 1)
            link = SubElement(reference, "a", {"href": f"#fn-{self.key}-{number}"})
            link.text = AtomicString(f"[{number}]")
            link.set("role", "doc-noteref")
            if is_first:
                link.set("id", f"fnref-{self.key}-{number}")
        for label, number in numbers.items():
            notes[label].set("id", f"fn-{self.key}-{number}")
            self._lead_back(notes[label], number)
        section = root.find("section[@class='footnotes']/ol")
        if section is not None:
            section[:] = sorted(
                section, key=lambda note: int(note.get("id", "-10000").rpartition("-")[2])
            )

    def _lead_back(self, note: Element, number: int) -> None:
        last = note[-1] if len(note) else None
        if last is None:
            note.text = AtomicString(f"{note.text or ''} ")
        else:
            last.tail = AtomicString(f"{last.tail or ''} ")
        link = SubElement(note, "a", {"href": f"#fnref-{self.key}-{number}"})
        link.set("role", "doc-backlink")
        link.text = AtomicString(BACK)


class Tasks(Treeprocessor):
    """Give tasks their box, which nobody can tick here; what it stands for is its label."""

    @override
    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            holder = item
            if not (item.text or "").strip() and len(item) and item[0].tag == "p":
                holder = item[0]
            text = holder.text or ""
            if text.startswith(TASKS):
                item.set("class", "task")
                self._label(holder, text)

    @staticmethod
    def _label(holder: Element, text: str) -> None:
        is_done = text.startswith(TASKS[1])
        label = Element("label")
        box = SubElement(label, "input", {"type": "checkbox", "disabled": ""})
        if is_done:
            box.set("checked", "")
        box.tail = " " + text.removeprefix(TASKS[is_done])
        holder.text = ""
        holder.insert(0, label)
