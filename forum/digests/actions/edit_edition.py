"""Write the introduction to one week's letters."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.digests.events import EditionEdited
from forum.digests.models import Edition
from forum.digests.policy import can_edit_letters
from forum.digests.prose import Prose
from forum.digests.weeks import Week
from forum.kernel import clock
from forum.kernel.errors import Conflict, NotAllowed
from forum.kernel.event_log import record
from forum.kernel.verdict import require

# So far ahead can an edition be prepared.
WEEKS_AHEAD = 12


def edit_introduction(
    session: Session, actor: Actor, week: Week, *, prose: Prose, version: int
) -> Edition:
    """Write what stands on top of that week's letters; nothing written takes it away.

    `version` is the one that the editor began with, 0 where there was none. Raises `NotAllowed`
    (``week_is_over``, ``week_is_far``), and `Conflict` ``edition_changed``.
    """
    edition = standing_edition(session, actor, week)
    if version != (edition.version if edition.source else 0):
        raise Conflict("edition_changed")
    if edition.source == prose.source:
        return edition
    edition.source, edition.html = prose.source, prose.html
    edition.renderer_version = prose.renderer_version
    edition.version += 1
    edition.edited_by_id = actor.id
    edition.updated_at = clock.now()
    session.flush()
    edited = EditionEdited(edition_id=edition.id, week=edition.week, version=edition.version)
    record(session, edited, actor_id=actor.id)
    return edition


def standing_edition(session: Session, actor: Actor, week: Week) -> Edition:
    """Return that week's edition, held, for who may change it now; made where there was none.

    Raises `NotAllowed`.
    """
    require(can_edit_letters(actor))
    require_open(week)
    edition = _held(session, week)
    if edition is not None:
        return edition
    try:
        with session.begin_nested():
            session.add(Edition(week=week.key, version=0, updated_at=clock.now()))
    except IntegrityError:  # somebody else was quicker
        pass
    edition = _held(session, week)
    assert edition is not None  # noqa: S101 - nobody deletes one
    return edition


def require_open(week: Week) -> None:
    """Raise `NotAllowed` for a week whose letters are all out, and for one that is far away.

    A week is over when its Sunday is over everywhere: members live in any time zone.
    """
    now = clock.now()
    if week < Week.of((now - dt.timedelta(hours=12)).date()):
        raise NotAllowed("week_is_over")
    if week > Week.of(now.date()).later(WEEKS_AHEAD):
        raise NotAllowed("week_is_far")


def _held(session: Session, week: Week) -> Edition | None:
    return session.scalars(
        sa.select(Edition)
        .where(Edition.week == week.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
