"""What people may write into the search field, read into plain data. Nothing is an error.

``word``  ``"several words"``  ``-without``  ``von:ada``  ``in:"Channel name"``  ``stadt:löbau``
``thema:beteiligung``  ``schlagwort:verstetigung``  ``vor:2026-12-31``  ``nach:11/2026``
``ungelöst``  ``gelöst``  ``unbeantwortet``

What cannot be read as an operator is read as words; a hint says so.
"""

import datetime as dt
import enum
import re
from dataclasses import dataclass, field
from typing import Literal

from forum.search.text import Token, normal, tokens

LONGEST_QUERY = 200
MOST_TERMS = 12

# Words that stand in nearly every text find nothing; a query of nothing else keeps them.
_EMPTY_WORDS = frozenset({
    "aber", "als", "am", "an", "auch", "auf", "aus", "bei", "bin", "bis", "da", "das", "dass",
    "dem", "den", "der", "des", "die", "dies", "diese", "durch", "ein", "eine", "einem",
    "einen", "einer", "eines", "er", "es", "fur", "hat", "ich", "ihr", "im", "in", "ist", "ja",
    "kann", "mit", "nach", "nicht", "noch", "nun", "nur", "ob", "oder", "sie", "sich", "sind",
    "so", "uber", "um", "und", "uns", "unter", "vom", "von", "vor", "war", "was", "wie", "wir",
    "wird", "zu", "zum", "zur", "the", "of", "and", "to", "a", "is", "for", "on", "with", "or",
})  # fmt: skip


class Operator(enum.StrEnum):
    """What a filter asks about."""

    AUTHOR = "author"
    CHANNEL = "channel"
    CITY = "city"
    THEME = "theme"
    BEFORE = "before"
    AFTER = "after"
    TAG = "tag"
    OPEN = "open"
    SOLVED = "solved"
    UNANSWERED = "unanswered"


class Hint(enum.StrEnum):
    """What the page tells about a query that could not be read as it was written."""

    CUT = "query_cut"
    TOO_MANY = "query_too_many_terms"
    QUOTE = "query_open_quote"
    NO_VALUE = "query_operator_alone"
    NO_DATE = "query_no_date"
    NO_PLACE = "query_no_such_place"
    NO_AUTHOR = "query_no_such_author"
    NO_TAG = "query_no_such_tag"


_OPERATORS = {
    "von": Operator.AUTHOR, "from": Operator.AUTHOR, "by": Operator.AUTHOR,
    "in": Operator.CHANNEL,
    "stadt": Operator.CITY, "city": Operator.CITY,
    "thema": Operator.THEME, "theme": Operator.THEME,
    "schlagwort": Operator.TAG, "tag": Operator.TAG,
    "vor": Operator.BEFORE, "before": Operator.BEFORE,
    "nach": Operator.AFTER, "after": Operator.AFTER,
}  # fmt: skip
_STATES = {
    "ungelöst": Operator.OPEN, "ungeloest": Operator.OPEN, "unsolved": Operator.OPEN,
    "gelöst": Operator.SOLVED, "geloest": Operator.SOLVED, "solved": Operator.SOLVED,
    "unbeantwortet": Operator.UNANSWERED, "unanswered": Operator.UNANSWERED,
}  # fmt: skip

_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)-)?
        (?:(?P<name>[^\W\d_]+):)?
        (?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))
      | (?P<rest>\S)""",
    re.VERBOSE,
)
_DATE = re.compile(
    r"(?P<y1>\d{4})(?:-(?P<m1>\d{1,2})(?:-(?P<d1>\d{1,2}))?)?"
    r"|(?:(?:(?P<d2>\d{1,2})\.)?(?P<m2>\d{1,2})[./])?(?P<y2>\d{4})"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several in a row (a phrase)."""

    tokens: tuple[Token, ...]
    is_excluded: bool = False

    @property
    def is_phrase(self) -> bool:
        """Whether the words must stand together."""
        return len(self.tokens) > 1


