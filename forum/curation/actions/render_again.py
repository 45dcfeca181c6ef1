"""Make the HTML of summaries and introductions again after the renderer has changed."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.curation.actions.summarise import prose_of
from forum.curation.models import Collection, Summary
from forum.curation.text import rendered
from forum.kernel.markup import RENDERER_VERSION
from forum.threads.models import Thread
from forum.threads.queries import known_names

# Rendered inside the transaction, so that no edit comes in between: few at a time.
BATCH = 20


def render_curated_again(session: Session, *, limit: int = BATCH) -> int:
    """Render the next texts that an older renderer made; return how many there were.

    Records no event: nobody has said anything new.
    """
    return _summaries(session, limit) + _introductions(session, limit)


def _summaries(session: Session, limit: int) -> int:
    outdated = session.execute(
        sa.select(Summary, Thread)
        .join(Thread, Thread.id == Summary.thread_id)
        .where(Summary.renderer_version < RENDERER_VERSION)
        .order_by(Summary.thread_id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Summary)
    ).all()
    for summary, thread in outdated:
        prose = prose_of(session, thread, summary.source)
        summary.html, summary.renderer_version = prose.html, prose.renderer_version
    return len(outdated)


def _introductions(session: Session, limit: int) -> int:
    outdated = session.scalars(
        sa.select(Collection)
        .where(Collection.renderer_version < RENDERER_VERSION)
        .order_by(Collection.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Collection)
    ).all()
    for collection in outdated:
        known = known_names(session, collection.source, home_id=collection.channel_id)
        prose = rendered(collection.source, known)
        collection.html, collection.renderer_version = prose.html, prose.renderer_version
    return len(outdated)
