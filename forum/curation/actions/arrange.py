"""Put threads and files into a collection, in an order, with a word why; and take them out."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.models import Attachment
from forum.attachments.policy import readable_attachments
from forum.attachments.queries import is_shown
from forum.curation.actions.collect import standing_collection
from forum.curation.events import CollectionArranged
from forum.curation.models import Collection, CollectionEntry
from forum.curation.queries.collections import MOST_ENTRIES
from forum.curation.text import NOTE_LIMIT
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.ordering import Direction, move
from forum.threads.models import Thread
from forum.threads.policy import listed_threads


def add_thread(
    session: Session, actor: Actor, collection: Collection, thread: Thread, *, note: str = ""
) -> CollectionEntry:
    """Add a thread, or an experience report, at the end; what is in there stays where it is.

    Its readers stay those of its own channel. Raises `NotAllowed`, `NotFound` where the actor may
    not read it or it does not stand, and `Invalid`.
    """
    collection = standing_collection(session, actor, collection)
    listed = sa.select(Thread.id).where(Thread.id == thread.id, listed_threads(actor))
    if session.scalar(listed) is None:
        raise NotFound("no_thread")
    return _add(session, actor, collection, note, thread_id=thread.id)


def add_file(
    session: Session,
    actor: Actor,
    collection: Collection,
    attachment: Attachment,
    *,
    note: str = "",
) -> CollectionEntry:
    """Add a file that some post shows; only who may read such a post finds it in the collection.

    Raises `NotAllowed`, `NotFound`, and `Invalid` ``file_not_shown``.
    """
    collection = standing_collection(session, actor, collection)
    readable = sa.select(Attachment.id).where(
        Attachment.id == attachment.id, readable_attachments(actor)
    )
    if session.scalar(readable) is None:
        raise NotFound("no_attachment")
    if not is_shown(session, attachment):
        raise Invalid("file_not_shown", field="address")
    return _add(session, actor, collection, note, attachment_id=attachment.id)


def describe_entries(
    session: Session, actor: Actor, collection: Collection, *, notes: dict[int, str]
) -> None:
    """Say why the entries are there; by their ids. Raises `NotAllowed`, `Invalid`."""
    collection = standing_collection(session, actor, collection)
    changed = False
    for entry in _entries(session, collection):
        if entry.id not in notes:
            continue
        note = _clean_note(notes[entry.id])
        changed = changed or note != entry.note
        entry.note = note
    if changed:
        _touch(session, actor, collection)


def move_entry(
    session: Session, actor: Actor, collection: Collection, entry_id: int, *, direction: Direction
) -> None:
    """Let the entry change places with its neighbour; at the end there is none to change with.

    Raises `NotAllowed`, `NotFound`.
    """
    collection = standing_collection(session, actor, collection)
    entries = _entries(session, collection)
    at = _place_of(entries, entry_id)
    if move(entries, at, direction):
        _touch(session, actor, collection)


def take_out(session: Session, actor: Actor, collection: Collection, entry_id: int) -> None:
    """Take the entry out of the collection. Raises `NotAllowed`, `NotFound`."""
    collection = standing_collection(session, actor, collection)
    entries = _entries(session, collection)
    session.delete(entries[_place_of(entries, entry_id)])
    _touch(session, actor, collection)


def _add(
    session: Session,
    actor: Actor,
    collection: Collection,
    note: str,
    *,
    thread_id: int | None = None,
    attachment_id: int | None = None,
) -> CollectionEntry:
    entries = _entries(session, collection)
    for entry in entries:
        if (entry.thread_id, entry.attachment_id) == (thread_id, attachment_id):
            return entry
    if len(entries) >= MOST_ENTRIES:
        raise Invalid("collection_full", field="address", limit=MOST_ENTRIES)
    entry = CollectionEntry(
        collection_id=collection.id,
        position=entries[-1].position + 1 if entries else 1,
        thread_id=thread_id,
        attachment_id=attachment_id,
        note=_clean_note(note),
    )
    session.add(entry)
    _touch(session, actor, collection)
    return entry


def _entries(session: Session, collection: Collection) -> list[CollectionEntry]:
    return list(
        session.scalars(
            sa.select(CollectionEntry)
            .where(CollectionEntry.collection_id == collection.id)
            .order_by(CollectionEntry.position, CollectionEntry.id)
            .execution_options(populate_existing=True)
        )
    )


def _place_of(entries: list[CollectionEntry], entry_id: int) -> int:
    for place, entry in enumerate(entries):
        if entry.id == entry_id:
            return place
    raise NotFound("no_entry")


def _clean_note(note: str) -> str:
    return clean_line(note, limit=NOTE_LIMIT, field="note", may_be_empty=True)


def _touch(session: Session, actor: Actor, collection: Collection) -> None:
    collection.updated_at = clock.now()
    session.flush()
    record(session, CollectionArranged(collection_id=collection.id), actor_id=actor.id)
