"""Take away what stands below every letter of somebody: contact details, disclaimers, the device.

The greeting and the name below it are the author's words and stay. Whatever follows them is taken
away where it is plainly a business card; a postscript stays. Where in doubt, words stay: a line too
much is better than a sentence lost.
"""

import re
from collections.abc import Iterator

_LONGEST_LINE = 1_000
_LINES_BELOW = 40
"""Lines from the end in which a greeting is looked for."""

_DELIMITER = re.compile(r"--[ \t]*")
_RULE = re.compile(r"[ \t]*(?:[_*=~–—-][ \t]?){3,}[ \t]*")

_DEVICE = re.compile(
    r"[ \t]*[*_(\[]{0,3}(?:"
    r"(?:Von|Aus)[ ].{1,60}[ ](?:gesendet|geschrieben|verschickt)"
    r"|Gesendet[ ](?:von|mit|über|aus|vom|via)[ ].{1,90}"
    r"|(?:Diese|Die)[ ](?:Nachricht|E-?Mail|Mail)[ ]wurde[ ](?:von|mit|auf)[ ].{1,80}[ ]"
    r"(?:gesendet|geschrieben|versandt)"
    r"|Diese[ ]E-?Mail[ ]wurde[ ].{0,80}(?:auf[ ]Viren[ ]geprüft|Virenschutz).{0,60}"
    r"|Virenfrei\.?.{0,80}|Virus-free\.?.{0,80}"
    r"|(?:Outlook|Mail)[ ]für[ ].{1,30}[ ](?:beziehen|herunterladen).{0,120}"
    r"|Holen[ ]Sie[ ]sich[ ]Outlook[ ]für[ ].{1,120}|Laden[ ]Sie[ ]Outlook[ ]für[ ].{1,120}"
    r"|Get[ ]Outlook[ ]for[ ].{1,120}|Get[ ]BlueMail[ ]for[ ].{1,80}"
    r"|Sent[ ](?:from|with|via)[ ].{1,90}"
    r")[*_)\]]{0,3}[.!]?[ \t]*",
    re.IGNORECASE,
)
"""Only whole lines that say nothing else."""

_DISCLAIMER = re.compile(
    r"[ \t]*[*_>]{0,3}(?:"
    r"(?:Wichtiger[ ]|Rechtlicher[ ])?Hinweis:?[ ].{0,60}(?:E-?Mail|Nachricht|vertraulich)"
    r"|(?:Diese|Der[ ]Inhalt[ ]dieser|Die[ ]in[ ]dieser)[ ]"
    r"(?:E-?Mail|Nachricht|elektronische[ ]Post)\b.{0,150}"
    r"(?:vertraulich|rechtlich[ ]geschützt|ausschließlich|Empfänger|Adressat)"
    r"|This[ ](?:e-?mail|message|communication)\b.{0,150}(?:confidential|privileged|intended)"
    r"|(?:Confidentiality|Disclaimer|Privileged)\b.{0,40}:"
    r"|(?:Bitte[ ])?(?:denken|prüfen|bedenken)[ ]Sie\b.{0,60}(?:Umwelt|ausdrucken|Ausdruck|drucken)"
    r"|Please[ ](?:consider|think)\b.{0,40}environment"
    r"|(?:Informationen|Hinweise?)[ ](?:zum|zur|über)[ ](?:den[ ]|die[ ])?"
    r"(?:Datenschutz|Verarbeitung)\b"
    r"|Datenschutz(?:hinweis|information)e?n?:"
    r"|Sitz[ ]der[ ]Gesellschaft:|Registergericht:|Amtsgericht[ ].{1,40}HR[AB]"
    r")",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"[ \t]*[*_\[!]{0,4}[ ]?(?:Achtung|Vorsicht|Warnung|Caution|Warning|Extern|External)\b.{0,40}"
    r"(?:extern|external|außerhalb|outside|unbekannt).{0,400}",
    re.IGNORECASE,
)
"""What a mail gateway writes above letters from outside."""

