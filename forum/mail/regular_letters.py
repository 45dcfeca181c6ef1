"""The words around what stands in a regular letter."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forum.digests.contents import Contents


@dataclass(frozen=True, slots=True)
class RegularLetter:
    """A letter before it is packed."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)


def letter_of(contents: Contents) -> RegularLetter:
    """Return the letter in the language of its reader."""
    titles = [entry.title for section in contents.sections for entry in section.entries]
    return RegularLetter(contents.period, "\n".join(titles) + "\n", "<p></p>")
