"""What the moderation still needs, however old it is."""

import sqlalchemy as sa

from forum.messaging.models import Message
from forum.moderation.models import Case, CaseState, Objection, Statement, Target


def undecided_messages() -> sa.Select[int]:
    """Return the ids of messages about which a case or an objection is open.

    And the newest message of the hub, if there ever was one about it: its number would be given
    to the next message, which has nothing to do with that.
    """
    of_case = Case.target == Target.MESSAGE
    of_statement = Statement.target == Target.MESSAGE
    brought_up = sa.select(Case.target_id).where(of_case)
    stated = sa.select(Statement.target_id).where(of_statement)
    objected = stated.join(Objection, Objection.statement_id == Statement.id)
    newest = sa.select(sa.func.max(Message.id)).scalar_subquery()
    is_newest = sa.or_(Message.id.in_(brought_up), Message.id.in_(stated))
    return sa.select(Message.id).where(
        sa.or_(
            Message.id.in_(brought_up.where(Case.state == CaseState.OPEN)),
            Message.id.in_(objected.where(Objection.decided_at.is_(None))),
            sa.and_(Message.id == newest, is_newest),
        )
    )
