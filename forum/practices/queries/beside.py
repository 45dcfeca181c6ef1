"""What stands beside a report: who verified it, and who has tried it elsewhere."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import City
from forum.kernel.errors import NotFound
from forum.practices.models import Adoption, Stage, Verification
from forum.practices.queries.rows import (
    AdoptionRow,
    Person,
    VerificationRow,
    person_columns,
    person_line,
    with_person,
)


def verifications_of(session: Session, report_id: int) -> list[VerificationRow]:
    """Return who stands for the report, stage by stage, the first one first."""
    statement = sa.select(
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
        Verification.report_id == report_id
    )
    rows = session.execute(statement.order_by(Verification.created_at, Verification.id)).mappings()
    order = list(Stage)
    found = [
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
        for row in rows
    ]
    return sorted(found, key=lambda one: order.index(one.stage))


def adoptions_of(session: Session, report_id: int) -> list[AdoptionRow]:
    """Return the adoption log, the oldest entry first."""
    statement = sa.select(
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
        Adoption.report_id == report_id, Adoption.removed_at.is_(None)
    )
    rows = session.execute(statement.order_by(Adoption.created_at, Adoption.id)).mappings()
    return [
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
        for row in rows
    ]


def adoption_by_public_id(session: Session, public_id: str) -> Adoption:
    """Return an entry of a log with its city, or raise ``NotFound``; removed ones are gone."""
    adoption = session.scalars(
        sa.select(Adoption)
        .where(Adoption.public_id == public_id, Adoption.removed_at.is_(None))
        .options(joinedload(Adoption.city))
    ).one_or_none()
    if adoption is None:
        raise NotFound("no_adoption")
    return adoption
