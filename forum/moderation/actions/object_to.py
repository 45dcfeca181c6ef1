"""Object to a statement of reasons; another member of the moderation decides about it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel.event_log import record
from forum.kernel.markup import clean_source
from forum.kernel.verdict import require
from forum.moderation.actions.open_case import open_case
from forum.moderation.events import ObjectionMade
from forum.moderation.models import Objection, Source, Statement, Target
from forum.moderation.policy.statements import can_object
from forum.moderation.queries.statements import objection_to

OBJECTION_LIMIT = 5_000


def object_to(session: Session, actor: Actor, statement: Statement, *, text: str) -> Objection:
    """Write the objection, open its case, and return it.

    Raises `NotAllowed` (not theirs, twice, after six months), and `Invalid` for the field ``text``.
    """
    # Of two at once the second finds the first.
    held = sa.select(Statement.id).where(Statement.id == statement.id).with_for_update()
    session.execute(held)
    require(can_object(actor, statement, objection_to(session, statement)))
    text = clean_source(text, limit=OBJECTION_LIMIT, field="text")
    objection = Objection(statement_id=statement.id, actor_id=actor.id, text=text)
    session.add(objection)
    session.flush()
    open_case(
        session,
        target=Target.STATEMENT,
        target_id=statement.id,
        source=Source.OBJECTION,
        key=f"objection:{objection.id}",
        reason="objection",
        detail=text,
        actor_id=actor.id,
    )
    event = ObjectionMade(objection_id=objection.id, statement_id=statement.id)
    record(session, event, actor_id=actor.id)
    return objection
