"""Say that one has tried it elsewhere; reword that; take it back."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City
from forum.channels.queries import membership_of
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.markup import clean_source
from forum.practices.actions.holding import hold_report, insist
from forum.practices.events import AdoptionChanged, AdoptionRemoved, ReportAdopted
from forum.practices.models import Adoption, ExperienceReport
from forum.practices.policy import can_adopt, can_change_adoption, can_remove_adoption
from forum.threads.models import Thread

TEXT_LIMIT = 1_500
EARLIEST = dt.date(2000, 1, 1)


def adopt(
    session: Session,
    actor: Actor,
    report_id: int,
    *,
    city_id: int | None,
    outcome: str,
    changed: str = "",
    tried_on: dt.date | None = None,
) -> Adoption:
    """Enter in the log what the actor has tried, where, and what came out.

    One entry of each person for each city. Raises `NotAllowed`, `Conflict` ``report_moved_on``, and
    `Invalid` for the fields ``city_id``, ``outcome``, ``changed`` and ``tried_on``.
    """
    report = hold_report(session, report_id)
    insist(can_adopt(actor, report, membership_of(session, actor, report.channel_id)))
    city = None if city_id is None else session.get(City, city_id)
    if city is None:
        raise Invalid("choose_a_city", field="city_id")
    if _has_adopted(session, actor, report, city):
        raise Invalid("adopted_already", field="city_id")
    adoption = Adoption(report_id=report.id, actor_id=actor.id, city_id=city.id)
    _write(adoption, outcome, changed, tried_on)
    session.add(adoption)
    _count(session, report)
    event = ReportAdopted(
        adoption_id=adoption.id,
        report_id=report.id,
        thread_id=_thread_of(report).id,
        actor_id=actor.id,
        city_id=city.id,
    )
    record(session, event, actor_id=actor.id)
    return adoption


def change_adoption(
    session: Session,
    actor: Actor,
    adoption: Adoption,
    *,
    outcome: str,
    changed: str = "",
    tried_on: dt.date | None = None,
) -> Adoption:
    """Reword an own entry; the city stays. Raises `NotAllowed`, `NotFound` and `Invalid`."""
    report, adoption = _hold_both(session, adoption)
    membership = membership_of(session, actor, report.channel_id)
    insist(can_change_adoption(actor, report, membership, adopter_id=adoption.actor_id))
    before = (adoption.outcome, adoption.changed, adoption.tried_on)
    _write(adoption, outcome, changed, tried_on)
    if (adoption.outcome, adoption.changed, adoption.tried_on) != before:
        adoption.edited_at = clock.now()
        event = AdoptionChanged(
            adoption_id=adoption.id, report_id=report.id, thread_id=_thread_of(report).id
        )
        record(session, event, actor_id=actor.id)
    return adoption


def remove_adoption(session: Session, actor: Actor, adoption: Adoption) -> None:
    """Take an entry out of the log. Raises `NotAllowed`, and `NotFound` where it is out already."""
    report, adoption = _hold_both(session, adoption)
    membership = membership_of(session, actor, report.channel_id)
    insist(can_remove_adoption(actor, report, membership, adopter_id=adoption.actor_id))
    adoption.removed_at = clock.now()
    _count(session, report)
    event = AdoptionRemoved(
        adoption_id=adoption.id,
        report_id=report.id,
        thread_id=_thread_of(report).id,
        by_adopter=adoption.actor_id == actor.id,
    )
    record(session, event, actor_id=actor.id)


def _has_adopted(session: Session, actor: Actor, report: ExperienceReport, city: City) -> bool:
    own = sa.select(Adoption.id).where(
        Adoption.report_id == report.id,
        Adoption.actor_id == actor.id,
        Adoption.city_id == city.id,
        Adoption.removed_at.is_(None),
    )
    return session.scalars(own).first() is not None


def _write(adoption: Adoption, outcome: str, changed: str, tried_on: dt.date | None) -> None:
    if tried_on is not None and not EARLIEST <= tried_on <= clock.now().date():
        raise Invalid("tried_when", field="tried_on")
    adoption.outcome = clean_source(outcome, limit=TEXT_LIMIT, field="outcome")
    adoption.changed = clean_source(changed, limit=TEXT_LIMIT, field="changed", may_be_empty=True)
    adoption.tried_on = tried_on


def _hold_both(session: Session, adoption: Adoption) -> tuple[ExperienceReport, Adoption]:
    report = hold_report(session, adoption.report_id)
    session.refresh(adoption, ["removed_at", "outcome", "changed", "tried_on"])
    if adoption.removed_at is not None:
        raise NotFound("no_adoption")
    return report, adoption


def _count(session: Session, report: ExperienceReport) -> None:
    session.flush()
    standing = sa.select(sa.func.count()).where(
        Adoption.report_id == report.id, Adoption.removed_at.is_(None)
    )
    report.adoption_count = session.scalar(standing) or 0


def _thread_of(report: ExperienceReport) -> Thread:
    if report.thread is None:
        raise Conflict("report_moved_on")
    return report.thread
