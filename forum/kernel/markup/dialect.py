"""The Markdown dialect of posts: Python-Markdown with parts taken out, replaced and added.

Taken out: raw HTML and entities (what is typed is what is seen), reference links (their definitions
vanish from the text), indented code and underlined headings (see `shape`). Replaced: pictures from
elsewhere become links, because loading them would tell a stranger who reads here. Added: mentions,
channels, footnotes, titles of linked pages, strikethrough, and a star inside a word that stays a
star ("Akteur*innen"). The blocks stand in `blocks`.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
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

from forum.kernel.markup.allowlist import OWN_PICTURE, is_address
from forum.kernel.markup.blocks import (
    Details,
    FootnoteNumbers,
    Footnotes,
    FootnotesAtTheEnd,
    Heading,
    Table,
    Tasks,
)
from forum.kernel.markup.marks import ALL_MARKS, AMPERSAND, ETX, STX, carry_ampersands
from forum.kernel.markup.names import (
    BARE_ADDRESS,
    CHANNEL,
    MENTION,
    NOTHING_KNOWN,
    Known,
    bare_address,
    full_address,
)
from forum.kernel.markup.shape import Shaped, code_line

_Found: TypeAlias = tuple[Element | None, int | None, int | None]
"""What an inline processor gives: the element, and where its source starts and ends."""

_AUTOLINK = r"<((?:https?://|mailto:)[^<>\s]{1,2000})>"
_BARE_ADDRESS = rf"{BARE_ADDRESS}|(?<![\w@.+-])[A-Za-z0-9][\w.+-]{{0,63}}@(?=[A-Za-z0-9])[\w.-]+"
_INNER_STAR = r"(?<=\w)\*(?=\w)"
_REFERENCE = r"\[\^([^\W_][\w-]{0,39})\]"
_HOST = re.compile(r"\A[A-Za-z]+://(?:www\.)?|[/?#:].*\Z", re.DOTALL)


class _Link(LinkInlineProcessor):
    """A link, if its address is allowed; else the text stays as it was written."""

    ANCESTOR_EXCLUDES = ("a",)

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        link, start, end = super().handleMatch(m, data)
        if not isinstance(link, Element) or not is_address(link.get("href", "")):
            return None, None, None
        return link, start, end


class _OwnPicture(LinkInlineProcessor):
    """A picture that was uploaded here; loading it tells nobody outside who reads."""

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        link, start, end = super().handleMatch(m, data)
        if not isinstance(link, Element) or not OWN_PICTURE.fullmatch(link.get("href", "")):
            return None, None, None
        description = " ".join(self.unescape(link.text or "").split())
        picture = Element("img", {"src": link.get("href", ""), "alt": description})
        picture.set("loading", "lazy")
        return picture, start, end


class _Picture(_Link):
    """A link to a picture elsewhere, named by its description."""

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
        text = bare_address(m[0])
        return text, m.start(), m.start() + len(text)


class _TitledAddress(InlineProcessor):
    """Show the title of the page instead of a bare address, and beside it whose page it is: a
    title says what its author likes.
    """

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, titles: Mapping[str, str]) -> None:
        super().__init__(BARE_ADDRESS, md)
        self.titles = titles

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        bare = bare_address(m[0])
        address = full_address(bare.replace(AMPERSAND, "&"))
        title = self.titles.get(address)
        if title is None or not is_address(address):
            return None, None, None
        shown = Element("span", {"class": "titled-link"})
        link = SubElement(shown, "a", {"href": carry_ampersands(address)})
        link.text = AtomicString(carry_ampersands(title))
        link.tail = AtomicString(" ")
        host = SubElement(shown, "span", {"class": "titled-link__host"})
        host.text = AtomicString(_HOST.sub("", carry_ampersands(address)))
        return shown, m.start(), m.start() + len(bare)


class _InnerStar(InlineProcessor):
    """A star between two letters is part of the word."""

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        return f"{STX}{ord('*')}{ETX}", m.start(), m.end()


class _Mention(InlineProcessor):
    """``@handle`` of somebody who exists; the name ends before a colon, so that "@anna:innen"
    mentions anna. ``@handle@host`` is nobody here.
    """

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, people: AbstractSet[str]) -> None:
        super().__init__(MENTION, md)
        self.people = people

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        handle = m[1].lower()
        if m[2] or handle not in self.people:
            return None, None, None
        link = Element("a", {"class": "mention", "href": f"/people/{handle}"})
        link.text = AtomicString(m[0])
        return link, m.start(), m.end()


class _Mentioned(Treeprocessor):
    """Collect who is mentioned, in the order of the text; a quote repeats what somebody else said
    and calls nobody.
    """

    found: tuple[str, ...] = ()

    @override
    def run(self, root: Element) -> None:
        self.found = tuple(dict.fromkeys(self._handles(root)))

    def _handles(self, element: Element) -> Iterator[str]:
        for child in element:
            if child.get("class") == "mention":
                yield child.get("href", "").rpartition("/")[2]
            elif child.tag != "blockquote":
                yield from self._handles(child)


class _Channel(InlineProcessor):
    """``#slug`` of a channel that exists."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, channels: AbstractSet[str]) -> None:
        super().__init__(CHANNEL, md)
        self.channels = channels

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        slug = m[1].lower()
        if slug not in self.channels:
            return None, None, None
        link = Element("a", {"class": "channel-link", "href": f"/channels/{slug}"})
        link.text = AtomicString(m[0])
        return link, m.start(), m.end()


