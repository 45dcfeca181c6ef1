"""Suggested edits: those of a thread, and one with its pieces."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.curation.models import Suggestion, SuggestionState
from forum.curation.pieces import Piece, pieces_of, put_in
from forum.curation.queries.wordings import Wording
from forum.web.presenters.history import marked
from forum.web.texts.curation import SUGGESTION_STATES, place_name

PieceState = Literal["open", "stale", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A suggestion in the list of a thread."""

    place: str
    author: str
    at: dt.datetime
    reason: str
    state: str
    """Translated."""
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True)
class PieceView:
    """One change, and what has become of it."""

    place: int
    label: str
    before: str
    changes: Markup
    after: str
    state: PieceState
    """``stale``: still to be decided, and fits nowhere in the present text."""


@dataclass(frozen=True, slots=True)
class SuggestionPage:
    """A suggestion with its pieces."""

    public_id: str
    place: str
    author: str
    at: dt.datetime
    reason: str
    state: str
    is_open: bool
    pieces: tuple[PieceView, ...]
    decides: bool
    """Whether this reader may take pieces over."""
    is_own: bool
    fitting: int
    """How many are left that could be taken over."""
    undecided: int
    others_url: str


def suggestion_lines(suggestions: list[Suggestion]) -> tuple[SuggestionLine, ...]:
    """Return the lines, in the order given."""
    return tuple(
        SuggestionLine(
            place=place_name(one.field),
            author=one.author.name,
            at=one.created_at,
            reason=one.reason,
            state=str(SUGGESTION_STATES[one.state]),
            is_open=one.state is SuggestionState.OPEN,
            url=url_for("edit_suggestions.show", public_id=one.public_id),
        )
        for one in suggestions
    )


def suggestion_page(
    suggestion: Suggestion, present: Wording | None, *, decides: bool, is_own: bool
) -> SuggestionPage:
    """Return the page; `present` is the text as it stands now."""
    pieces = tuple(
        _piece(suggestion, piece, present)
        for piece in pieces_of(suggestion.base, suggestion.proposed)
    )
    is_open = suggestion.state is SuggestionState.OPEN
    return SuggestionPage(
        public_id=suggestion.public_id,
        place=place_name(suggestion.field),
        author=suggestion.author.name,
        at=suggestion.created_at,
        reason=suggestion.reason,
        state=str(SUGGESTION_STATES[suggestion.state]),
        is_open=is_open,
        pieces=pieces,
        decides=decides and is_open,
        is_own=is_own,
        fitting=sum(piece.state == "open" for piece in pieces),
        undecided=sum(piece.state in {"open", "stale"} for piece in pieces),
        others_url=url_for("edit_suggestions.overview", public_id=suggestion.thread.public_id),
    )


def _piece(suggestion: Suggestion, piece: Piece, present: Wording | None) -> PieceView:
    former, proposed = "\n".join(piece.former), "\n".join(piece.proposed)
    return PieceView(
        place=piece.place,
        label=_("Piece %(number)d", number=piece.place + 1),
        before=piece.before,
        changes=marked(former, proposed),
        after=piece.after,
        state=_state(suggestion, piece, present),
    )


def _state(suggestion: Suggestion, piece: Piece, present: Wording | None) -> PieceState:
    if piece.place in suggestion.accepted_places:
        return "accepted"
    if piece.place in suggestion.refused_places:
        return "refused"
    fits = present is not None and put_in(piece, suggestion.base, present.text) is not None
    return "open" if fits else "stale"
