"""Deleting what nobody needs from the store of files, and finding what is missing there.

The rows go first, in transactions of their own, then the contents: whatever a crash leaves behind
is found by the next run.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.orm import Session

from forum.attachments.actions import forget_removed, forget_unused, note_unused
from forum.attachments.actions.clean import removed_attachments, unused_attachments
from forum.attachments.models import Attachment
from forum.attachments.storage import Storage, StoredFile
from forum.extensions import db, unit_of_work
from forum.kernel import clock

# A file is put down a moment before its row is committed.
STRAY_AFTER = dt.timedelta(days=1)
_BATCH = 500
_PREVIEW = ".preview"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What was cleaned, or would be."""

    unused: int
    """Files that were uploaded and not needed."""
    removed: int
    """Files that were removed long ago."""
    strays: int
    """Contents that no row speaks of."""
    missing: tuple[str, ...]
    """Public ids of files whose content is not there; nothing is done about them."""


def clean_files() -> Cleaning:
    """Delete what nobody needs. Harmless when run twice, late, or while others upload."""
    files = _storage()
    with unit_of_work() as session:
        note_unused(session)
    unused = _forget(files, forget_unused)
    removed = _forget(files, forget_removed)
    strays, missing = _compared(files)
    for key in strays:
        files.delete(key)
    done = Cleaning(unused, removed, len(strays), missing)
    log.info("files_cleaned", unused=unused, removed=removed, strays=len(strays))
    if missing:
        log.error("files_missing", attachments=missing[:50], count=len(missing))
    return done


def what_is_unclean() -> Cleaning:
    """Tell what `clean_files` would do, and change nothing."""
    session = db.session()
    strays, missing = _compared(_storage())
    return Cleaning(
        unused=_count(session, unused_attachments()),
        removed=_count(session, removed_attachments()),
        strays=len(strays),
        missing=missing,
    )


def _storage() -> Storage:
    return cast("Storage", current_app.extensions["storage"])


def _count(session: Session, condition: sa.ColumnElement[bool]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Attachment).where(condition)) or 0


def _forget(files: Storage, forget: Callable[[Session], list[str]]) -> int:
    forgotten = 0
    while True:
        with unit_of_work() as session:
            keys = forget(session)
        if not keys:
            return forgotten
        for key in keys:
            files.delete(key)
        forgotten += sum(not key.endswith(_PREVIEW) for key in keys)


def _compared(files: Storage) -> tuple[list[str], tuple[str, ...]]:
    """Return the keys that no row speaks of, and the ids of rows whose content is not there."""
    session = db.session()
    oldest = clock.now() - STRAY_AFTER
    there: set[str] = set()
    strays: list[str] = []
    listing = files.files()
    while some := list(islice(listing, _BATCH)):
        there.update(one.key for one in some)
        strays += _without_row(session, (one for one in some if one.written_at < oldest))
    rows = sa.select(Attachment.key, Attachment.public_id).where(Attachment.created_at < oldest)
    missing = [public_id for key, public_id in session.execute(rows) if key not in there]
    return strays, tuple(missing)


def _without_row(session: Session, files: Iterable[StoredFile]) -> Iterator[str]:
    by_key = {one.key: one.key.removesuffix(_PREVIEW) for one in files}
    known = set(
        session.scalars(sa.select(Attachment.key).where(Attachment.key.in_(set(by_key.values()))))
    )
    return (key for key, row_key in by_key.items() if row_key not in known)
