"""What the subject of a letter says: the matter, and whether the letter answers another one."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line
from forum.kernel.words import folded_text

_LONGEST = 500
# How mail programs begin the subject of an answer, and of a letter passed on, in the languages of
# Europe; some count ("Re[2]:", "AW(3):").
_ANSWER = re.compile(
    r"(?:re|aw|antw|antwort|sv|vs|odp|ynt|ref)(?:\s?[\[(]\d{1,3}[\])])?\s?:\s*", re.IGNORECASE
)
_PASSED_ON = re.compile(r"(?:wg|fw|fwd|tr|rv|enc|wtr)\s?:\s*", re.IGNORECASE)
_TAG = re.compile(r"\[([^\[\]]{1,60})\]\s*")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject taken apart."""

    title: str
    """Without "Re:" and without the name of the list; "" where nothing is left."""
    key: str
    """What the subjects of one conversation have in common, as a hash; "" where it says nothing."""
    is_answer: bool


def subject_of(text: str, *, tag: str = "") -> Subject:
    """Take a decoded subject apart; `tag` is what the list puts before it, without brackets."""
    rest, is_answer = _line(text), False
    while True:
        shorter, answers = _without_beginning(rest, tag)
        if shorter == rest:
            break
        rest, is_answer = shorter, is_answer or answers
    return Subject(title=rest, key=_key(rest), is_answer=is_answer)


def likely_tag(subjects: Iterable[str]) -> str:
    """Return what a list puts before its subjects: in brackets before more than half of them."""
    tags: Counter[str] = Counter()
    count = 0
    for subject in subjects:
        count += 1
        if found := _TAG.match(_without_answers(_line(subject))):
            tags[found[1]] += 1
    common = tags.most_common(1)
    return common[0][0] if common and common[0][1] * 2 > count and count > 1 else ""


def _without_beginning(text: str, tag: str) -> tuple[str, bool]:
    """Take one beginning off; tell whether it was that of an answer."""
    if found := _ANSWER.match(text):
        return text[found.end() :], True
    found = _TAG.match(text)
    if found and tag and found[1].casefold() == tag.casefold():
        return text[found.end() :], False
    return text, False


def _without_answers(text: str) -> str:
    while found := _ANSWER.match(text):
        text = text[found.end() :]
    return text


def _key(title: str) -> str:
    """Hash the words; "WG:" and tags in brackets make no other matter of it."""
    rest = title
    while found := _PASSED_ON.match(rest) or _ANSWER.match(rest) or _TAG.match(rest):
        rest = rest[found.end() :]
    words = folded_text(rest).strip()
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def _line(text: str) -> str:
    try:
        return clean_line(text[:_LONGEST], limit=_LONGEST, field="title", may_be_empty=True)
    except Invalid:  # Normalising can make a text longer.
        return ""
