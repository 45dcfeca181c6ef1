"""Begin reading an archive in, or go on where it stood; and finish it."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.channels.models import Channel
from forum.imports.events import ImportBegun, ImportFinished
from forum.imports.models import ArchiveImport, ImportState
from forum.imports.queries import import_of
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record
from forum.kernel.verdict import allowed_if, require

NAME_LIMIT = 200


def begin(
    session: Session, channel: Channel, *, name: str, fingerprint: str, size: int
) -> ArchiveImport:
    """Return the import of this file into this channel; one that was begun before goes on.

    Only the operator, at the command line, can do that: an archive holds what people wrote to a
    list, for its readers, and nobody here has looked at it. Raises `NotAllowed`
    ``channel_archived``.
    """
    require(allowed_if(channel.archived_at is None, "channel_archived"))
    if found := import_of(session, channel, fingerprint):
        return found
    now = clock.now()
    archive = ArchiveImport(
        channel_id=channel.id,
        name=name[-NAME_LIMIT:],
        fingerprint=fingerprint,
        state=ImportState.RUNNING,
        position=0,
        size=size,
        thread_count=0,
        post_count=0,
        known_count=0,
        left_out_count=0,
        updated_at=now,
    )
    try:
        with session.begin_nested():
            session.add(archive)
    except IntegrityError:  # Somebody else begins with the same file in this moment.
        raise Conflict("import_moved", position=0) from None
    record(session, ImportBegun(import_id=archive.id, channel_id=channel.id))
    return archive


def hold_imports(session: Session, archive: ArchiveImport) -> None:
    """Hold all imports of the channel, and read this one as it is now.

    Two archives of one list share letters: so they are read in part by part, one after the other.
    """
    session.execute(
        sa.select(ArchiveImport.id)
        .where(ArchiveImport.channel_id == archive.channel_id)
        .order_by(ArchiveImport.id)
        .with_for_update(key_share=True)
    )
    session.refresh(archive)


def finish(session: Session, archive: ArchiveImport) -> ArchiveImport:
    """Note that all of the archive is in."""
    hold_imports(session, archive)
    if archive.state is not ImportState.FINISHED:
        archive.state = ImportState.FINISHED
        archive.updated_at = clock.now()
        record(session, ImportFinished(import_id=archive.id))
    return archive
