"""Where an actor belongs: a city and an organisation. Both come from the programme file."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.kernel.models import Base, CreatedAt, Pk, Slug, StrEnumType


class CityStatus(enum.StrEnum):
    """How sure it is that a city takes part in the funding period 2021-2027."""

    VERIFIED = "verified"
    APPLIED = "applied"
    WORKSHOP = "workshop"
    UNKNOWN = "unknown"


class City(Base):
    """A municipality, known by its official key (Amtlicher Gemeindeschlüssel, 8 digits)."""

    __tablename__ = "city"

    id: Mapped[Pk]
    municipality_key: Mapped[str] = mapped_column(sa.String(8), unique=True)
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    sorbian_name: Mapped[str | None] = mapped_column(sa.String(120))
    district: Mapped[str] = mapped_column(sa.String(120))
    latitude: Mapped[float]
    longitude: Mapped[float]
    status: Mapped[CityStatus] = mapped_column(StrEnumType(CityStatus))
    took_part_before: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[dt.datetime | None]


class OrganisationKind(enum.StrEnum):
    """What an organisation is in the programme; audiences are decided by it."""

    CITY = "city"
    BEARER = "bearer"
    SERVICE_CENTRE = "service_centre"
    MULTIPLIER = "multiplier"
    MUNICIPALITY = "municipality"
    AUTHORITY = "authority"


class Organisation(Base):
    """A body that people act for: programme city, project bearer, authority and so on."""

    __tablename__ = "organisation"

    id: Mapped[Pk]
    slug: Mapped[Slug] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[OrganisationKind] = mapped_column(StrEnumType(OrganisationKind))
    city_id: Mapped[int | None] = mapped_column(sa.ForeignKey("city.id", ondelete="SET NULL"))
    homepage: Mapped[str | None] = mapped_column(sa.String(300))
    # Set by the programme file, which may archive what it no longer names; others are left alone.
    from_programme: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]
    archived_at: Mapped[dt.datetime | None]

    city: Mapped[City | None] = relationship(lazy="raise")
