"""What is said when a text seems to hold personal data of others."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from forum.kernel.personal_data import Finding
from forum.web.texts.personal_data import KINDS


@dataclass(frozen=True, slots=True)
class FoundData:
    """One stretch of the text, and what it looks like."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonalDataNote:
    """What was found, and the sign of the text in which it was."""

    found: tuple[FoundData, ...]
    seen: str


def personal_data_note(findings: Sequence[Finding], text: str) -> PersonalDataNote:
    """Return the note about these findings in this text."""
    found = tuple(FoundData(str(KINDS[one.kind]), one.text) for one in findings)
    return PersonalDataNote(found, sign_of(text))


def sign_of(text: str) -> str:
    """Return what tells a text from every other, however a browser sends its line ends."""
    lines = "\n".join(text.splitlines()).strip()
    return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()
