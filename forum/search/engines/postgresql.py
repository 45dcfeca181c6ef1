"""Full text on PostgreSQL: a tsvector per document, made of our own words and stems.

No dictionary and no parser of the database takes part: vectors and queries are written out as their
text form, so PostgreSQL finds what SQLite finds. ``search_index`` holds the vectors under a GIN
index; the migration makes it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session
from typing_extensions import override

from forum.search.engines.interface import (
    TITLE_WEIGHT,
    Alternatives,
    Engine,
    Wanted,
    Wording,
)
from forum.search.text import STEM_MARK

# What a tsvector can hold: positions up to 16,383, and one megabyte.
_LAST_POSITION = 16_383
_MOST_PLACES = 255
_INDEX = sa.table("search_index", sa.column("id", sa.BigInteger), sa.column("tokens", TSVECTOR))
_WRITE = sa.text(
    "INSERT INTO search_index (id, tokens) VALUES (:id, CAST(:tokens AS tsvector))"
    " ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens"
)
_FORGET = sa.text(
    "DELETE FROM search_index_part WHERE word NOT IN"
    " (SELECT word FROM ts_stat('SELECT tokens FROM search_index'))"
)
# Weights of ts_rank: D, C, B, A. A title is A, a text is D.
_WEIGHTS: sa.ColumnClause[object] = sa.literal_column(
    f"'{{{1 / TITLE_WEIGHT}, 0, 0, 1}}'::float4[]"
)


class PostgreSQL(Engine):
    """The engine of PostgreSQL."""

    name = "postgresql"

    @override
    def expression(self, wanted: Wanted) -> str:
        """Write it in the language of the database."""
        return expression_of(wanted)

    @override
    def matching(self, expression: ColumnElement[str]) -> sa.Select[tuple[int, float]]:
        """Select by ``@@``, ranked by ``ts_rank``."""
        query = sa.cast(expression, TSQUERY)
        # 1: a long text does not win by its length alone
        score = sa.func.ts_rank(_WEIGHTS, _INDEX.c.tokens, query, 1)
        return sa.select(_INDEX.c.id.label("id"), score.label("score")).where(
            _INDEX.c.tokens.op("@@")(query)
        )

    @override
    def write(self, session: Session, wordings: Sequence[Wording]) -> None:
        """Write the vectors."""
        if not wordings:
            return
        session.execute(
            _WRITE, [{"id": one.document_id, "tokens": vector(one)} for one in wordings]
        )

    @override
    def forget_unused_words(self, session: Session) -> None:
        """Compare with the words of the index itself."""
        session.execute(_FORGET)


def vector(wording: Wording) -> str:
    """Write a tsvector: words at their positions, stems beside them, titles with weight A."""
    places: dict[str, list[str]] = {}
    position = 0
    for text, weight in ((wording.title, "A"), (wording.body, "")):
        for word in text.split():
            position = min(position + 1, _LAST_POSITION)
            found = places.setdefault(word, [])
            if len(found) < _MOST_PLACES:
                found.append(f"{position}{weight}")
        position = min(position + 1, _LAST_POSITION)  # no phrase leads from the title into the text
    return " ".join(f"{_quoted(word)}:{','.join(found)}" for word, found in places.items())


def expression_of(wanted: Wanted) -> str:
    """Write a tsquery. Every word stands in quotes, so nothing in it is an operator."""
    weight = "A" if wanted.in_title else ""
    every = " & ".join(_one(one, weight) for one in wanted.every)
    none = "".join(f" & !{_one(one, weight)}" for one in wanted.none)
    return f"({every}){none}"


def _one(one: Alternatives, weight: str) -> str:
    mark = f":{weight}" if weight else ""
    if one.phrase:
        return "(" + " <-> ".join(_quoted(word) + mark for word in one.phrase) + ")"
    forms = []
    if one.stem:
        forms.append(_quoted(STEM_MARK + one.stem) + mark)
    if one.beginning:
        forms.append(f"{_quoted(one.beginning)}:*{weight}")
    forms.extend(_quoted(word) + mark for word in one.compounds)
    return f"({' | '.join(forms)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
