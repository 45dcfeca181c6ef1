"""What every engine does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

TITLE_WEIGHT = 5.0
"""How much more a word in a title (or a person's name) says than one in the text."""
SHORTEST_INSIDE = 4
"""Letters from which on a word is looked for inside longer ones."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a document, as made by ``text.indexed``."""

    document_id: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One thing that must be in the text, in any of these forms; a phrase has but one form."""

    phrase: tuple[str, ...] = ()
    stem: str = ""
    beginning: str = ""
    compounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text must hold, all of it, and what it must not; ``every`` is never empty."""

    every: tuple[Alternatives, ...]
    none: tuple[Alternatives, ...] = ()
    in_title: bool = False
    """Look in titles and names alone."""


class Engine(Protocol):
    """A full text index; ``name`` is that of SQLAlchemy's dialect."""

    name: str

    def expression(self, wanted: Wanted) -> str:
        """Write down what is wanted, in the language of this engine."""

    def matching(self, expression: ColumnElement[str]) -> sa.Select[tuple[int, float]]:
        """Select ``id`` of the document and ``score`` (more is better) of all that fit."""

    def hits(self, wanted: Wanted) -> sa.Select[tuple[int, float]]:
        """Select ``id`` and ``score`` of what is wanted."""
        return self.matching(sa.literal(self.expression(wanted), sa.Text))

    def write(self, session: Session, wordings: Sequence[Wording]) -> None:
        """Keep the words of documents, in place of what was kept of them before."""

    def forget_unused_words(self, session: Session) -> None:
        """Take words out of the endings of words (see `compounds`) that no text holds any more."""
