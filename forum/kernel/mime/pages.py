"""The text of a letter that was written as a page: its HTML as Markdown, within bounds."""

import html
import re

from markdownify import ATX, MarkdownConverter

_LONGEST = 300_000
MOST_TAGS = 15_000
"""Of one letter; reading them as what they mean takes a second or two."""
_DEEPEST = 120
# Not shown, or not text: their contents go too.
_SILENT = ("head", "style", "script", "title", "svg", "math", "template", "object", "iframe")
# Each begins at a "<" and stops at the next: the work is linear whatever comes.
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_BROKEN = re.compile(r"<(?=[!?])")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_ALONE = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr"})
_BLOCK = re.compile(r"(?:p|div|br|tr|li|h[1-6]|table|blockquote|hr)", re.IGNORECASE)
_BLANKS = re.compile(r"\n{3,}")
# Means no more than one in a page, and costs the converter quadratic time.
_LONG_SPACE = re.compile(r"\s{60,}")


def markdown_of(page: str, *, most_tags: int = MOST_TAGS) -> str:
    """Return the text of an HTML letter as Markdown; pictures are left out, they are files.

    A page that is too deep or has too many tags for a letter comes as bare text. `most_tags`: what
    is left of them, where a letter consists of several pages.
    """
    plain = _without_silent(_between(page[:_LONGEST], "<!--", "-->"))
    plain = _BROKEN.sub("&lt;", _DECLARATION.sub("", plain))
    plain = _LONG_SPACE.sub("\n", plain)
    if _is_simple(plain, most_tags):
        try:
            return _tidy(str(_CONVERTER.convert(plain)))
        except (RecursionError, ValueError, AssertionError):
            pass  # whatever its tags mean, its words are there
    return _tidy(html.unescape(_TAG.sub(_line_for, plain)))


def _between(page: str, begin: str, end: str) -> str:
    """Return the page without what stands between these; one that never ends goes to its end."""
    pieces: list[str] = []
    at = 0
    while (start := page.find(begin, at)) >= 0:
        pieces.append(page[at:start])
        stop = page.find(end, start)
        if stop < 0:
            return "".join(pieces)
        at = stop + len(end)
    return "".join([*pieces, page[at:]])


def _without_silent(page: str) -> str:
    for name in _SILENT:
        begin = re.compile(rf"<{name}(?=[\s/>])", re.IGNORECASE)
        end = re.compile(rf"</{name}[^<>]*>", re.IGNORECASE)
        pieces: list[str] = []
        at = 0
        while start := begin.search(page, at):
            stop = end.search(page, start.end())
            if stop is None:
                break  # it is never closed: its words are better than none
            pieces.append(page[at : start.start()])
            at = stop.end()
        page = "".join([*pieces, page[at:]])
    return page


def _is_simple(page: str, most_tags: int) -> bool:
    depth = 0
    for count, tag in enumerate(_TAG.finditer(page)):
        if tag[1]:
            depth = max(depth - 1, 0)
        elif tag[2].lower() not in _ALONE and not tag[3].endswith("/"):
            depth += 1
        if count >= most_tags or depth > _DEEPEST:
            return False
    return True


def _line_for(tag: re.Match[str]) -> str:
    return "\n" if _BLOCK.fullmatch(tag[2]) else ""


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\xa0", " ").split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


class _Converter(MarkdownConverter):
    """Reads tables row by row: in letters they stand for layout."""

    def convert_table(self, _el: object, text: str, **_given: object) -> str:
        return f"\n\n{text.strip()}\n\n"

    def convert_tr(self, _el: object, text: str, **_given: object) -> str:
        return f"{text.strip()}\n"

    def convert_td(self, _el: object, text: str, **_given: object) -> str:
        return f"{text.strip()} "

    convert_th = convert_td


_CONVERTER = _Converter(heading_style=ATX, bullets="-", strip=["img"])
