"""Full text on SQLite: FTS5 over a table of its own, kept in step by triggers.

``search_index_text`` holds the words, ``search_index`` is the FTS5 index over it (external content:
SQLite 3.40 cannot delete from a contentless one without the old text), ``search_index_term`` shows
its words. All made by the migration.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import ColumnElement
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

_INDEX = sa.table("search_index", sa.column("rowid", sa.Integer))
_WRITE = sa.text(
    "INSERT INTO search_index_text (id, title, body) VALUES (:id, :title, :body)"
    " ON CONFLICT (id) DO UPDATE SET title = excluded.title, body = excluded.body"
)
_FORGET = sa.text(
    "DELETE FROM search_index_part WHERE word NOT IN (SELECT term FROM search_index_term)"
)


class SQLite(Engine):
    """The engine of SQLite."""

    name = "sqlite"

    @override
    def expression(self, wanted: Wanted) -> str:
        """Write it in the language of the database."""
        return expression_of(wanted)

    @override
    def matching(self, expression: ColumnElement[str]) -> sa.Select[tuple[int, float]]:
        """Select by MATCH; bm25 is better the lower it is, so the sign is turned."""
        score = sa.func.bm25(sa.literal_column("search_index"), TITLE_WEIGHT, 1.0)
        return sa.select(_INDEX.c.rowid.label("id"), (-score).label("score")).where(
            sa.literal_column("search_index").op("MATCH")(expression)
        )

    @override
    def write(self, session: Session, wordings: Sequence[Wording]) -> None:
        """Write the texts; triggers bring them into the index."""
        if not wordings:
            return
        session.execute(
            _WRITE,
            [{"id": one.document_id, "title": one.title, "body": one.body} for one in wordings],
        )

    @override
    def forget_unused_words(self, session: Session) -> None:
        """Compare with the words of the index itself."""
        session.execute(_FORGET)


def expression_of(wanted: Wanted) -> str:
    """Write an FTS5 query. Every word stands in quotes, so nothing in it is an operator."""
    every = " AND ".join(_one(one) for one in wanted.every)
    none = "".join(f" NOT {_one(one)}" for one in wanted.none)
    whole = f"({every}){none}"
    return f"{{title}} : ({whole})" if wanted.in_title else whole


def _one(one: Alternatives) -> str:
    if one.phrase:
        return _quoted(" ".join(one.phrase))
    forms = []
    if one.stem:
        forms.append(_quoted(STEM_MARK + one.stem))
    if one.beginning:
        forms.append(_quoted(one.beginning) + " *")
    forms.extend(_quoted(word) for word in one.compounds)
    return f"({' OR '.join(forms)})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
