"""From the words of a query to what the index is asked, and what is marked in the answers."""

from sqlalchemy.orm import Session

from forum.search.engines import Wanted
from forum.search.engines.compounds import compounds
from forum.search.engines.interface import SHORTEST_INSIDE, Alternatives
from forum.search.language import Query, Term

_SHORTEST_BEGINNING = 2


def wanted_of(session: Session, query: Query) -> tuple[Alternatives, ...]:
    """Return the forms of each word: its stem, words beginning with it, compounds holding it."""
    return tuple(_forms(session, term) for term in query.wanted)


def unwanted_of(query: Query) -> tuple[Alternatives, ...]:
    """Return the forms of what must not be there; its compounds may, or too much would go."""
    return tuple(_plain(term) for term in query.excluded)


def beginning_of(query: Query) -> Wanted | None:
    """Return what to suggest for a query that is still being typed: titles and names."""
    every = tuple(_plain(term) for term in query.wanted)
    return Wanted(every, in_title=True) if every else None


def _plain(term: Term) -> Alternatives:
    if term.is_phrase:
        return Alternatives(phrase=tuple(token.word for token in term.tokens))
    token = term.tokens[0]
    is_long = len(token.word) >= _SHORTEST_BEGINNING
    return Alternatives(stem=token.stem or token.word, beginning=token.word if is_long else "")


def _forms(session: Session, term: Term) -> Alternatives:
    plain = _plain(term)
    part = plain.beginning
    if len(part) < SHORTEST_INSIDE or part.isdigit():
        return plain
    return Alternatives(stem=plain.stem, beginning=part, compounds=compounds(session, part))
