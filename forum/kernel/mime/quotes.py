"""Find in the text of an answer where the letter begins that it answers.

Mail programs repeat what is answered in two ways: behind ``>`` at the beginning of each line, or as
it is, below a line or a block of headers that says whose it was. This finds the second, and the
lines that announce the first. Each expression reads one line (or four, joined) of a bounded length,
so that a hostile letter costs linear time.
"""

import re
from dataclasses import dataclass

LONGEST_LINE = 1_000
"""Signs of a line that are looked at."""
_HEADERS_WITHIN = 10
"""Lines in which the headers of a repeated letter stand."""
_ATTRIBUTION_LINES = 4

_FIELDS = {
    "von": "from",
    "from": "from",
    "de": "from",
    "gesendet": "date",
    "gesendet am": "date",
    "sent": "date",
    "datum": "date",
    "date": "date",
    "an": "to",
    "to": "to",
    "cc": "to",
    "kopie": "to",
    "betreff": "subject",
    "subject": "subject",
}
_FIELD = re.compile(
    r"(?:^|(?<=[\s*_]))[*_]{0,3}"
    r"(Von|From|De|Gesendet(?: am)?|Sent|Datum|Date|An|To|Cc|Kopie|Betreff|Subject)"
    r"[*_]{0,3}[ \t]?:(?=[\s*_]|$)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[ \t]*(?:[_*-][ \t]?){3,}[ \t]*")
_NAMED_SEPARATOR = re.compile(
    r"[ \t]*[-_=*]{2,}[ \t]{0,3}(?:"
    r"(?:Ursprüngliche|Weitergeleitete|Original|Reply|Forwarded)[ -]{0,3}"
    r"(?:Nachricht|E-?Mail|Message)"
    r"|Originalnachricht"
    r")(?:[ \t]von[ \t].{1,200}?)?[ \t]{0,3}[-_=*]{2,}[ \t]*"
    r"|[ \t]*(?:Anfang der weitergeleiteten Nachricht|Begin forwarded message)[ \t]*:[ \t]*",
    re.IGNORECASE,
)

_CLOCK = r"\d{1,2}[:.]\d{2}"
_DAY = (
    r"(?:\d{1,2}[./-][ ]?(?:\d{1,2}[./-][ ]?|[A-Za-zÄÖÜäöü]{3,9}\.?,?[ ])\d{2,4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}[ ][A-Za-z]{3,9}\.?,?[ ]\d{4}|[A-Za-z]{3,9}\.?[ ]\d{1,2},?[ ]\d{4})"
)
_WHEN = re.compile(rf"{_DAY}|{_CLOCK}|<[^<>@\s]{{1,64}}@[^<>\s]{{1,255}}>")
_WROTE = r"(?:schrieb(?:en)?|geschrieben|wrote|a écrit|napsala?|napisał\(?a?\)?)"
# Words of a moment, so that a sentence of the author's own about a day is none.
_MOMENT = (
    r"(?:(?:\S{0,12}\d\S{0,12}|(?:Mo|Di|Mi|Do|Fr|Sa|So)\w{0,8}[.,]{0,2}"
    r"|(?:Jan|Feb|Mär|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)\w{0,7}[.,]?"
    r"|um|Uhr,?|[A-Z]{2,5},?)[ ]){1,10}"
)
_ATTRIBUTIONS = (
    # Am 23.11.26 um 10:12 schrieb Name: · Am 23.11.26 hat Name geschrieben:
    re.compile(rf"Am[ ]{_MOMENT}(?:schrieb\b.{{0,200}}|hat[ ].{{2,200}}[ ]geschrieben):"),
    # On 23 Nov 2026, at 10:12, Name <…> wrote:
    re.compile(rf"(?:On|Le|Dne|W dniu)\b.{{4,400}}?\b{_WROTE}.{{0,200}}:"),
    # Name <…> schrieb am Mo., 23. Nov. 2026, 10:12: · Name hat am … geschrieben:
    re.compile(
        rf".{{2,200}}?\b(?:hat[ ]am\b.{{4,100}}geschrieben|{_WROTE}[ ](?:am|on|um)\b.{{4,100}}):"
    ),
    # * Name <…> [2026-11-23 10:12]: · 2026-11-23 10:12 GMT+01:00 Name <…>:
    re.compile(rf"\*?[ ]?.{{2,200}}\[{_DAY}.{{0,40}}\]:"),
    re.compile(rf"{_DAY}[ ,T].{{0,200}}<[^<>@\s]{{1,64}}@[^<>\s]{{1,255}}>:"),
    # Zitat von Name <…>:
    re.compile(r"(?:Zitat[ ]von|Quoting)[ ].{2,200}:", re.IGNORECASE),
)
_SOMEBODY_WROTE = re.compile(rf".{{1,200}}?\b{_WROTE}\b.{{0,100}}:", re.IGNORECASE)
# >>> Name <…> 23.11.2026 10:12 >>>
_GROUPWISE = re.compile(rf">>>[ ]?(?!>).{{2,200}}?(?:{_DAY}|{_CLOCK}).{{0,60}}>>>[ \t]*")
_QUOTED = re.compile(r"[ \t]{0,3}>")


