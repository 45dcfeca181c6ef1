"""Who is told of suggested edits: those who decide, once; and whoever made one, of the outcome."""

from sqlalchemy.orm import Session

from forum.curation.events import EditSuggested, SuggestionSettled, SuggestionWithdrawn
from forum.curation.models import Suggestion, SuggestionState
from forum.notifications.actions import About, forget_told, tell
from forum.notifications.kinds import Kind
from forum.notifications.queries import recipients_of
from forum.notifications.queries.candidates import of_actor
from forum.notifications.queries.editors import of_editors, opening_post


def tell_of_suggestion(session: Session, event: EditSuggested) -> None:
    """Tell those who may take it over, as long as there is something to decide."""
    suggestion = session.get(Suggestion, event.suggestion_id)
    if suggestion is None or suggestion.state is not SuggestionState.OPEN:
        return
    post = opening_post(session, suggestion.thread_id)
    if post is None:
        return
    by = suggestion.author_id
    editors = of_editors(post.thread, Kind.EDIT_SUGGESTED)
    found = recipients_of(session, post.thread, editors, by=by)
    tell(session, found, About(_asked(suggestion.id), post.thread_id, post.id, by))


def tell_of_outcome(session: Session, event: SuggestionSettled) -> None:
    """Tell who made it that it is decided, and nobody else any more that it waits."""
    forget_told(session, _asked(event.suggestion_id))
    suggestion = session.get(Suggestion, event.suggestion_id)
    post = opening_post(session, event.thread_id)
    if suggestion is None or post is None:
        return
    by = suggestion.settled_by_id
    author = of_actor(suggestion.author_id, Kind.SUGGESTION_SETTLED)
    found = recipients_of(session, post.thread, author, by=by, even_if_muted=True)
    tell(session, found, About(f"settled:{suggestion.id}", post.thread_id, post.id, by))


def forget_suggestion(session: Session, event: SuggestionWithdrawn) -> None:
    """Take back that something is to be decided."""
    forget_told(session, _asked(event.suggestion_id))


def _asked(suggestion_id: int) -> str:
    return f"suggested:{suggestion_id}"
