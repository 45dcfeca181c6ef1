"""Regular letters in their readers' language: of the week, of a channel, and newsletters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from css_inline import CSSInliner
from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup

from forum.digests.contents import Contents
from forum.digests.models import LetterKind
from forum.mail.context import settings
from forum.mail.letters import absolute_url, one_line, storable
from forum.mail.regular_view import EntryView, RegularView, regular_view

_LONGEST_SUBJECT = 200
_PLACE = re.compile(r"<!--entry (\d+)-->")
# Some mail programs cut a page off at 102 kB. Packed, both texts grow by a third, and the emblem
# and the headers come with them.
_MOST_BYTES = 68_000
_FULLNESS = (2, 1)
"""How many sentences each entry may say; fewer, and in the end none, in too large a letter."""


@dataclass(frozen=True, slots=True)
class RegularLetter:
    """A letter before it is packed."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


def letter_of(contents: Contents) -> RegularLetter:
    """Return the letter in the language of its reader, at most 100 kB when packed.

    Where it would be larger, its entries say less; each still leads to the whole.
    """
    with force_locale(contents.reader.locale):
        view = regular_view(contents)
        for sentences in _FULLNESS:
            letter = _letter(contents, view.shortened(sentences))
            if _fits(letter):
                return letter
        return _letter(contents, view.shortened(0))


def _fits(letter: RegularLetter) -> bool:
    return len(letter.html.encode()) + len(letter.text.encode()) <= _MOST_BYTES


def _letter(contents: Contents, view: RegularView) -> RegularLetter:
    text = _render("body.txt", letter=view, entry_text=_entry_text)
    return RegularLetter(
        subject=one_line(view.subject)[:_LONGEST_SUBJECT],
        text=storable(text).strip() + "\n",
        html=_page(view),
        headers=_headers(contents, view),
    )


def _page(view: RegularView) -> str:
    """Return the page; what others are told too is put into its frame as it was made for them."""
    entries: list[EntryView] = []

    def place(entry: EntryView) -> Markup:
        entries.append(entry)
        return Markup("<!--entry {}-->").format(len(entries) - 1)

    frame = storable(_render("body.html", letter=view, entry_page=place))
    inlined = _inliner().inline(frame)
    return _PLACE.sub(lambda found: _entry_page(entries[int(found[1])]), inlined)


def _render(part: str, **values: object) -> str:
    template = current_app.jinja_env.get_template(f"mail/regular/{part}")
    return template.render(hub_name=settings().hub_name, public_url=settings().public_url, **values)


@lru_cache(maxsize=4096)
def _entry_page(entry: EntryView) -> str:
    """Return an entry as it stands in the pages of all who are told it."""
    styles = re.sub(r"</?style>", "", _render("style.html"))
    return CSSInliner().inline_fragment(storable(_render("entry.html", entry=entry)), styles)


@lru_cache(maxsize=4096)
def _entry_text(entry: EntryView) -> str:
    return _render("entry.txt", entry=entry)


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    """Return what moves the styles to where they apply; those for the dark stay where they are."""
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _headers(contents: Contents, view: RegularView) -> dict[str, str]:
    """Return what mail programs sort by and offer: RFC 2369, RFC 2919, RFC 3834, RFC 8058."""
    _, owner = parseaddr(settings().mail_from)
    return {
        "List-Id": f"<{_list_name(contents)}>",
        "List-Unsubscribe": f"<{view.end_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Help": f"<{view.settings_url}>",
        "List-Archive": f"<{absolute_url('letters.overview')}>",
        "List-Owner": f"<mailto:{owner}>",
        "List-Post": "NO",
        "Precedence": "list",
    }


def _list_name(contents: Contents) -> str:
    host = urlsplit(settings().public_url).hostname
    if contents.kind is LetterKind.CHANNEL and contents.channel is not None:
        return f"letter.{contents.channel.slug}.{host}"
    return f"{contents.kind.value}.{host}"
