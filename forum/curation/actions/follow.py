"""Let the entries of collections go where a thread has gone."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.curation.models import Collection, CollectionEntry
from forum.kernel import clock


def follow_merged(session: Session, *, thread_id: int, into_id: int) -> int:
    """Let entries of a thread lead to the one it was merged into; return how many did.

    Where that one is listed already, it stays in its place, with the word why that it lacks.
    """
    listing = sa.select(CollectionEntry.collection_id).where(CollectionEntry.thread_id == thread_id)
    held = session.scalars(
        sa.select(Collection)
        .where(Collection.id.in_(listing))
        .order_by(Collection.id)
        .with_for_update(key_share=True)
    ).all()
    return sum(_follow(session, collection, thread_id, into_id) for collection in held)


def _follow(session: Session, collection: Collection, thread_id: int, into_id: int) -> bool:
    entries = session.scalars(
        sa.select(CollectionEntry)
        .where(
            CollectionEntry.collection_id == collection.id,
            CollectionEntry.thread_id.in_((thread_id, into_id)),
        )
        .execution_options(populate_existing=True)
    ).all()
    by_thread = {entry.thread_id: entry for entry in entries}
    former, present = by_thread.get(thread_id), by_thread.get(into_id)
    if former is None:
        return False
    if present is None:
        former.thread_id = into_id
    else:
        present.note = present.note or former.note
        session.delete(former)
    collection.updated_at = clock.now()
    session.flush()
    return True