@dataclass(frozen=True, slots=True)
class Past:
    """Where something older begins."""

    start: int
    """The first line that announces it."""
    end: int
    """The first line of the older text itself."""
    is_marked: bool
    """Its lines begin with ``>``, so that what is written between and below them is told apart."""


def is_quoted(line: str) -> bool:
    """Tell whether the line is marked as somebody else's."""
    return bool(_QUOTED.match(line))


def next_past(lines: list[str], start: int) -> Past | None:
    """Return the next announcement of something older, from this line on."""
    for at in range(start, len(lines)):
        line = lines[at][:LONGEST_LINE]
        if _GROUPWISE.fullmatch(line):
            return Past(at, at + 1, is_marked=False)
        if is_quoted(line) or not line.strip():
            continue
        if past := _headers(lines, at) or _named(lines, at) or _attribution(lines, at):
            return past
    return None


def _named(lines: list[str], at: int) -> Past | None:
    if _NAMED_SEPARATOR.fullmatch(lines[at][:LONGEST_LINE]):
        return Past(at, at + 1, is_marked=_marked_below(lines, at + 1))
    return None


def _headers(lines: list[str], at: int) -> Past | None:
    """Find ``Von: … Gesendet: … An: … Betreff: …``, whichever comes first, bold or in one line."""
    first = _FIELD.match(lines[at].lstrip()[:LONGEST_LINE])
    if first is None:
        return None
    found: set[str] = set()
    end = at
    for number, line in enumerate(lines[at : at + _HEADERS_WITHIN], at):
        fields = [_FIELDS[one[1].lower()] for one in _FIELD.finditer(line[:LONGEST_LINE])]
        if fields:
            found.update(fields)
            end = number + 1
        elif not line.strip() and number > end:
            break
    if "from" not in found or len(found) < 3:
        return None
    start = at
    while start and (not lines[start - 1].strip() or _SEPARATOR.fullmatch(lines[start - 1])):
        start -= 1
    return Past(start, end, is_marked=False)


def _attribution(lines: list[str], at: int) -> Past | None:
    joined = ""
    for end in range(at + 1, min(at + 1 + _ATTRIBUTION_LINES, len(lines) + 1)):
        line = lines[end - 1]
        if is_quoted(line) or not line.strip():
            return None
        joined = f"{joined} {line.strip()}".strip()[:LONGEST_LINE]
        if not joined.endswith(":"):
            continue
        is_marked = _marked_below(lines, end)
        told = any(one.fullmatch(joined) for one in _ATTRIBUTIONS) and _WHEN.search(joined)
        if told or (is_marked and _SOMEBODY_WROTE.fullmatch(joined)):
            return Past(at, end, is_marked=is_marked)
    return None


def _marked_below(lines: list[str], at: int) -> bool:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at < len(lines) and is_quoted(lines[at])