@dataclass(frozen=True, slots=True)
class Filter:
    """A narrowing by something else than words; ``span`` is where it was written."""

    operator: Operator
    value: str
    span: tuple[int, int]
    day: dt.date | None = None
    """Of a date: the first day that is not (before) or is (after) in the answer."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked. ``text`` is what was written, without what was cut off."""

    text: str
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Return what must be in the text."""
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def excluded(self) -> tuple[Term, ...]:
        """Return what must not be in the text."""
        return tuple(term for term in self.terms if term.is_excluded)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked that could be answered."""
        return not self.wanted and not self.filters

    def without(self, one: Filter) -> str:
        """Return what was written, but for this filter."""
        start, end = one.span
        return " ".join(f"{self.text[:start]} {self.text[end:]}".split())


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    terms: list[Term] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)

    def words(self, text: str, *, is_excluded: bool, together: bool = False) -> None:
        found = tuple(tokens(text))
        if together and found:
            self.terms.append(Term(found, is_excluded))
        else:
            self.terms.extend(Term((token,), is_excluded) for token in found)


def parse(text: str) -> Query:
    """Read a query."""
    whole = normal(" ".join(text.replace("\0", " ").split()))
    whole = re.sub("[„“”«»]", '"', whole)
    cut = whole[:LONGEST_QUERY]
    reading = _Reading()
    if cut != whole:
        reading.hints.append(Hint.CUT)
    if cut.count('"') % 2:
        reading.hints.append(Hint.QUOTE)
    for match in _PIECE.finditer(cut):
        _read(match, reading)
    return Query(
        text=cut,
        terms=_meaningful(reading),
        filters=tuple(reading.filters),
        hints=tuple(dict.fromkeys(reading.hints)),
    )


def _read(match: re.Match[str], reading: _Reading) -> None:
    name, quoted, plain = match["name"], match["quoted"], match["plain"]
    is_excluded = match["minus"] is not None
    if not is_excluded and _is_filter(match, reading):
        return
    if plain is not None:
        # ``Akteur:innen`` is one word, and ``14:30`` or ``https://…`` are words as well.
        reading.words(f"{name}:{plain}" if name else plain, is_excluded=is_excluded)
    elif quoted is not None:
        reading.words(name or "", is_excluded=is_excluded)
        reading.words(quoted, is_excluded=is_excluded, together=True)


def _is_filter(match: re.Match[str], reading: _Reading) -> bool:
    """Read a filter, if that is what stands here."""
    whole = match.group().casefold()
    state = _STATES.get(whole.removeprefix("ist:").removeprefix("is:"))
    if state is not None:
        reading.filters.append(Filter(state, "", match.span()))
        return True
    if whole.endswith(":") and whole[:-1] in _OPERATORS:
        reading.hints.append(Hint.NO_VALUE)
        return True
    operator = _OPERATORS.get((match["name"] or "").casefold())
    value = match["plain"] if match["quoted"] is None else match["quoted"]
    if operator is None or value is None:
        return False
    found = _filter(operator, value, match.span(), reading)
    if found is not None:
        reading.filters.append(found)
    return found is not None


def _filter(
    operator: Operator, value: str, span: tuple[int, int], reading: _Reading
) -> Filter | None:
    value = value.strip().removeprefix("@")
    if not any(sign.isalnum() for sign in value):
        reading.hints.append(Hint.NO_VALUE)
        return None
    if operator not in {Operator.BEFORE, Operator.AFTER}:
        return Filter(operator, value, span)
    days = _days(value)
    if days is None:
        reading.hints.append(Hint.NO_DATE)
        return None
    return Filter(operator, value, span, day=days[0] if operator is Operator.BEFORE else days[1])


def _days(value: str) -> tuple[dt.date, dt.date] | None:
    """Return the first day of the year, month or day that was written, and the first after it."""
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(match[f"{part}1"] or match[f"{part}2"] or 0) for part in "ymd")
    try:
        first = dt.date(year, month or 1, day or 1)
        if day:
            return first, first + dt.timedelta(days=1)
        if month:
            return first, dt.date(year + month // 12, month % 12 + 1, 1)
        return first, dt.date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None


def _meaningful(reading: _Reading) -> tuple[Term, ...]:
    """Drop empty words where others are left, repeated words, and what is too much."""
    terms = list({(_key(term)): term for term in reading.terms}.values())
    telling = [term for term in terms if term.is_phrase or not _is_empty_word(term)]
    if any(not term.is_excluded for term in telling) or reading.filters:
        terms = telling
    if len(terms) > MOST_TERMS:
        reading.hints.append(Hint.TOO_MANY)
    return tuple(terms[:MOST_TERMS])


def _key(term: Term) -> tuple[bool, tuple[str, ...]]:
    return term.is_excluded, tuple(token.word for token in term.tokens)


def _is_empty_word(term: Term) -> bool:
    return term.tokens[0].word in _EMPTY_WORDS


Order = Literal["relevance", "newest"]
