"""Repair counters that went wrong; nothing to take back, the posts themselves are counted."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.channels.models import Channel
from forum.threads.models import Thread
from forum.threads.queries.counters import WrongCounter, true_counters, wrong_in


def recount(session: Session) -> list[WrongCounter]:
    """Set every counter to what is there, and return what was wrong.

    A repair, asked for by the operator; it records no event, because nothing has happened.
    """
    found: list[WrongCounter] = []
    models: tuple[type[Thread | Channel], ...] = (Thread, Channel)
    for model in models:  # In this order: channels go by what their threads say.
        wrong = wrong_in(session, model)
        found += wrong
        ids = {one.row_id for one in wrong}
        # Held first, counted after: the count is made when nobody can change it any more.
        session.execute(
            sa.select(model.id).where(model.id.in_(ids)).order_by(model.id).with_for_update()
        )
        session.execute(
            sa.update(model)
            .where(model.id.in_(ids))
            .values(true_counters(model))
            .execution_options(synchronize_session=False)
        )
    return found
