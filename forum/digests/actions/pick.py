"""Recommend threads in one week's letters, in an order and with a word why, or leave them out."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.digests.actions.edit_edition import standing_edition
from forum.digests.events import EditionArranged
from forum.digests.models import Edition, EditionEntry, EditionRole
from forum.digests.prose import NOTE_LIMIT
from forum.digests.weeks import Week
from forum.kernel import clock
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line
from forum.kernel.ordering import Direction, move
from forum.threads.models import Thread
from forum.threads.policy import listed_threads

# More would hide what the letter is about: each member's own things.
MOST_PICKS = 8
MOST_LEFT_OUT = 100


def pick(
    session: Session, actor: Actor, week: Week, thread: Thread, *, note: str = ""
) -> EditionEntry:
    """Recommend a thread, after those that are recommended already; one left out comes back.

    It opens nothing: only who may read the thread is told. Raises `NotAllowed`, `NotFound` where
    the actor may not read it or it does not stand, and `Invalid`.
    """
    return _enter(session, actor, week, thread, EditionRole.PICKED, note)


def leave_out(session: Session, actor: Actor, week: Week, thread: Thread) -> EditionEntry:
    """Name the thread in none of that week's letters; it stands where it stands.

    Raises like `pick`.
    """
    return _enter(session, actor, week, thread, EditionRole.LEFT_OUT, "")


def take_out(session: Session, actor: Actor, week: Week, public_id: str) -> None:
    """Neither recommend the thread nor leave it out. Raises `NotAllowed`, `NotFound`."""
    edition = standing_edition(session, actor, week)
    entries = _entries(session, edition)
    session.delete(entries[_place_of(session, entries, public_id)])
    _touch(session, actor, edition)


def describe_picks(session: Session, actor: Actor, week: Week, *, notes: Mapping[str, str]) -> None:
    """Say why threads are worth reading; by their public ids. Raises `NotAllowed`, `Invalid`."""
    edition = standing_edition(session, actor, week)
    ids = _public_ids(session, edition)
    changed = False
    for entry in _entries(session, edition):
        written = notes.get(ids[entry.thread_id])
        if written is None:
            continue
        note = _clean_note(written)
        changed = changed or note != entry.note
        entry.note = note
    if changed:
        _touch(session, actor, edition)


def move_pick(
    session: Session, actor: Actor, week: Week, public_id: str, *, direction: Direction
) -> None:
    """Let a recommended thread change places with its neighbour; at the end nothing happens.

    Raises `NotAllowed`, `NotFound`.
    """
    edition = standing_edition(session, actor, week)
    entries = [one for one in _entries(session, edition) if one.role is EditionRole.PICKED]
    at = _place_of(session, entries, public_id)
    if move(entries, at, direction):
        _touch(session, actor, edition)


def _enter(
    session: Session, actor: Actor, week: Week, thread: Thread, role: EditionRole, note: str
) -> EditionEntry:
    edition = standing_edition(session, actor, week)
    listed = sa.select(Thread.id).where(Thread.id == thread.id, listed_threads(actor))
    if session.scalar(listed) is None:
        raise NotFound("no_thread")
    entries = _entries(session, edition)
    note = _clean_note(note)
    of_role = [one for one in entries if one.role is role]
    entry = next((one for one in entries if one.thread_id == thread.id), None)
    if entry is not None and entry.role is role:
        entry.note = note or entry.note
        return entry
    most = MOST_PICKS if role is EditionRole.PICKED else MOST_LEFT_OUT
    if len(of_role) >= most:
        raise Invalid("edition_full", field="address", limit=most)
    if entry is None:
        entry = EditionEntry(edition_id=edition.id, thread_id=thread.id)
        session.add(entry)
    entry.role, entry.note = role, note
    entry.position = of_role[-1].position + 1 if of_role else 1
    _touch(session, actor, edition)
    return entry


def _entries(session: Session, edition: Edition) -> list[EditionEntry]:
    return list(
        session.scalars(
            sa.select(EditionEntry)
            .where(EditionEntry.edition_id == edition.id)
            .order_by(EditionEntry.role, EditionEntry.position, EditionEntry.thread_id)
            .execution_options(populate_existing=True)
        )
    )


def _public_ids(session: Session, edition: Edition) -> dict[int, str]:
    named = sa.select(Thread.id, Thread.public_id).join(
        EditionEntry, EditionEntry.thread_id == Thread.id
    )
    rows = session.execute(named.where(EditionEntry.edition_id == edition.id))
    return {row.id: row.public_id for row in rows}


def _place_of(session: Session, entries: list[EditionEntry], public_id: str) -> int:
    thread_id = session.scalar(sa.select(Thread.id).where(Thread.public_id == public_id))
    for place, entry in enumerate(entries):
        if entry.thread_id == thread_id:
            return place
    raise NotFound("no_edition_entry")


def _clean_note(note: str) -> str:
    return clean_line(note, limit=NOTE_LIMIT, field="note", may_be_empty=True)


def _touch(session: Session, actor: Actor, edition: Edition) -> None:
    edition.updated_at = clock.now()
    session.flush()
    arranged = EditionArranged(edition_id=edition.id, week=edition.week)
    record(session, arranged, actor_id=actor.id)
