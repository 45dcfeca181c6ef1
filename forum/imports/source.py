"""From the plain text of a letter to the source of a post: its own words, quotes folded, files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from forum.attachments.models import Attachment
from forum.attachments.references import markdown_of
from forum.kernel.markup import POST_LIMIT
from forum.kernel.mime.paragraphs import with_whole_paragraphs

SHORT_QUOTE = 6
"""Lines of a quote inside a text that stand open; a longer one is folded."""
_OMISSION = "\n\n[…]"
_ADDRESS = r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
# Whose address it is stands before it, as a rule: "Anna <anna@example.org>", "[mailto:…]".
_BRACKETED = re.compile(rf"[ ]?[<\[(](?:mailto:)?{_ADDRESS}[>\])]")
_BARE = re.compile(rf"(?<![\w.+%-]){_ADDRESS}")
_QUOTED = re.compile(r"[ \t]*>")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is added to a text, in the language of the hub."""

    quoted: str
    """Stands above a folded quote."""
    left_out: str
    """Stands before the names of files that were not taken."""


def source_of(
    own: str, quoted: str, attachments: Iterable[Attachment], refused: Iterable[str], words: Wording
) -> str:
    """Return the Markdown of a post; "" where the letter says and brings nothing.

    What is too long for a post loses its quote first, then the end of its own words.
    """
    files = "\n".join(f"{markdown_of(one)}  " for one in attachments)
    names = ", ".join(f"`{_harmless(name)}`" for name in refused)
    below = [part for part in (files.rstrip(), names and f"{words.left_out} {names}") if part]
    own = _folded(with_whole_paragraphs(own), words).strip()
    if not own and not quoted.strip() and not below:
        return ""
    folded = [_details(quoted, words)] if quoted.strip() else []
    room = POST_LIMIT - sum(len(part) + 2 for part in below) - len(_OMISSION) - 2
    if len(own) + sum(map(len, folded)) > room:
        folded = []
    if len(own) > room:
        own = own[: max(room, 0)].rstrip() + _OMISSION
    return "\n\n".join(part for part in (own, *below, *folded) if part)


def _folded(text: str, words: Wording) -> str:
    """Fold the long quotes inside a text."""
    parts: list[str] = []
    for is_quote, group in groupby(text.split("\n"), key=lambda one: bool(_QUOTED.match(one))):
        lines = list(group)
        if is_quote:
            lines = without_addresses("\n".join(lines)).split("\n")
        if is_quote and len(lines) > SHORT_QUOTE:
            parts.append(f"\n:::details {words.quoted}\n" + "\n".join(lines) + "\n:::\n")
        else:
            parts.append("\n".join(lines))
    return "\n".join(parts)


def _details(quoted: str, words: Wording) -> str:
    lines = without_addresses(quoted).strip("\n").split("\n")
    quote = "\n".join(f"> {line}".rstrip() for line in lines)
    return f":::details {words.quoted}\n{quote}\n:::"


def without_addresses(quoted: str) -> str:
    """Leave out addresses: a quote repeats those of others, who did not mean them for this page."""
    return _BARE.sub("…", _BRACKETED.sub("", quoted))


def _harmless(name: str) -> str:
    return " ".join(name.replace("`", "'").split())[:120]
