"""What pages about reports are given: plain rows, as one reader may see them."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from forum.accounts.models import Actor, City, Organisation
from forum.practices.models import Access, Effort, ReportState, Stage, TargetGroup
from forum.threads.queries import AuthorLine


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report that has a thread, with everything that is filtered and compared by."""

    id: int
    public_id: str
    thread_id: int
    thread_public_id: str
    channel_name: str
    channel_slug: str
    title: str
    state: ReportState
    version: int
    author_id: int
    author: AuthorLine
    city_id: int | None
    city: str | None
    theme: str | None
    access: Access | None
    effort: Effort | None
    target_groups: tuple[TargetGroup, ...]
    begun_on: dt.date | None
    ended_on: dt.date | None
    texts: dict[str, str]
    released_at: dt.datetime | None
    updated_at: dt.datetime
    review_on: dt.date | None
    adoption_count: int
    confirmed: bool
    """Another city has confirmed it."""


@dataclass(frozen=True, slots=True)
class VerificationRow:
    """Who stands for one stage, and since when."""

    stage: Stage
    actor_id: int
    person: AuthorLine
    city_id: int | None
    city: str | None
    """The city that confirms, as it was when it did."""
    version: int
    note: str
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """An entry of the adoption log."""

    public_id: str
    actor_id: int
    person: AuthorLine
    city_id: int
    city: str
    tried_on: dt.date | None
    changed: str
    outcome: str
    created_at: dt.datetime
    edited_at: dt.datetime | None


Person = aliased(Actor, name="person")
PersonOrganisation = aliased(Organisation, name="person_organisation")
PersonCity = aliased(City, name="person_city")

_NOT_ASKED = {"moderates", "is_unclaimed"}
_LINE = tuple(field.name for field in fields(AuthorLine) if field.name not in _NOT_ASKED)


def person_columns() -> list[sa.Label[Any]]:
    """Return the columns that `person_line` reads; join with `with_person`."""
    return [
        Person.public_id.label("person_public_id"),
        Person.handle.label("person_handle"),
        Person.domain.label("person_domain"),
        Person.name.label("person_name"),
        Person.picture_at.label("person_picture_at"),
        Person.closed_at.label("person_closed_at"),
        PersonOrganisation.name.label("person_organisation"),
        PersonCity.name.label("person_city"),
    ]


def with_person(
    statement: sa.Select[*tuple[Any, ...]], on: sa.ColumnElement[bool]
) -> sa.Select[*tuple[Any, ...]]:
    """Join the person that `on` names, with organisation and city."""
    return (
        statement.join(Person, on)
        .outerjoin(PersonOrganisation, PersonOrganisation.id == Person.organisation_id)
        .outerjoin(PersonCity, PersonCity.id == Person.city_id)
    )


def person_line(row: sa.RowMapping) -> AuthorLine:
    """Read the person out of a row made with `person_columns`."""
    return AuthorLine(**{name: row[f"person_{name}"] for name in _LINE})


def groups_of(stored: str) -> tuple[TargetGroup, ...]:
    """Read the target groups as they are stored: between bars."""
    known = set(TargetGroup)
    return tuple(TargetGroup(one) for one in stored.split("|") if one in known)
