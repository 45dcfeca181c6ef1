"""Suggest another wording; its inverse is `withdraw_suggestion`."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.curation.actions.locks import held_thread, present_suggestion
from forum.curation.actions.wordings import clean_wording, present_wording
from forum.curation.events import EditSuggested, SuggestionWithdrawn
from forum.curation.models import Suggestion, SuggestionState
from forum.curation.policy import can_suggest
from forum.curation.text import REASON_LIMIT
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.verdict import require
from forum.threads.models import Thread

# Of one person about one thread, waiting to be decided.
MOST_OPEN = 10


def suggest(
    session: Session,
    actor: Actor,
    thread: Thread,
    *,
    field: str,
    proposed: str,
    version: int,
    reason: str = "",
) -> Suggestion:
    """Propose another wording for the summary (field "") or a field of the report; return it.

    `version` is that of the text it was made from. Sent twice, it is the first one that is
    returned. Raises `NotAllowed`, `NotFound`, `Invalid` ``nothing_suggested``, `TooMany`, and
    `Conflict` ``summary_changed``.
    """
    thread, membership = held_thread(session, actor, thread.id, with_report=field != "")
    require(can_suggest(actor, thread, membership))
    present = present_wording(session, thread, field)
    if present is None:
        raise NotFound("nothing_to_suggest_about")
    cleaned = clean_wording(field, proposed)
    reason = clean_line(reason, limit=REASON_LIMIT, field="reason", may_be_empty=True)
    if present.version != version:
        raise Conflict("summary_changed")
    if cleaned == present.text:
        raise Invalid("nothing_suggested", field="body")
    suggestion = Suggestion(
        thread_id=thread.id,
        field=field,
        base_version=present.version,
        base=present.text,
        proposed=cleaned,
        reason=reason,
        author_id=actor.id,
    )
    return _sent_before(session, suggestion) or _add(session, suggestion)


def withdraw_suggestion(session: Session, actor: Actor, suggestion: Suggestion) -> Suggestion:
    """Let nobody decide it any more; what was taken over stays. Raises `NotAllowed`, `Conflict`."""
    held_thread(session, actor, suggestion.thread_id)
    suggestion = present_suggestion(session, suggestion.id)
    if suggestion.author_id != actor.id:
        raise NotAllowed("not_your_suggestion")
    if suggestion.state is not SuggestionState.OPEN:
        raise Conflict("suggestion_settled")
    suggestion.state = SuggestionState.WITHDRAWN
    suggestion.settled_at = clock.now()
    suggestion.settled_by_id = actor.id
    record(session, SuggestionWithdrawn(suggestion_id=suggestion.id), actor_id=actor.id)
    return suggestion


def _sent_before(session: Session, sent: Suggestion) -> Suggestion | None:
    """Return the same one, where it waits already. Raises `TooMany`."""
    waiting = session.scalars(
        sa.select(Suggestion).where(
            Suggestion.thread_id == sent.thread_id,
            Suggestion.author_id == sent.author_id,
            Suggestion.state == SuggestionState.OPEN,
        )
    ).all()
    for one in waiting:
        if (one.field, one.base, one.proposed) == (sent.field, sent.base, sent.proposed):
            return one
    if len(waiting) >= MOST_OPEN:
        raise TooMany("too_many_suggestions", limit=MOST_OPEN)
    return None


def _add(session: Session, suggestion: Suggestion) -> Suggestion:
    session.add(suggestion)
    session.flush()
    suggested = EditSuggested(suggestion_id=suggestion.id, thread_id=suggestion.thread_id)
    record(session, suggested, actor_id=suggestion.author_id)
    return suggestion
