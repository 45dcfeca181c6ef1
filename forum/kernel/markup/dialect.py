"""The Markdown dialect of posts: Python-Markdown with parts taken out, replaced and added.

Taken out: raw HTML and entities (what is typed is what is seen), reference links and footnotes
(their definitions vanish from the text, and their ids clash on a page with many posts), indented
code and underlined headings (see `shape`). Replaced: pictures from elsewhere become links, because
loading them would tell a stranger who reads here. Added: mentions, strikethrough, and a star
inside a word that stays a star ("Akteur*innen").
"""

import re
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    AutolinkInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape
from typing_extensions import override

from forum.kernel.markup.allowlist import is_address
from forum.kernel.markup.marks import AMPERSAND, ETX, HEADING, STX, TABLE, carry_ampersands
from forum.kernel.markup.shape import Shaped, code_line

HEADING_SHIFT = 2
"""A page has its h1 and a thread its h2, so posts start at h3."""

_Found: TypeAlias = tuple[Element | None, int | None, int | None]
"""What an inline processor gives: the element, and where its source starts and ends."""

_AUTOLINK = r"<((?:https?://|mailto:)[^<>\s]{1,2000})>"
_BARE_ADDRESS = rf"\b(?:https?://|www\.)[^\s<>\"{STX}{ETX}]+|(?<![\w@.+-])[A-Za-z0-9][\w.+-]{{0,63}}@(?=[A-Za-z0-9])[\w.-]+"
_INNER_STAR = r"(?<=\w)\*(?=\w)"
_MENTION = (
    r"(?<![^\s(\[{*_~\"'„“‚‘»«,;/–—-])@"
    r"([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?)"
    r"(@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24})?"
    r"(?![^\W_]|@)"
)


class _Heading(BlockProcessor):
    """Build the headings that `shape` has marked."""

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


class _Table(TableProcessor):
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


class _Link(LinkInlineProcessor):
    """A link, if its address is allowed; else the text stays as it was written."""

    ANCESTOR_EXCLUDES = ("a",)

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        link, start, end = super().handleMatch(m, data)
        if not isinstance(link, Element) or not is_address(link.get("href", "")):
            return None, None, None
        return link, start, end


class _Picture(_Link):
    """A link to the picture, named by its description."""

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        link, start, end = super().handleMatch(m, data)
        if link is not None and not (link.text or "").strip():
            link.text = AtomicString(link.get("href", ""))
        return link, start, end


class _Autolink(AutolinkInlineProcessor):
    """An address in angle brackets."""

    ANCESTOR_EXCLUDES = ("a",)


class _BareAddress(InlineProcessor):
    """Keep emphasis and mentions out of bare addresses; bleach makes links of them later."""

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        text = m[0].rstrip("*_~`.,;:!?)]")
        return text, m.start(), m.start() + len(text)


class _InnerStar(InlineProcessor):
    """A star between two letters is part of the word."""

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return f"{STX}{ord('*')}{ETX}", m.start(), m.end()


class _Mention(InlineProcessor):
    """``@handle`` or ``@handle@host``; the name ends before a colon, so that "@anna:innen"
    mentions anna.
    """

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.found: dict[str, None] = {}

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        self.found.setdefault((m[1] + (m[2] or "")).lower())
        span = Element("span", {"class": "mention"})
        span.text = AtomicString(m[0])
        return span, m.start(), m.end()


class _Temper(Treeprocessor):
    """Leave text alone whose inline marks would cost the parser too much, and show it as it was
    written.

    The inline parser reads to the end of the text for every bracket and backtick that nothing
    closes (quadratic), and nests as deep as the delimiters do. So there is one budget for a post,
    in characters to be read, and one ceiling for marks.
    """

    BUDGET = 2_000_000
    MARKS_IN_ONE_TEXT = 400
    MARKS = 3_000
    _MARK = re.compile(r"[*_~]{1,3}|[\[`@]|://|\\")

    @override
    def run(self, root: Element) -> None:
        budget, marks = self.BUDGET, self.MARKS
        for element in list(root.iter()):
            for text in filter(None, (element.text, element.tail)):
                if isinstance(text, AtomicString):
                    continue
                found = len(self._MARK.findall(text))
                cost = (text.count("[") + text.count("`")) * len(text)
                if found > min(self.MARKS_IN_ONE_TEXT, marks) or cost > budget:
                    self._leave_alone(element, is_tail=text is element.tail)
                else:
                    budget, marks = budget - cost, marks - found

    @staticmethod
    def _leave_alone(element: Element, *, is_tail: bool) -> None:
        if is_tail:
            element.tail = AtomicString(element.tail or "")
            return
        first, *others = (element.text or "").split("\n")
        element.text = AtomicString(first)
        for position, line in enumerate(others):
            newline = Element("br")
            newline.tail = AtomicString(line)
            element.insert(position, newline)


class _Dialect(Extension):
    @override
    def extendMarkdown(self, md: Markdown) -> None:
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        blocks = md.parser.blockprocessors
        for name in ("code", "hashheader", "setextheader", "reference"):
            blocks.deregister(name)
        blocks.register(_Heading(md.parser), "heading", 72)
        blocks.register(_Table(md.parser, {"use_align_attribute": True}), "table", 75)
        inline = md.inlinePatterns
        for name in (
            "reference",
            "image_reference",
            "short_reference",
            "short_image_ref",
            "automail",
            "html",
            "entity",
        ):
            inline.deregister(name)
        inline.register(_Link(LINK_RE, md), "link", 160)
        inline.register(_Picture(IMAGE_LINK_RE, md), "image_link", 150)
        inline.register(_Autolink(_AUTOLINK, md), "autolink", 120)
        inline.register(_BareAddress(_BARE_ADDRESS, md), "bare_address", 110)
        inline.register(SubstituteTagInlineProcessor(r"\n", "br"), "linebreak", 100)
        inline.register(_Mention(_MENTION, md), "mention", 90)
        inline.register(_InnerStar(_INNER_STAR, md), "inner_star", 80)
        if md.delimiters is not None:
            md.delimiters.add("~", "del", double=True)
        md.treeprocessors.register(_Temper(md), "temper", 25)
        md.ESCAPED_CHARS.extend(["|", "~", "<", "@", ":", "/", '"', "'", AMPERSAND])


def to_html(shaped: Shaped) -> tuple[str, tuple[str, ...]]:
    """Convert arranged lines to HTML (ampersands still carried) and give the mentions in order of
    appearance.

    A parser is built for every text: it holds state, and a fault in one post must not reach the
    next.
    """
    md = Markdown(extensions=[SaneListExtension(), _Dialect()], output_format="html")
    html = md.convert(carry_ampersands("\n".join(shaped.lines).strip("\n")))
    for number, code in enumerate(shaped.codes):
        block = f'<pre tabindex="0"><code>{code_escape(carry_ampersands(code))}\n</code></pre>'
        html = html.replace(f"<p>{code_line(number)}</p>", block).replace(code_line(number), block)
    mention = md.inlinePatterns["mention"]
    return html.replace(TABLE, "").replace(HEADING, ""), tuple(mention.found) if isinstance(
        mention, _Mention
    ) else ()
