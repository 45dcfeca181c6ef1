"""What stands beside a report: who verified it, and who has tried it elsewhere."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from forum.accounts.models import City
from forum.kernel.errors import NotFound
from forum.practices.models import Adoption, ExperienceReport, Stage, Verification
from forum.practices.queries.rows import (
    AdoptionRow,
    Person,
    VerificationRow,
    person_columns,
    person_line,
    with_person,
)
from forum.threads.models import Thread


def verifications_of(
    session: Session, report_ids: Sequence[int]
) -> dict[int, list[VerificationRow]]:
    """Return by report who stands for it, stage by stage, the first one first."""
    statement = sa.select(
        Verification.report_id,
        Verification.stage,
        Verification.actor_id,
        Verification.city_id,
        City.name.label("confirming_city"),
        Verification.version,
        Verification.note,
        Verification.created_at,
        *person_columns(),
    ).outerjoin(City, City.id == Verification.city_id)
    statement = with_person(statement, Person.id == Verification.actor_id).where(
        Verification.report_id.in_(report_ids)
    )
    rows = session.execute(statement.order_by(Verification.created_at, Verification.id)).mappings()
    found: dict[int, list[VerificationRow]] = {}
    for row in rows:
        found.setdefault(row["report_id"], []).append(
            VerificationRow(
                stage=row["stage"],
                actor_id=row["actor_id"],
                person=person_line(row),
                city_id=row["city_id"],
                city=row["confirming_city"],
                version=row["version"],
                note=row["note"],
                created_at=row["created_at"],
            )
        )
    order = list(Stage)
    for several in found.values():
        several.sort(key=lambda one: order.index(one.stage))
    return found


def adoptions_of(session: Session, report_ids: Sequence[int]) -> dict[int, list[AdoptionRow]]:
    """Return by report its adoption log, the oldest entry first."""
    statement = sa.select(
        Adoption.report_id,
        Adoption.public_id,
        Adoption.actor_id,
        Adoption.city_id,
        City.name.label("adopting_city"),
        Adoption.tried_on,
        Adoption.changed,
        Adoption.outcome,
        Adoption.created_at,
        Adoption.edited_at,
        *person_columns(),
    ).join(City, City.id == Adoption.city_id)
    statement = with_person(statement, Person.id == Adoption.actor_id).where(
        Adoption.report_id.in_(report_ids), Adoption.removed_at.is_(None)
    )
    rows = session.execute(statement.order_by(Adoption.created_at, Adoption.id)).mappings()
    found: dict[int, list[AdoptionRow]] = {}
    for row in rows:
        found.setdefault(row["report_id"], []).append(
            AdoptionRow(
                public_id=row["public_id"],
                actor_id=row["actor_id"],
                person=person_line(row),
                city_id=row["city_id"],
                city=row["adopting_city"],
                tried_on=row["tried_on"],
                changed=row["changed"],
                outcome=row["outcome"],
                created_at=row["created_at"],
                edited_at=row["edited_at"],
            )
        )
    return found


def report_in_thread(session: Session, thread: Thread) -> ExperienceReport | None:
    """Return the report as the rules ask about it: this very thread and its home are its own."""
    report = session.scalars(
        sa.select(ExperienceReport).where(ExperienceReport.thread_id == thread.id)
    ).one_or_none()
    if report is not None:
        set_committed_value(report, "thread", thread)
        set_committed_value(report, "channel", thread.channel)
    return report


def adoption_by_public_id(session: Session, public_id: str) -> Adoption:
    """Return an entry with its city and report, or raise ``NotFound``; removed ones are gone."""
    adoption = session.scalars(
        sa.select(Adoption)
        .where(Adoption.public_id == public_id, Adoption.removed_at.is_(None))
        .options(joinedload(Adoption.city), joinedload(Adoption.report))
    ).one_or_none()
    if adoption is None:
        raise NotFound("no_adoption")
    return adoption
