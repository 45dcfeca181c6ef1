"""Clean what people type before it is kept: posts (`clean_source`), titles and names
(`clean_line`); and quote a post.
"""

import re
import unicodedata
from itertools import groupby
from urllib.parse import quote as percent_encoded

from forum.kernel.errors import Invalid
from forum.kernel.markup.allowlist import is_address

POST_LIMIT = 50_000
"""Characters in one post; `render` keeps its time bound up to here."""

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
_NEVER = re.compile(
    rf"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_BIDI_CONTROLS}\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_INVISIBLE_IN_LINES = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINERS = "\u200c\u200d"
_STACKED_MARKS = 5
_QUOTE_DEPTH = re.compile(r"[ \t]*((?:>[ \t]?)*)")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~@:])")


def clean_source(text: str, *, limit: int, field: str = "body", may_be_empty: bool = False) -> str:
    """Normalise the source of a post: NFC, line feeds at line ends, no control characters.

    Direction overrides, embeddings and isolates (U+202A–202E, U+2066–2069) are removed, not
    refused: they come unseen with text copied from elsewhere, and without them the browser still
    sets every script in its own direction. The marks U+200E and U+200F stay, as right-to-left
    writing needs them and they cannot turn other people's text around.

    Raises `Invalid` with ``empty``, unless it `may_be_empty` and is "" then, or ``too_long`` (value
    ``limit``, in characters after cleaning).
    """
    if len(text) > 4 * limit:  # 5 MB are refused before any work
        raise Invalid("too_long", field=field, limit=limit)
    text = _NEVER.sub("", _NEWLINES.sub("\n", text))
    text = unicodedata.normalize("NFC", text).strip("\n").rstrip()
    return _checked(text, limit, field, may_be_empty=may_be_empty)


def clean_line(text: str, *, limit: int, field: str, may_be_empty: bool = False) -> str:
    """Normalise a title or name: one line, NFC, single spaces, nothing that cannot be seen.

    Zero-width joiners stay where a script or an emoji needs them, and go elsewhere (inside a
    plain word they would make a second, equal-looking name). At most five combining marks stay on
    a letter.

    Raises `Invalid` with ``empty``, unless it `may_be_empty` and is "" then, or ``too_long`` (value
    ``limit``, in characters after cleaning).
    """
    if len(text) > 4 * limit + 1_000:
        raise Invalid("too_long", field=field, limit=limit)
    text = _NEVER.sub("", _NEWLINES.sub(" ", text).replace("\t", " "))
    text = unicodedata.normalize("NFC", _INVISIBLE_IN_LINES.sub("", text))
    text = " ".join(_without_towers(_without_stray_joiners(text)).split())
    text = unicodedata.normalize("NFC", text)
    return _checked(text, limit, field, may_be_empty=may_be_empty)


def _checked(text: str, limit: int, field: str, *, may_be_empty: bool) -> str:
    """Return the cleaned text if it can be kept, or raise why not."""
    if not _is_visible(text):
        if may_be_empty:
            return ""
        raise Invalid("empty", field=field)
    if len(text) > limit:
        raise Invalid("too_long", field=field, limit=limit)
    return text


def _is_visible(text: str) -> bool:
    """Tell whether anything can be seen: neither white space nor a format, filler or lone
    combining character.
    """
    return any(
        unicodedata.category(character)[0] not in "ZCM"
        and character not in "\u115f\u1160\u3164\uffa0\u2800"
        for character in text
    )


def _takes_joiner(character: str) -> bool:
    """Tell whether a zero-width joiner may stand beside the character: emoji, and scripts whose
    letters join.
    """
    category = unicodedata.category(character)
    if category in {"So", "Sk"} or character in "\ufe0e\ufe0f\u2640\u2642\u2695\u2696":
        return True
    if category[0] not in "LM" or not "\u0600" <= character < "\u2000":
        return False
    return not unicodedata.name(character, "").startswith(("LATIN", "GREEK", "CYRILLIC"))


def _without_stray_joiners(text: str) -> str:
    kept: list[str] = []
    for position, character in enumerate(text):
        if character in _JOINERS:
            after = text[position + 1 : position + 2]
            if not (kept and after and _takes_joiner(kept[-1]) and _takes_joiner(after)):
                continue
        kept.append(character)
    return "".join(kept)


def _without_towers(text: str) -> str:
    """Keep at most five combining marks in a row, so that a name stays within its line."""
    runs = (
        ("".join(run), stacked)
        for stacked, run in groupby(
            text, key=lambda character: unicodedata.category(character) == "Mn"
        )
    )
    return "".join(run[:_STACKED_MARKS] if stacked else run for run, stacked in runs)


def quote(source: str, *, author: str, address: str) -> str:
    """Quote a post in Markdown: a line that names the author and links to the post, then the text,
    then room for the answer.

    What the post itself quotes stays as one inner level; what that quoted in turn is left out. An
    address that no link may have (see `is_address`) leaves the name without a link.
    """
    name = _SPECIAL.sub(r"\\\1", " ".join(author.split()))
    target = percent_encoded(address, safe="/:?#@!$&'*+,;=%~[]", errors="replace")
    attribution = f"[{name}]({target}):" if is_address(target) else f"**{name}**:"
    lines = _without_deep_quotes(_NEWLINES.sub("\n", source).strip("\n").split("\n"))
    return (
        "\n".join([f"> {attribution}", ">", *(f"> {line}" if line else ">" for line in lines)])
        + "\n\n"
    )


def _without_deep_quotes(lines: list[str]) -> list[str]:
    """Drop the lines quoted twice or more; a ``>`` inside a code block is code."""
    kept: list[str] = []
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if fence:
            kept.append(line)
            if found and found[1].startswith(fence) and not line.strip(" \t>").strip(fence[0]):
                fence = ""
            continue
        marks = _QUOTE_DEPTH.match(line)
        if marks and marks[1].count(">") > 1:
            continue
        if found:
            fence = found[1]
        kept.append(line.rstrip())
    return kept
