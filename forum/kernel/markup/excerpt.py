"""The first words of a post, as plain text for lists, letters and search results."""

from html.parser import HTMLParser

from typing_extensions import override

from forum.kernel.markup.marks import BACK

EXCERPT_LENGTH = 280
_SILENT = frozenset({"blockquote", "pre", "sup"})
_INLINE = frozenset({"a", "code", "del", "em", "input", "label", "span", "strong"})


class _Words(HTMLParser):
    """Collect the text outside quotes and code blocks from HTML that has passed the allow-list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silence = 0
        self._folded: list[int] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silence += tag in _SILENT
        if tag not in _INLINE:
            self.pieces.append(" ")
        if tag == "details":
            self._folded += [len(self.pieces), len(self.pieces)]
        if tag == "img" and not self._silence:
            self.pieces.append(dict(attrs).get("alt") or "")

    @override
    def handle_endtag(self, tag: str) -> None:
        self._silence -= tag in _SILENT
        if tag not in _INLINE:
            self.pieces.append(" ")
        if tag == "summary" and self._folded:
            self._folded[-1] = len(self.pieces)
        elif tag == "details" and self._folded:
            inside, title = self._folded.pop(), self._folded.pop()
            if not "".join(self.pieces[inside:]).strip():
                del self.pieces[title:]  # The title of nothing but a quote says nothing either.

    @override
    def handle_data(self, data: str) -> None:
        if not self._silence and data != BACK:
            self.pieces.append(data)


def excerpt(html: str, *, length: int = EXCERPT_LENGTH) -> str:
    """Give the first whole words of cleaned HTML, at most ``length`` characters with the ellipsis;
    "" if all is quote or code.
    """
    words = _Words()
    words.feed(html)
    words.close()
    text = " ".join("".join(words.pieces).split())
    if len(text) <= length:
        return text
    head = text[:length]
    cut = head.rfind(" ")
    return head[: cut if cut > 0 else length - 1].rstrip(" ,;:–—-(") + "…"