class _Reference(InlineProcessor):
    """``[^1]`` where there is such a footnote; it gets its number in the end."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, footnotes: Footnotes) -> None:
        super().__init__(_REFERENCE, md)
        self.footnotes = footnotes

    @override
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]
        if m[1] not in self.footnotes.notes:
            return None, None, None
        return Element("sup", {"label": m[1]}), m.start(), m.end()


class _Temper(Treeprocessor):
    """Leave text alone whose inline marks would cost the parser too much, and show it as it was
    written.

    The inline parser reads to the end of the text for every bracket and backtick that nothing
    closes (quadratic), and nests as deep as the delimiters do. So there is one budget for a post,
    in characters to be read, and one ceiling for marks.
    """

    BUDGET = 2_000_000
    MARKS_IN_ONE_TEXT = 400
    MARKS = 2_000
    _MARK = re.compile(r"[*_~]{1,3}|[\[`@#]|://|\\")

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
    """Everything above, put into a parser for one text."""

    def __init__(self, known: Known, key: str, *, is_short: bool) -> None:
        super().__init__()
        self.known = known
        self.key = key
        self.is_short = is_short
        self.mentioned: _Mentioned | None = None

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        footnotes = self._blocks(md)
        if self.is_short:
            md.parser.blockprocessors.deregister("hr")
        self._inline(md, footnotes)
        if md.delimiters is not None:
            md.delimiters.add("~", "del", double=True)
        tree = md.treeprocessors
        tree.register(FootnotesAtTheEnd(md, footnotes), "footnotes", 40)
        tree.register(Tasks(md), "tasks", 30)
        tree.register(_Temper(md), "temper", 25)
        tree.register(FootnoteNumbers(md, footnotes, self.key), "footnote_numbers", 15)
        self.mentioned = _Mentioned(md)
        tree.register(self.mentioned, "mentioned", 14)
        md.ESCAPED_CHARS.extend(["|", "~", "<", "@", ":", "/", '"', "'", "^", AMPERSAND])

    @staticmethod
    def _blocks(md: Markdown) -> Footnotes:
        blocks = md.parser.blockprocessors
        for name in ("code", "hashheader", "setextheader", "reference"):
            blocks.deregister(name)
        footnotes = Footnotes(md.parser)
        blocks.register(Details(md.parser), "details", 78)
        blocks.register(footnotes, "footnotes", 77)
        blocks.register(Table(md.parser, {"use_align_attribute": True}), "table", 75)
        blocks.register(Heading(md.parser), "heading", 72)
        return footnotes

    def _inline(self, md: Markdown, footnotes: Footnotes) -> None:
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
        inline.register(_OwnPicture(IMAGE_LINK_RE, md), "own_picture", 155)
        inline.register(_Picture(IMAGE_LINK_RE, md), "image_link", 150)
        inline.register(_Reference(md, footnotes), "footnote", 140)
        inline.register(_Autolink(_AUTOLINK, md), "autolink", 120)
        inline.register(_TitledAddress(md, self.known.titles), "titled_address", 115)
        inline.register(_BareAddress(_BARE_ADDRESS, md), "bare_address", 110)
        inline.register(SubstituteTagInlineProcessor(r"\n", "br"), "linebreak", 100)
        inline.register(_Mention(md, self.known.people), "mention", 90)
        inline.register(_Channel(md, self.known.channels), "channel", 85)
        inline.register(_InnerStar(_INNER_STAR, md), "inner_star", 80)


def to_html(
    shaped: Shaped, known: Known = NOTHING_KNOWN, key: str = "0"
) -> tuple[str, tuple[str, ...]]:
    """Convert arranged lines to HTML (ampersands still carried) and give the mentions in order of
    appearance. ``key`` tells the footnotes of this text from those of others.

    A parser is built for every text: it holds state, and a fault in one post must not reach the
    next.
    """
    dialect = _Dialect(known, key, is_short=shaped.is_short)
    md = Markdown(extensions=[SaneListExtension(), dialect], output_format="html")
    html = md.convert(carry_ampersands("\n".join(shaped.lines).strip("\n")))
    for number, code in enumerate(shaped.codes):
        block = f'<pre tabindex="0"><code>{code_escape(carry_ampersands(code))}\n</code></pre>'
        html = html.replace(f"<p>{code_line(number)}</p>", block).replace(code_line(number), block)
    for mark in ALL_MARKS:
        html = html.replace(mark, "")
    return html, dialect.mentioned.found if dialect.mentioned else ()
