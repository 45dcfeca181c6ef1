"""Letters to those whose words are to stand in a thread: what is planned, and where to object."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor
from forum.mail.letters import queue_letter
from forum.messaging.events import KeepingAsked
from forum.messaging.models import Keeping, KeepingState, KeepingVoice


def ask_about_words(session: Session, event: KeepingAsked) -> None:
    """Write to everybody who was asked and has not answered; nothing of what was said is quoted."""
    keeping = session.scalars(
        sa.select(Keeping)
        .where(Keeping.id == event.keeping_id, Keeping.state == KeepingState.ASKED)
        .options(joinedload(Keeping.keeper))
    ).one_or_none()
    if keeping is None:
        return
    for account in _silent(session, keeping, event.actor_ids):
        queue_letter(
            session,
            to=account.email,
            locale=account.locale,
            letter="keeping_asked",
            name=account.actor.name,
            keeper=keeping.keeper.name,
            public_id=keeping.public_id,
            needs_everybody=keeping.needs_everybody,
        )


def _silent(session: Session, keeping: Keeping, actor_ids: list[int]) -> list[Account]:
    silent = (
        sa.select(Account)
        .join(Actor, Actor.id == Account.actor_id)
        .join(KeepingVoice, KeepingVoice.actor_id == Actor.id)
        .where(
            KeepingVoice.keeping_id == keeping.id,
            KeepingVoice.agrees.is_(None),
            Actor.id.in_(actor_ids),
            Actor.closed_at.is_(None),
            Account.state == AccountState.ACTIVE,
        )
        .options(joinedload(Account.actor))
        .order_by(Account.id)
    )
    return list(session.scalars(silent))
