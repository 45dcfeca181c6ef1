"""Regular letters in their readers' language: of the week, of a channel, and newsletters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from urllib.parse import urlsplit

from flask_babel import force_locale

from forum.digests.contents import Contents
from forum.digests.models import LetterKind
from forum.mail.addresses import ending_address, help_address
from forum.mail.context import settings
from forum.mail.letters import absolute_url, one_line
from forum.mail.regular_pages import page_of, text_of
from forum.mail.regular_view import RegularView, regular_view

_LONGEST_SUBJECT = 200
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
    return RegularLetter(
        subject=one_line(view.subject)[:_LONGEST_SUBJECT],
        text=text_of(view),
        html=page_of(view),
        headers=_headers(contents, view),
    )


def _headers(contents: Contents, view: RegularView) -> dict[str, str]:
    """Return what mail programs sort by and offer: RFC 2369, RFC 2919, RFC 3834, RFC 8058."""
    _, owner = parseaddr(settings().mail_from)
    by_mail = ending_address(contents.reader.account_id, contents.order_key)
    headers = {"Reply-To": help_address()} if by_mail else {}
    return headers | {
        "List-Id": f"<{_list_name(contents)}>",
        "List-Unsubscribe": f"<{view.end_url}>" + (f", <mailto:{by_mail}>" if by_mail else ""),
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
