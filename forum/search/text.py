"""Words as the index knows them: folded, so that spellings meet, and stemmed, so that forms meet.

Folding makes one word of ``Förderung``, ``Foerderung`` and ``forderung``, of ``Straße`` and
``Strasse``, of ``Akteur:innen``, ``Akteur*innen`` and ``AkteurInnen``. Stemming (Snowball's German)
makes one of ``Bäume`` and ``Baum``. Both databases store what is made here, so both find the same.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

LONGEST_WORD = 64
"""Letters of a word that the index keeps; what follows is a key or a fault, not language."""
STEM_MARK = "="
"""Stands before a stem in the index, so that stems and words do not meet by accident."""

# A gender mark joins what it stands between: Akteur:innen, Akteur/-in, Akteur(innen).
_TOKEN = re.compile(r"[^\W_]+(?:(?:[:*_·•]|/-?|\()in(?:nen)?\b\)?)?")
_MARK = re.compile(r"(?:[:*_·•]|/-?|\()(?=in(?:nen)?\)?$)")
_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d"})
# "ue" is an umlaut written out, but neither in "Quelle" nor in "neue" and "Bauer".
_WRITTEN_OUT = re.compile(r"(?<![aeq])ue|ae|oe")
_FEMININE = re.compile(r"(?<=[^\W\d_]{3})innen$|(?<=[^\W\d_]{2}(?:er|or|nt|st|ur))in$")
_VERBS = frozenset({
    "beginnen", "gewinnen", "spinnen", "besinnen", "ersinnen", "entsinnen", "nachsinnen",
    "gerinnen", "entrinnen", "verrinnen", "zerrinnen", "zugewinnen", "zurückgewinnen",
})  # fmt: skip

_here = threading.local()


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands (in the NFC text), and what the index calls it."""

    start: int
    end: int
    word: str
    stem: str


def normal(text: str) -> str:
    """Return the text in the form that the places of tokens are counted in."""
    return unicodedata.normalize("NFC", text)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in NFC, in order."""
    for match in _TOKEN.finditer(text):
        word, stem = folded(match.group())
        if word:
            yield Token(match.start(), match.end(), word, stem)


@lru_cache(maxsize=50_000)
def folded(token: str) -> tuple[str, str]:
    """Return a word folded, and its stem folded; both empty where nothing of it can be indexed."""
    whole = token.casefold()[:LONGEST_WORD]
    joined = _MARK.sub("", whole).rstrip(")")
    is_marked = joined != whole
    lowered = joined.translate(_LETTERS)
    return _plain(lowered), _plain(_stemmer().stemWord(_base(lowered, is_marked=is_marked)))


def _base(word: str, *, is_marked: bool) -> str:
    """Take the feminine ending off: Akteurinnen and Akteure are asked for as one."""
    if is_marked:
        return word.removesuffix("nen").removesuffix("in")
    return word if word in _VERBS else _FEMININE.sub("", word)


def _plain(word: str) -> str:
    """Return a word in base letters and digits alone; ``ä`` and ``ae`` both become ``a``."""
    short = _WRITTEN_OUT.sub(lambda match: match.group()[0], word)
    decomposed = unicodedata.normalize("NFKD", short)
    return "".join(sign for sign in decomposed if sign.isalnum()).casefold()


def _stemmer() -> Stemmer.Stemmer:
    """Return this thread's stemmer; one must not be used by two threads at a time."""
    if not hasattr(_here, "stemmer"):
        _here.stemmer = Stemmer.Stemmer("german")
    stemmer: Stemmer.Stemmer = _here.stemmer
    return stemmer


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    return tuple(token.word for token in tokens(normal(text)))


def fold(text: str) -> str:
    """Return a name to be compared with another: folded words with single blanks."""
    return " ".join(words(text))


def indexed(parts: Iterable[Token]) -> str:
    """Return a text as the index keeps it: its words in order, then its stems."""
    found = list(parts)
    stems = (f"{STEM_MARK}{token.stem}" for token in found if token.stem)
    return " ".join([*(token.word for token in found), *stems])
