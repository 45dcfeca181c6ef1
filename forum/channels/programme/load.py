"""Make the database agree with a programme file."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import City, Organisation
from forum.channels.models import Channel, FormerSlug, Tag, Theme
from forum.channels.programme.difference import Change, Deed, Difference, FieldChange, difference
from forum.channels.programme.document import ProgrammeDocument
from forum.channels.programme.events import ProgrammeLoaded
from forum.channels.programme.present import LINKS, Row
from forum.channels.programme.wanted import Noun, Value
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import record

# Any number that no other lock of the hub uses.
LOCK = 20_270_001

MODELS: dict[Noun, type[Row]] = {
    Noun.THEME: Theme,
    Noun.CITY: City,
    Noun.ORGANISATION: Organisation,
    Noun.CHANNEL: Channel,
    Noun.TAG: Tag,
}


def load_programme(session: Session, document: ProgrammeDocument) -> Difference:
    """Apply the document and return what it changed; a second time that is nothing.

    There is no actor and no policy: it is the operator of the machine who loads a file. Raise
    `Conflict` with the `obstacles` of the difference where there are any; nothing is written then.
    """
    _wait_for_other_loads(session)
    found = difference(session, document)
    if found.obstacles:
        raise Conflict("programme_obstructed", obstacles=found.obstacles)
    for change in found.changes:
        _apply(session, change)
    if found.changes:
        record(
            session,
            ProgrammeLoaded(
                slug=document.programme.slug,
                added=found.count(Deed.ADD),
                changed=found.count(Deed.CHANGE),
                restored=found.count(Deed.RESTORE),
                archived=found.count(Deed.ARCHIVE),
            ),
        )
    return found


def _wait_for_other_loads(session: Session) -> None:
    """Let one load finish before the next compares; SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def _apply(session: Session, change: Change) -> None:
    if change.row is None:
        columns = dict(_column(session, field) for field in change.fields)
        session.add(MODELS[change.noun](**columns))
    else:
        _alter(session, change, change.row)
    # At once, because what comes next may point here.
    session.flush()


def _alter(session: Session, change: Change, row: Row) -> None:
    row.archived_at = clock.now() if change.deed is Deed.ARCHIVE else None
    for field in change.fields:
        if isinstance(row, Channel) and field.column == "slug":
            _keep_address(session, row, str(field.after))
        column, value = _column(session, field)
        setattr(row, column, value)


def _keep_address(session: Session, channel: Channel, slug: str) -> None:
    """Let the old address lead to the channel; take the new one back if it was an old one."""
    returned = session.get(FormerSlug, slug)
    if returned is not None:
        session.delete(returned)
    session.add(FormerSlug(slug=channel.slug, channel_id=channel.id))


def _column(session: Session, field: FieldChange) -> tuple[str, Value]:
    """Return the column and value to write; a link is given by key and written by id."""
    if field.column not in LINKS or field.after is None:
        return (f"{field.column}_id" if field.column in LINKS else field.column), field.after
    if LINKS[field.column] is Noun.CITY:
        query = sa.select(City.id).where(City.municipality_key == field.after)
    else:
        query = sa.select(Theme.id).where(Theme.slug == field.after)
    return f"{field.column}_id", session.scalars(query).one()
