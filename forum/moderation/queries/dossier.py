"""One case with everything that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import startable_channels
from forum.kernel.errors import NotFound
from forum.moderation.models import (
    CannedText,
    Case,
    CaseNote,
    Decision,
    Signal,
)
from forum.moderation.policy import decidable_cases
from forum.moderation.queries.facts import Facts, facts_of

# What a case can gather is shown up to here, the latest first.
LATEST = 50


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case, what brought it up, what was decided and noted, and its target as it is now."""

    case: Case
    facts: Facts | None
    signals: Sequence[tuple[Signal, Actor | None]]
    decisions: Sequence[Decision]
    notes: Sequence[CaseNote]
    texts: Sequence[CannedText]


def case_for(session: Session, actor: Actor, public_id: str) -> Case:
    """Return the case if the actor may decide it, or raise `NotFound` ``no_case``."""
    case = session.scalars(
        sa.select(Case)
        .where(Case.public_id == public_id, decidable_cases(actor))
        .options(
            joinedload(Case.channel),
            joinedload(Case.claimed_by),
            joinedload(Case.about).joinedload(Actor.organisation),
            joinedload(Case.about).joinedload(Actor.city),
        )
    ).one_or_none()
    if case is None:
        raise NotFound("no_case")
    return case


def dossier_of(session: Session, case: Case) -> Dossier:
    """Return everything about the case; a constant number of statements."""
    signals = session.execute(
        sa.select(Signal, Actor)
        .outerjoin(Actor, Actor.id == Signal.actor_id)
        .where(Signal.case_id == case.id)
        .order_by(Signal.id.desc())
        .limit(LATEST)
    )
    return Dossier(
        case=case,
        facts=facts_of(session, case.target, case.target_id),
        signals=[(signal, actor) for signal, actor in signals],
        decisions=session.scalars(
            sa.select(Decision)
            .where(Decision.case_id == case.id)
            .options(joinedload(Decision.decided_by))
            .order_by(Decision.id.desc())
            .limit(LATEST)
        ).all(),
        notes=session.scalars(
            sa.select(CaseNote)
            .where(CaseNote.case_id == case.id)
            .options(joinedload(CaseNote.author))
            .order_by(CaseNote.id)
            .limit(LATEST)
        ).all(),
        texts=canned_texts(session),
    )


def canned_texts(session: Session) -> Sequence[CannedText]:
    """Return the texts that moderators write often, by name."""
    return session.scalars(sa.select(CannedText).order_by(CannedText.name)).all()


def canned_text_called(session: Session, public_id: str) -> CannedText:
    """Return the text, or raise `NotFound` ``no_canned_text``."""
    canned = session.scalars(
        sa.select(CannedText).where(CannedText.public_id == public_id)
    ).one_or_none()
    if canned is None:
        raise NotFound("no_canned_text")
    return canned


def channels_to_move_to(session: Session, actor: Actor) -> Sequence[Channel]:
    """Return the channels in which the actor could begin a thread, by name."""
    return session.scalars(
        sa.select(Channel).where(startable_channels(actor)).order_by(Channel.name)
    ).all()
