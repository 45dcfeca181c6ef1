"""Take over pieces of a suggestion, or refuse them; and notice when none of them fits any more."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.curation.actions.locks import held_thread, hold_report_of, present_suggestion
from forum.curation.actions.wordings import can_replace, present_wording, replace_wording
from forum.curation.events import PiecesDecided, SuggestionSettled
from forum.curation.models import Suggestion, SuggestionState
from forum.curation.pieces import Piece, pieces_of, put_in
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.event_log import record
from forum.kernel.verdict import require
from forum.threads.actions.locks import hold_thread
from forum.threads.models import Thread


def accept_pieces(
    session: Session, actor: Actor, suggestion: Suggestion, *, places: Iterable[int] | None = None
) -> Suggestion:
    """Put the pieces with these places into the present text; without any, all that fit.

    The thread is held: of two who accept different pieces at once, both are taken over. What was
    accepted before is left alone. Raises `NotAllowed`, `NotFound`, and `Conflict`
    ``suggestion_settled``, ``piece_decided`` or ``piece_stale``.
    """
    thread, suggestion = _open(session, actor, suggestion)
    wanted = _asked_for(suggestion, places, done=suggestion.accepted_places)
    present = present_wording(session, thread, suggestion.field)
    text = None if present is None else present.text
    accepted = []
    for piece in wanted:
        changed = None if text is None else put_in(piece, suggestion.base, text)
        if changed is not None:
            text = changed
            accepted.append(piece.place)
        elif places is not None:
            raise Conflict("piece_stale")
    if wanted and not accepted:
        raise Conflict("piece_stale")
    if text is not None and present is not None and text != present.text:
        replace_wording(session, actor, thread, suggestion.field, text)
    suggestion.accepted = _written(suggestion.accepted_places.union(accepted))
    return _decided(session, actor, suggestion, accepted=accepted)


def refuse_pieces(
    session: Session, actor: Actor, suggestion: Suggestion, *, places: Iterable[int] | None = None
) -> Suggestion:
    """Leave the pieces with these places out for good; without any, all that are left.

    Raises `NotAllowed`, `NotFound`, and `Conflict` ``suggestion_settled`` or ``piece_decided``.
    """
    _thread, suggestion = _open(session, actor, suggestion)
    wanted = _asked_for(suggestion, places, done=suggestion.refused_places)
    refused = [piece.place for piece in wanted]
    suggestion.refused = _written(suggestion.refused_places.union(refused))
    return _decided(session, actor, suggestion, refused=refused)


def age_suggestions(session: Session, thread_id: int) -> int:
    """Settle the suggestions about a thread of which no piece fits any more; return how many."""
    hold_report_of(session, thread_id)
    thread = hold_thread(session, thread_id)
    waiting = session.scalars(
        sa.select(Suggestion)
        .where(Suggestion.thread_id == thread.id, Suggestion.state == SuggestionState.OPEN)
        .order_by(Suggestion.id)
        .execution_options(populate_existing=True)
    ).all()
    stale = [one for one in waiting if not _fits(session, thread, one)]
    for suggestion in stale:
        _settle(session, None, suggestion, SuggestionState.STALE)
    return len(stale)


def _open(session: Session, actor: Actor, suggestion: Suggestion) -> tuple[Thread, Suggestion]:
    is_report = suggestion.field != ""
    thread, membership = held_thread(session, actor, suggestion.thread_id, with_report=is_report)
    suggestion = present_suggestion(session, suggestion.id)
    require(can_replace(session, actor, thread, membership, suggestion.field))
    if suggestion.state is not SuggestionState.OPEN:
        raise Conflict("suggestion_settled")
    return thread, suggestion


def _asked_for(
    suggestion: Suggestion, places: Iterable[int] | None, *, done: frozenset[int]
) -> list[Piece]:
    """Return the pieces that are still to be decided, of those that were asked for."""
    pieces = {piece.place: piece for piece in pieces_of(suggestion.base, suggestion.proposed)}
    decided = suggestion.accepted_places | suggestion.refused_places
    if places is None:
        return [piece for place, piece in pieces.items() if place not in decided]
    asked = sorted(set(places))
    if any(place not in pieces for place in asked):
        raise NotFound("no_piece")
    if any(place in decided - done for place in asked):
        raise Conflict("piece_decided")
    return [pieces[place] for place in asked if place not in decided]


def _decided(
    session: Session,
    actor: Actor,
    suggestion: Suggestion,
    *,
    accepted: list[int] | None = None,
    refused: list[int] | None = None,
) -> Suggestion:
    if not accepted and not refused:
        return suggestion
    decided = PiecesDecided(
        suggestion_id=suggestion.id, accepted=accepted or [], refused=refused or []
    )
    record(session, decided, actor_id=actor.id)
    if not _undecided(suggestion):
        _settle(session, actor, suggestion, SuggestionState.SETTLED)
    return suggestion


def _settle(
    session: Session, actor: Actor | None, suggestion: Suggestion, state: SuggestionState
) -> None:
    suggestion.state = state
    suggestion.settled_at = clock.now()
    suggestion.settled_by_id = None if actor is None else actor.id
    settled = SuggestionSettled(
        suggestion_id=suggestion.id, thread_id=suggestion.thread_id, state=state.value
    )
    record(session, settled, actor_id=suggestion.settled_by_id)


def _fits(session: Session, thread: Thread, suggestion: Suggestion) -> bool:
    present = present_wording(session, thread, suggestion.field)
    return present is not None and any(
        put_in(piece, suggestion.base, present.text) is not None for piece in _undecided(suggestion)
    )


def _undecided(suggestion: Suggestion) -> list[Piece]:
    decided = suggestion.accepted_places | suggestion.refused_places
    pieces = pieces_of(suggestion.base, suggestion.proposed)
    return [piece for piece in pieces if piece.place not in decided]


def _written(places: frozenset[int]) -> str:
    return ",".join(str(place) for place in sorted(places))
