"""Reading the watched words, and finding them in a text."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.kernel.words import folded_text
from forum.screening.models import WatchedFor, WatchedWord

# Asked with everything that is written, and so not put together each time.
_WORDS = sa.select(WatchedWord.phrase, WatchedWord.watched_for).order_by(WatchedWord.phrase)


@dataclass(frozen=True, slots=True)
class FoundWords:
    """The watched words of a text, as the list has them."""

    hold: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()


def watched_words(session: Session) -> list[WatchedWord]:
    """Return the whole list, in the order of the alphabet."""
    return list(session.scalars(sa.select(WatchedWord).order_by(sa.func.lower(WatchedWord.phrase))))


def words_in(session: Session, folded: str) -> FoundWords:
    """Return which watched words stand in a text folded by `folded_text`; one statement.

    As whole words: "Rat" is not found in "Beirat".
    """
    found = [row for row in session.execute(_WORDS) if folded_text(row.phrase) in folded]
    return FoundWords(
        hold=tuple(row.phrase for row in found if row.watched_for is WatchedFor.HOLD),
        flag=tuple(row.phrase for row in found if row.watched_for is WatchedFor.FLAG),
    )
