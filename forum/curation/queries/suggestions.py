"""Reading suggested edits."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.curation.models import Suggestion, SuggestionState
from forum.curation.policy import readable_suggestions
from forum.kernel.errors import NotFound
from forum.threads.models import Thread

# So many of a thread are shown; what is older has been settled long ago.
MOST_SHOWN = 50


def suggestion_by_public_id(session: Session, public_id: str) -> Suggestion:
    """Return the suggestion with author, thread and home channel, or raise ``NotFound``."""
    found = session.scalars(
        sa.select(Suggestion)
        .where(Suggestion.public_id == public_id)
        .options(
            joinedload(Suggestion.author),
            joinedload(Suggestion.thread).joinedload(Thread.channel),
        )
    ).one_or_none()
    if found is None:
        raise NotFound("no_suggestion")
    return found


def suggestions_about(session: Session, actor: Actor | None, thread: Thread) -> list[Suggestion]:
    """Return those of a thread that the actor may read: open ones first, then the latest."""
    is_settled = Suggestion.state != SuggestionState.OPEN
    return list(
        session.scalars(
            sa.select(Suggestion)
            .where(Suggestion.thread_id == thread.id, readable_suggestions(actor))
            .order_by(is_settled, Suggestion.id.desc())
            .limit(MOST_SHOWN)
            .options(joinedload(Suggestion.author))
        )
    )
