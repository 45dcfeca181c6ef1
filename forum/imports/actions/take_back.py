"""Take an import back: the wrong file, or the wrong channel. The inverse is to import again."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from forum.imports.actions.begin import hold_imports
from forum.imports.events import ImportTakenBack
from forum.imports.models import ArchiveImport, ImportedLetter, ImportState
from forum.kernel import clock
from forum.kernel.event_log import record
from forum.kernel.rows import change
from forum.threads.actions.counting import count_channels
from forum.threads.models import Placement, Post, Thread

_Further = aliased(Post, name="further_post")


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the threads of an import."""

    removed: int
    kept: int
    """Somebody has written there since, or another archive has added to them."""


def take_back(session: Session, archive: ArchiveImport) -> TakenBack:
    """Remove the threads that hold nothing but letters of this archive; the others stay whole.

    They become tombstones, as with any removal: addresses stay, texts and files are closed. The
    letters are forgotten, so that the archive can be read in again. Only the operator, at the
    command line, can do that.
    """
    hold_imports(session, archive)
    letters = sa.select(ImportedLetter.post_id).where(
        ImportedLetter.import_id == archive.id, ImportedLetter.post_id.is_not(None)
    )
    touched = sa.select(Post.thread_id).where(Post.id.in_(letters))
    answered = sa.exists().where(_Further.thread_id == Thread.id, _Further.id.not_in(letters))
    standing = sa.select(Thread.id).where(Thread.id.in_(touched), Thread.removed_at.is_(None))
    # Held first, looked at after: whoever answers in this moment is either seen or comes too late.
    session.execute(standing.order_by(Thread.id).with_for_update(key_share=True))
    alone = list(session.scalars(standing.where(~answered).order_by(Thread.id)))
    kept = len(session.scalars(standing.where(answered)).all())
    change(session, sa.update(Thread).where(Thread.id.in_(alone)).values(removed_at=clock.now()))
    gone = sa.select(Post.id).where(Post.thread_id.in_(alone))
    is_gone = sa.or_(ImportedLetter.post_id.is_(None), ImportedLetter.post_id.in_(gone))
    change(
        session,
        sa.delete(ImportedLetter).where(ImportedLetter.import_id == archive.id, is_gone),
    )
    shown_in = sa.select(Placement.channel_id).where(Placement.thread_id.in_(alone)).distinct()
    count_channels(session, list(session.scalars(shown_in)))
    _begin_again(session, archive, kept)
    event = ImportTakenBack(import_id=archive.id, channel_id=archive.channel_id, thread_ids=alone)
    record(session, event)
    return TakenBack(len(alone), kept)


def _begin_again(session: Session, archive: ArchiveImport, kept: int) -> None:
    """Let the archive be as if nothing of it had been read but what stays."""
    letters = sa.select(sa.func.count()).where(ImportedLetter.import_id == archive.id)
    archive.position, archive.state = 0, ImportState.RUNNING
    archive.thread_count, archive.post_count = kept, session.scalar(letters) or 0
    archive.known_count = archive.left_out_count = 0
    archive.updated_at = clock.now()
    session.flush()
