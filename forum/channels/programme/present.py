"""Which rows of a programme are there already, and what they are known by."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import City, Organisation, OrganisationKind
from forum.channels.models import Channel, ChannelKind, FormerSlug, Tag, Theme
from forum.channels.programme.wanted import (
    Noun,
    Value,
    Wanted,
    city_administration_key,
    city_channel_key,
    slug_key,
    theme_channel_key,
)
from forum.kernel.models import Base

Row = Theme | City | Organisation | Channel | Tag
Model = TypeVar("Model", bound=Base)

LINKS: Mapping[str, Noun] = {"city": Noun.CITY, "theme": Noun.THEME}


class Present:
    """The rows in the database, by noun and key. Six queries, however many rows there are."""

    def __init__(self, session: Session, former_keys: Mapping[str, str]) -> None:
        """Read all rows; `former_keys` maps a city's former municipality key to its present one."""
        cities = session.scalars(_all(City)).all()
        taken = {city.municipality_key for city in cities}
        renewed = {old: new for old, new in former_keys.items() if new not in taken}
        self._keys: dict[tuple[Noun, int], str] = {}
        self._rows: dict[tuple[Noun, str], Row] = {}
        self._owners: dict[tuple[Noun, str], Row] = {}
        self._former_slugs: dict[str, int] = {}
        for city in cities:
            self._take(city, renewed.get(city.municipality_key, city.municipality_key))
        for theme in session.scalars(_all(Theme)):
            self._take(theme, theme.slug)
        for organisation in session.scalars(_all(Organisation)):
            self._take(organisation, self._organisation_key(organisation))
        for channel in session.scalars(_all(Channel)):
            self._take(channel, self._channel_key(channel))
        for tag in session.scalars(_all(Tag)):
            self._take(tag, tag.slug)
        for former in session.scalars(_all(FormerSlug)):
            self._former_slugs[former.slug] = former.channel_id

    def _take(self, row: Row, key: str | None) -> None:
        noun = noun_of(row)
        self._owners[noun, row.slug] = row
        if key is not None:
            self._keys[noun, row.id] = key
            self._rows[noun, key] = row

    def _organisation_key(self, row: Organisation) -> str | None:
        """Return the key of an organisation of the programme; others are none of its business."""
        if not row.from_programme:
            return None
        if row.kind is OrganisationKind.CITY and row.city_id is not None:
            return city_administration_key(self._keys[Noun.CITY, row.city_id])
        return slug_key(row.slug)

    def _channel_key(self, row: Channel) -> str | None:
        """Return the key of a channel of the programme; working groups are none of its business."""
        if row.theme_id is not None:
            return theme_channel_key(self._keys[Noun.THEME, row.theme_id])
        if row.city_id is not None:
            return city_channel_key(self._keys[Noun.CITY, row.city_id])
        return slug_key(row.slug) if row.kind is ChannelKind.SYSTEM else None

    def find(self, wanted: Wanted) -> Row | None:
        """Return the row that is wanted, if it is there.

        An organisation that somebody made by hand before the file named it is the same one.
        """
        row = self._rows.get((wanted.noun, wanted.key))
        if row is None and wanted.noun is Noun.ORGANISATION:
            owner = self.owner(wanted)
            if isinstance(owner, Organisation) and not owner.from_programme:
                return owner
        return row

    def owner(self, wanted: Wanted) -> Row | None:
        """Return the row that has the wanted slug now, or had it and still gets its visitors."""
        slug = str(wanted.values["slug"])
        owner = self._owners.get((wanted.noun, slug))
        if owner is None and wanted.noun is Noun.CHANNEL and slug in self._former_slugs:
            former = self._former_slugs[slug]
            return next(row for row in self.channels() if row.id == former)
        return owner

    def channels(self) -> Iterable[Channel]:
        """Return all channels, working groups too."""
        return (row for row in self._owners.values() if isinstance(row, Channel))

    def known(self, noun: Noun) -> Mapping[str, Row]:
        """Return the rows of the programme by key."""
        return {key: row for (kind, key), row in self._rows.items() if kind is noun}

    def value(self, row: Row, column: str) -> Value:
        """Return a column as `Wanted.values` has it."""
        if column not in LINKS:
            value: Value = getattr(row, column)
            return value
        target: int | None = getattr(row, f"{column}_id")
        return None if target is None else self._keys[LINKS[column], target]


def _all(model: type[Model]) -> sa.Select[Model]:
    """Select all rows as they are now, also those that the session has read before."""
    return sa.select(model).execution_options(populate_existing=True)


def noun_of(row: Row) -> Noun:
    """Return what kind of row this is."""
    return Noun(type(row).__name__.lower())
