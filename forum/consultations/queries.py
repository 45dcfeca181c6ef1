"""Consultations as their takers see them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from forum.accounts.models import Actor
from forum.consultations.models import Consultation, Part, Taker
from forum.consultations.policy import NO_CONSULTATION, visible_consultations
from forum.kernel.errors import NotFound
from forum.messaging.models import Room

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A consultation in the list of somebody who takes part."""

    consultation: Consultation
    part: Part


def consultation_for(session: Session, actor: Actor, public_id: str) -> Consultation:
    """Return a consultation with its room; raises `NotFound` for whoever takes no part in it."""
    found = session.scalars(
        sa.select(Consultation)
        .where(Consultation.public_id == public_id, visible_consultations(actor))
        .options(joinedload(Consultation.room))
    ).one_or_none()
    if found is None:
        raise NotFound(NO_CONSULTATION)
    return found


def consultation_of_room(session: Session, room: Room) -> Consultation | None:
    """Return the consultation that this room belongs to."""
    return session.scalars(
        sa.select(Consultation)
        .where(Consultation.room_id == room.id)
        .options(joinedload(Consultation.room))
    ).one_or_none()


def taker_of(session: Session, consultation: Consultation, actor: Actor) -> Taker | None:
    """Return somebody's row in it as it is now."""
    return session.scalars(
        sa.select(Taker)
        .where(Taker.consultation_id == consultation.id, Taker.actor_id == actor.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def moderator_of(session: Session, consultation: Consultation) -> Taker | None:
    """Return who moderates it now, with the person; none: it has lost all who could."""
    return session.scalars(
        sa.select(Taker)
        .where(Taker.consultation_id == consultation.id, Taker.part == Part.MODERATOR)
        .options(joinedload(Taker.actor))
        .execution_options(populate_existing=True)
    ).one_or_none()


def takers_of(session: Session, consultation: Consultation) -> Sequence[Taker]:
    """Return everybody in it, first come first, with organisation and city."""
    person = joinedload(Taker.actor)
    return session.scalars(
        sa.select(Taker)
        .where(Taker.consultation_id == consultation.id)
        .options(person.joinedload(Actor.organisation), person.joinedload(Actor.city))
        .order_by(Taker.came_at, Taker.actor_id)
        .execution_options(populate_existing=True)
    ).all()


def my_consultations(session: Session, actor: Actor) -> list[Listed]:
    """Return the consultations of somebody, those that go on first; one statement."""
    rows = session.execute(
        sa.select(Consultation, Taker.part)
        .join(Consultation.room)
        .join(Taker, Taker.consultation_id == Consultation.id)
        .where(Taker.actor_id == actor.id, visible_consultations(actor))
        .options(contains_eager(Consultation.room))
        .order_by(Consultation.ended_at.is_not(None), Consultation.id.desc())
        .limit(MOST_LISTED)
    ).all()
    return [Listed(consultation, part) for consultation, part in rows]
