"""Find what looks like personal data of other people in a text, so that its author can think again.

A careful guess and no gate: telephone numbers, mail addresses, dates of birth, file numbers and
bank accounts, as they are written in Germany. Dates, office hours, sums of money and links are none
of these. Each expression reads a bounded stretch from each place, so a hostile text of any length
costs linear time.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

MOST_FINDINGS = 20
LONGEST_SHOWN = 60


class DataKind(enum.StrEnum):
    """What a finding looks like."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"
    FILE_NUMBER = "file_number"
    BANK_ACCOUNT = "bank_account"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of the text that looks like personal data."""

    kind: DataKind
    text: str


# A link leads somewhere and says nothing about a person; "mailto:" and "tel:" are no such links.
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}"
    r"|\]\(/[^\s()]{1,300}\)|(?<![\w.])/(?:threads|posts|channels|people|attachments)/[^\s)]{1,100}"
)

_EMAIL = re.compile(
    r"(?<![\w.+%-])([\w%+-]{1,40}(?:\.[\w%+-]{1,40}){0,5})@(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24}(?!\w)"
)
_OFFICES = frozenset(
    {"info", "kontakt", "post", "poststelle", "presse", "office", "buero", "büro", "verwaltung"}
    | {"rathaus", "stadtverwaltung", "redaktion", "hallo", "mail", "service", "noreply"}
)
"""Mail boxes of a house and not of a person."""

_GAP = r"(?:[ \u00a0]?[/–-][ \u00a0]?|[ \u00a0])?"
_DIGITS = rf"\d(?:{_GAP}\d){{{{{{0}},{{1}}}}}}"
_PHONE = re.compile(
    rf"(?<![\w.,/+-])(?<!\d[ \u00a0])(?:"
    rf"(?:\+|00)49[ \u00a0/-]?(?:\(0\)[ \u00a0]?)?{_DIGITS.format(5, 12)}"
    rf"|\(0\d{{1,5}}\)[ \u00a0/-]{{0,2}}{_DIGITS.format(2, 11)}"
    rf"|0[1-9]{_GAP}{_DIGITS.format(4, 11)}"
    r")(?![\w/]|[.,:]\d)"
)
_NAMED_PHONE = re.compile(
    r"\b(?:Tel(?:efon(?:nummer)?)?|Mobil(?:nummer)?|Handy(?:nummer)?|Fon|Fax|Rufnummer)\b"
    rf"[.:]{{0,2}}[ \u00a0]{{0,3}}(?:ist |lautet )?({_DIGITS.format(3, 13)})(?![\w/]|[.,:]\d)",
    re.IGNORECASE,
)
_NO_PHONE = re.compile(r"[ \u00a0]{0,2}(?:Uhr|€|EUR\b|Euro|Prozent|%|qm|m²)")
_DATE_LIKE = re.compile(r"\d{1,2}[ /–-]{1,3}\d{1,2}[ /–-]{1,3}(?:\d{4}|\d{2})")

_MONTHS = (
    "Jan(?:uar)?|Feb(?:ruar)?|März|Mrz|Apr(?:il)?|Mai|Jun[i]?|Jul[i]?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Okt(?:ober)?|Nov(?:ember)?|Dez(?:ember)?"
)
_DATE = (
    rf"(?:\d{{1,2}}\.[ \u00a0]?(?:\d{{1,2}}\.[ \u00a0]?|(?:{_MONTHS})\.?[ \u00a0])(?:19|20)\d\d"
    r"|\d{1,2}\.\d{1,2}\.\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d)(?!\d)"
)
_NAME = r"[A-ZÄÖÜ][\w'-]{1,40}"
_BIRTH = re.compile(
    rf"(?:\b(?:geb(?:oren(?:e[nrs]?)?)?|Geburts(?:datum|tag)|born|birth)\b[^\n\d]{{0,30}}({_DATE})"
    rf"|(?<=\()\*[ \u00a0]?({_DATE})"
    rf"|(?:(?<=[\w(,;])|(?<=[\w(,;] ))\*[ \u00a0]?({_DATE})(?![^\n*]{{0,80}}\*)"
    rf"|(?<![\d.])({_DATE})[ \u00a0]{{0,2}}(?:in {_NAME} )?geboren\b"
    rf"|\b(?:Herrn?|Frau|(?:Vor|Nach)?[Nn]ame|(?:Teilnehm|Klient|Schül|Bewohn)\w{{0,20}}|Kind|Eheleute)"
    rf"\b:?[ \u00a0](?:{_NAME}[ \u00a0]?){{1,4}}[^\w\n]{{0,4}}({_DATE}))",
)

_FILE = re.compile(
    r"(?:\b(?:Az|AZ|GZ)\b\.?|\b(?:[\w-]{0,30}[Aa]ktenzeichen|Geschäftszeichen|Gesch\.?-?Z\.?"
    r"|Akten?(?:nummer|[- ]?Nr\.?)|Fallnummer|Kundennummer|Versicher(?:ten|ungs)nummer|BG-Nummer"
    r"|Bedarfsgemeinschaft(?:snummer)?)\b)"
    r"[:.]?(?:[ \u00a0](?:Nr\.?|lautet|ist))?:?[ \u00a0]{0,3}"
    r"((?:[A-Z]{1,5}[ \u00a0])?(?=\S{0,20}\d)[\w(][\w./()–-]{0,30}"
    r"(?:[ \u00a0](?:[A-Z][A-Za-z]{0,3}[ \u00a0])?[\w./()–-]{0,20}\d[\w./()–-]{0,20}){0,4})"
)
_YEAR = re.compile(r"(?:19|20)\d\d\W*")

_IBAN_START = re.compile(r"(?<![\w])[A-Z]{2}\d{2}(?= ?[A-Z0-9])", re.IGNORECASE)
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26,
    "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26,
    "UA": 29,
}  # fmt: skip


def personal_data(text: str) -> tuple[Finding, ...]:
    """Return what was found, each once, in the order of the text; at most `MOST_FINDINGS`."""
    left = _LINK.sub(lambda link: " " * len(link[0]), text)
    found: list[tuple[int, Finding]] = []
    for kind, find in (
        (DataKind.BANK_ACCOUNT, _bank_accounts),
        (DataKind.EMAIL, _addresses),
        (DataKind.BIRTH_DATE, _birth_dates),
        (DataKind.FILE_NUMBER, _file_numbers),
        (DataKind.TELEPHONE, _telephones),
    ):
        taken = list(find(left))
        found += (
            (start, Finding(kind, " ".join(left[start:end].split())[:LONGEST_SHOWN]))
            for start, end in taken
        )
        left = _without(left, taken)
    in_order = dict.fromkeys(finding for _start, finding in sorted(found, key=itemgetter(0)))
    return tuple(in_order)[:MOST_FINDINGS]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text without what is found already, so that nothing is found as two things."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [text[at:start], "\n" * (end - max(start, at))]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _bank_accounts(text: str) -> Iterator[tuple[int, int]]:
    for start in _IBAN_START.finditer(text):
        wanted = _IBAN_LENGTHS.get(start[0][:2].upper(), 0)
        signs = ""
        end = start.start()
        while len(signs) < wanted and end < len(text):
            sign = text[end]
            if sign.isascii() and sign.isalnum():
                signs += sign.upper()
            elif sign not in " \u00a0":
                break
            end += 1
        if wanted and len(signs) == wanted and _is_iban(signs):
            yield start.start(), end


def _is_iban(signs: str) -> bool:
    """Check the sum of an account number (ISO 13616: 97 divides it with remainder 1)."""
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for found in _EMAIL.finditer(text):
        if found[1].lower() not in _OFFICES:
            yield found.span()


def _birth_dates(text: str) -> Iterator[tuple[int, int]]:
    for found in _BIRTH.finditer(text):
        yield found.span(found.lastindex or 0)


def _file_numbers(text: str) -> Iterator[tuple[int, int]]:
    for found in _FILE.finditer(text):
        if not _YEAR.fullmatch(found[1]):
            yield found.start(1), found.start(1) + len(found[1].rstrip(".)–-"))


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    for named in _NAMED_PHONE.finditer(text):
        yield named.span(1)
    for found in _PHONE.finditer(text):
        is_other = _NO_PHONE.match(text, found.end()) or _DATE_LIKE.fullmatch(found[0])
        if not is_other:
            yield found.span()
