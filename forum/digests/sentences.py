"""The one or two sentences of a text that tell what it is about; plain text in, plain text out."""

import re
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 220
"""Characters of what is shown of one text."""

_END = re.compile(r"(?<=[.!?…])[\"“”»)]?\s+(?=[\"„«(]?[^\W_a-zäöüß])")
# "z. B.", "ca.", "Dr.", "14." are no ends of sentences.
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Za-zÄÖÜäöü]|[0-9]{1,4}|bzw|bspw|ca|ct|Dr|evtl|ff|ggf|Hr|Fr|inkl|Mio|Nr|Prof|"
    r"Std|Str|Tel|usw|vgl|vs|zzgl|etc|Mr|Mrs|Ms)\.)$"
)
_GREETING = re.compile(
    r"^(?:sehr geehrte\w*|liebe[rs]?|hallo|guten (?:tag|morgen|abend)|moin|servus|hi|hey|"
    r"dear|hello|good (?:morning|afternoon|evening)|vielen dank|danke|thank you|thanks)\b"
    r"[^.!?,:]{0,60}[.!?,:]\s+",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """Split a text of one line into its sentences."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _ABBREVIATED.search(text, start, end.start()):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    if rest := text[start:].strip():
        found.append(rest)
    return found


@lru_cache(maxsize=4_096)
def telling(text: str, *, asks: bool = False, longest: int = LONGEST) -> str:
    """Return what matters of a text: what it asks, or how it begins without its greeting."""
    text = " ".join(text.split())
    rest = _GREETING.sub("", text, count=1) or text
    found = sentences(rest[:1].upper() + rest[1:])
    if not found:
        return ""
    if asks and (asked := next((one for one in found if one.endswith("?")), "")):
        return shortened(asked, longest)
    return shortened(_first_of(found, longest), longest)


def shortened(text: str, longest: int = LONGEST) -> str:
    """Cut at a blank, with an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    cut = head.rfind(" ")
    return head[: cut if cut > longest // 2 else len(head)].rstrip(" ,;:–—-(") + "…"


def _first_of(found: Sequence[str], longest: int) -> str:
    """Take a second sentence where the first says little."""
    first = found[0]
    if len(found) > 1 and len(first) < 80 and len(first) + len(found[1]) < longest:
        return f"{first} {found[1]}"
    return first


_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_SIGNS = re.compile(
    r"(?m)^\s{0,3}(?:#{1,6}|>|[-*+]|[0-9]{1,3}[.)])\s+|\*\*|__|`|(?<!\w)[*_]|[*_](?!\w)"
)


def plain(markdown: str) -> str:
    """Return short Markdown without its signs, on one line; good enough to quote from."""
    return " ".join(_SIGNS.sub("", _LINK.sub(r"\1", markdown)).split())
