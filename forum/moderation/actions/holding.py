"""Taking a case for a change: read again as it is now, and held until the commit.

A case comes before everything that its measures hold (report, thread, post, channels), and so does
whoever acts: role and membership are read in the transaction that uses them.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.queries import membership_of
from forum.kernel.verdict import require
from forum.moderation.models import Case
from forum.moderation.policy import can_decide


def hold_case(session: Session, case_id: int) -> Case:
    """Return the case with its channel; nobody else changes it before the commit."""
    case: Case = session.scalars(
        sa.select(Case)
        .where(Case.id == case_id)
        .options(joinedload(Case.channel))
        .with_for_update(key_share=True, of=Case)
        .execution_options(populate_existing=True)
    ).one()
    return case


def hold_to_decide(session: Session, actor: Actor, case: Case) -> tuple[Actor, Case]:
    """Return actor and case as they are now, if the actor may (still) decide it.

    Raises `NotAllowed`.
    """
    held = hold_case(session, case.id)
    present = session.scalars(
        sa.select(Actor)
        .where(Actor.id == actor.id)
        .options(joinedload(Actor.organisation), joinedload(Actor.city))
        .execution_options(populate_existing=True)
    ).one()
    membership = (
        None if held.channel_id is None else membership_of(session, present, held.channel_id)
    )
    require(can_decide(present, held, membership))
    return present, held
