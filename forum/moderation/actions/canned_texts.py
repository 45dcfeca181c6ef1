"""Keep the texts that moderators write often; drop one."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import moderates_anywhere
from forum.kernel.errors import Invalid
from forum.kernel.event_log import record
from forum.kernel.markup import clean_line, clean_source
from forum.kernel.verdict import require
from forum.moderation.events import CannedTextDropped, CannedTextSaved
from forum.moderation.models import CannedText, Measure
from forum.moderation.policy import can_keep_canned_texts
from forum.threads.text import REASON_LIMIT

NAME_LIMIT = 80


def save_canned_text(
    session: Session,
    actor: Actor,
    former: CannedText | None,
    *,
    name: str,
    text: str,
    measure: Measure | None,
) -> CannedText:
    """Keep a new text, or change the former one; return it.

    Raises `NotAllowed`, and `Invalid` for ``name`` (``name_taken``) or ``text``.
    """
    _require(session, actor)
    name = clean_line(name, limit=NAME_LIMIT, field="name")
    text = clean_source(text, limit=REASON_LIMIT, field="text")
    same_name = sa.select(CannedText.id).where(CannedText.name == name)
    taken_by = session.scalars(same_name).one_or_none()
    if taken_by is not None and (former is None or taken_by != former.id):
        raise Invalid("name_taken", field="name")
    canned = former or CannedText()
    if former is not None:
        canned = session.get_one(CannedText, former.id, with_for_update=True)
    canned.name, canned.text, canned.measure = name, text, measure
    session.add(canned)
    session.flush()
    record(session, CannedTextSaved(canned_text_id=canned.id), actor_id=actor.id)
    return canned


def drop_canned_text(session: Session, actor: Actor, canned: CannedText) -> None:
    """Offer the text no more; what was decided with it stays. Raises `NotAllowed`."""
    _require(session, actor)
    session.delete(session.get_one(CannedText, canned.id))
    record(session, CannedTextDropped(canned_text_id=canned.id), actor_id=actor.id)


def _require(session: Session, actor: Actor) -> None:
    anywhere = moderates_anywhere(session, actor)
    require(can_keep_canned_texts(actor, moderates_anywhere=anywhere))