_GREETING = re.compile(
    r"[ \t]*[*_]{0,2}(?:"
    r"(?:(?:Vielen[ ]|Herzlichen[ ]|Besten[ ])?Danke?(?:[ ].{0,30})?[ ]und[ ]"
    r"|Bis[ ].{2,20}[ ]und[ ])?"
    r"(?:Mit[ ])?"
    r"(?:(?:freundlich|herzlich|lieb|viel|best|schön|sonnig|kollegial|solidarisch)\w{0,5}"
    r"(?:,?[ ](?:und[ ])?)){1,3}Gr(?:ü|ue)(?:ß|ss)en?"
    r"(?:[ ](?:aus|vom|von|nach|an|in)[ ][\w .-]{2,40})?"
    r"|(?:Lieben|Schönen|Herzlichen|Besten|Freundlichen)?[ ]?Gru(?:ß|ss)"
    r"|Gr(?:ü|ue)(?:ß|ss)e(?:[ ](?:aus|vom|von|nach)[ ][\w .-]{2,40})?"
    r"|MfG|m\.[ ]?f\.[ ]?G\.?|VG|LG|BG|Herzlichst|Hochachtungsvoll|Glück[ ]auf"
    r"|(?:With[ ])?(?:kind|best|warm|many)(?:est)?[ ](?:regards|wishes)|Regards|Best|Cheers"
    r"|Sincerely"
    r"|Yours[ ](?:sincerely|faithfully|truly)|All[ ]the[ ]best|Thanks|Many[ ]thanks|Thank[ ]you"
    r")[*_]{0,2}[ ]?[,.!]?[*_]{0,2}[ \t]*",
    re.IGNORECASE,
)
_ON_BEHALF = re.compile(
    r"[ \t]*(?:i\.?[ ]?[AV]\.?|im[ ]Auftrag|in[ ]Vertretung|gez\.)[ ,]*(?P<name>.{0,50})",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(
    r"[ \t]*(?:P\.?[ ]?S\.?|NB|Nachtrag|Übrigens)\b[ \t]?[:.,)]?", re.IGNORECASE
)
_CONTACT = re.compile(
    r"\b(?:Tel|Telefon|Fon|Fax|Telefax|Mobil|Handy|Phone|Mobile|E-?Mail|Internet|Web)\b"
    r"\.?[ \t]?[:+0(]"
    r"|[\w.+-]{1,64}@[\w-]{1,63}\.|https?://|\bwww\.|\+49|\b0\d{2,5}[ /-]{1,3}\d{3}"
    r"|\b\d{5}[ ][A-ZÄÖÜ]|(?:straße|str\.|platz|weg|allee|markt)[ ]\d{1,4}\b",
    re.IGNORECASE,
)
_SENTENCE_END = (".", "!", "?", ":", ";")


def without_banner(lines: list[str]) -> list[str]:
    """Return the letter without a warning of the mail gateway above it."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None or not _BANNER.fullmatch(lines[first][:_LONGEST_LINE]):
        return lines
    return lines[first + 1 :]


def without_signature(lines: list[str], author: str = "") -> list[str]:
    """Return what somebody wrote without what stands below all of their letters.

    `author` is the name they are known by.
    """
    lines = [line for line in lines if not _DEVICE.fullmatch(line[:_LONGEST_LINE])]
    lines = _trimmed(_up_to_delimiter(lines))
    lines = _trimmed(_up_to_disclaimer(lines))
    lines = _without_card_below_rule(lines)
    lines = _without_card_below_greeting(lines)
    return _trimmed(_without_card_of(lines, author))


def _trimmed(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _up_to_delimiter(lines: list[str]) -> list[str]:
    """Cut at the line by which mail programs mark a signature (RFC 3676, 4.3)."""
    for at, line in enumerate(lines):
        if _DELIMITER.fullmatch(line):
            return lines[:at]
    return lines


def _up_to_disclaimer(lines: list[str]) -> list[str]:
    for at in range(1, len(lines)):
        above = lines[at - 1][:_LONGEST_LINE]
        begins = not above.strip() or _RULE.fullmatch(above)
        if begins and _DISCLAIMER.match(" ".join(lines[at : at + 3])[:_LONGEST_LINE]):
            kept = _trimmed(lines[:at])
            return kept[:-1] if kept and _RULE.fullmatch(kept[-1]) else kept
    return lines


def _without_card_below_rule(lines: list[str]) -> list[str]:
    """Cut at a rule of dashes with a business card, and nothing else, below it."""
    for at in range(max(0, len(lines) - _LINES_BELOW), len(lines)):
        if at and _RULE.fullmatch(lines[at][:_LONGEST_LINE]):
            below = lines[at + 1 :]
            if _has_contact(below) and not _reads_on(below):
                return _trimmed(lines[:at])
    return lines


def _without_card_below_greeting(lines: list[str]) -> list[str]:
    """Keep greeting, name and postscript of what stands below the last greeting."""
    for at in range(len(lines) - 1, max(-1, len(lines) - _LINES_BELOW), -1):
        if _GREETING.fullmatch(lines[at][:200]):
            end = _end_of_name(lines, at + 1)
            return lines[:end] + _kept_below(lines, end)
    return lines


def _end_of_name(lines: list[str], start: int) -> int:
    """Return the line after the name that signs, and after what it signs on behalf of."""
    end = at = start
    while at < len(lines):
        line = lines[at].strip()
        if on_behalf := _ON_BEHALF.fullmatch(line[:80]):
            end = at + 1
            if on_behalf["name"].strip():
                return end
        elif line:
            return at + 1 if _may_be_name(line) else end
        at += 1
    return end


def _may_be_name(line: str) -> bool:
    plain = line.strip(" *_,")
    has_sign = any(sign.isdigit() or sign in "@:/" for sign in plain)
    return (
        len(plain) <= 50
        and len(plain.split()) <= 5
        and not has_sign
        and not plain.endswith(_SENTENCE_END)
    )


def _kept_below(lines: list[str], start: int) -> list[str]:
    below = lines[start:]
    if not any(line.strip() for line in below):
        return []
    if _has_contact(below):
        said = [
            paragraph for _at, paragraph in _paragraphs(below) if _POSTSCRIPT.match(paragraph[0])
        ]
        return [line for paragraph in said for line in ("", *paragraph)]
    # A title or a house, right below the name.
    at = 0
    while at < min(len(below), 4) and below[at].strip() and _is_title(below[at]):
        at += 1
    return below[at:]


def _is_title(line: str) -> bool:
    plain = line.strip(" *_,")
    return len(plain) <= 60 and not plain.endswith(_SENTENCE_END) and not _POSTSCRIPT.match(plain)


def _without_card_of(lines: list[str], author: str) -> list[str]:
    """Cut at a business card that begins with the author's name, without any greeting above it."""
    names = author.casefold().split()
    if not names:
        return lines
    for start, paragraph in _paragraphs(lines):
        head = paragraph[0].strip(" *_,").casefold()
        is_name = len(head) <= len(author) + 20 and all(name in head for name in names)
        if start and is_name and len(paragraph) > 1 and _has_contact(lines[start:]):
            return lines[:start] if not _reads_on(lines[start:]) else lines
    return lines


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each paragraph with the number of its first line."""
    start = None
    for at, line in enumerate([*lines, ""]):
        if line.strip():
            start = at if start is None else start
        elif start is not None:
            yield start, lines[start:at]
            start = None


def _has_contact(lines: list[str]) -> bool:
    return any(_CONTACT.search(line[:_LONGEST_LINE]) for line in lines)


def _reads_on(lines: list[str]) -> bool:
    """Tell whether these lines say more than a business card does."""
    return any(len(line.split()) > 9 and line.rstrip().endswith(_SENTENCE_END) for line in lines)
