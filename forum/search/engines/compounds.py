"""The inside of compounds: ``garten`` in ``Kindergarten``; the same on both databases.

``search_index_part`` holds every ending of every word that is in the index, so what is inside a
word is at the beginning of one of its endings, and an ordinary index finds it: forty times as fast
as trigrams would, which matters because it is asked for each word of each search.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.search.engines.interface import SHORTEST_INSIDE, Wording
from forum.search.text import STEM_MARK

MOST_COMPOUNDS = 40
"""How many longer words a word may stand for; the shortest ones, so the plainest."""
_FIRST_PLACE = 2
_LONGEST_COMPOUND = 40
_LEARN = sa.text(
    "INSERT INTO search_index_part (part, word) VALUES (:part, :word) ON CONFLICT DO NOTHING"
)
_PARTS = sa.table("search_index_part", sa.column("part", sa.Text), sa.column("word", sa.Text))
# The inner limit keeps "lich" and the like from costing more than they are worth.
_INSIDE = sa.text(
    "SELECT word FROM (SELECT part, word FROM search_index_part"
    " WHERE part >= :part AND part < :beyond ORDER BY part, word LIMIT 1000) AS near"
    " GROUP BY word ORDER BY length(word), word LIMIT :most"
)


def compounds(session: Session, part: str) -> tuple[str, ...]:
    """Return words of the index that hold `part` after their beginning, shortest first."""
    values = {"part": part, "beyond": f"{part}\U0010ffff", "most": MOST_COMPOUNDS}
    return tuple(session.execute(_INSIDE, values).scalars())


def learn(session: Session, wordings: Sequence[Wording]) -> None:
    """Keep the endings of the words of these documents."""
    fresh = [
        {"part": word[at:], "word": word}
        for word in sorted(_unknown(session, _long_words(wordings)))
        for at in range(_FIRST_PLACE, len(word) - SHORTEST_INSIDE + 1)
    ]
    if fresh:
        session.execute(_LEARN, fresh)


def _long_words(wordings: Sequence[Wording]) -> set[str]:
    return {
        word
        for wording in wordings
        for text in (wording.title, wording.body)
        for word in text.split()
        if _FIRST_PLACE + SHORTEST_INSIDE <= len(word) <= _LONGEST_COMPOUND
        and word[0] != STEM_MARK
        and word.isalpha()
    }


def _unknown(session: Session, words: set[str]) -> set[str]:
    """Leave out what is known: most words of a new text are."""
    unknown = set(words)
    ordered = sorted(words)
    for start in range(0, len(ordered), 500):
        keys = [(word[_FIRST_PLACE:], word) for word in ordered[start : start + 500]]
        # Joined and not asked for by IN: for pairs, SQLite would walk the whole table.
        asked = sa.values(*_PARTS.c, name="asked").data(keys).cte("asked")
        known = sa.select(_PARTS.c.word).join(
            asked, sa.and_(_PARTS.c.part == asked.c.part, _PARTS.c.word == asked.c.word)
        )
        unknown.difference_update(session.scalars(known))
    return unknown
