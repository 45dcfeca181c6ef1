"""Which rows a programme document asks for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from forum.accounts.models import OrganisationKind
from forum.channels.models import Audience, ChannelKind
from forum.channels.programme.document import (
    CityEntry,
    OrganisationEntry,
    ProgrammeDocument,
    ProgrammeEntry,
    SystemChannelEntry,
    TagEntry,
    ThemeEntry,
)

Value = str | int | float | bool | None


class Noun(StrEnum):
    """The kinds of row that a programme file speaks of; each may point to those before it."""

    THEME = "theme"
    CITY = "city"
    ORGANISATION = "organisation"
    CHANNEL = "channel"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that should be there.

    `key` is what the row is known by; `values` are its columns, where `city` and `theme` hold the
    key of the row that `city_id` and `theme_id` point to. What is not named is left as it is.
    """

    noun: Noun
    key: str
    name: str
    values: dict[str, Value] = field(repr=False)


def city_channel_key(municipality_key: str) -> str:
    """Return what a city's channel is known by, however the city is called."""
    return f"city:{municipality_key}"


def theme_channel_key(slug: str) -> str:
    """Return what a theme's channel is known by."""
    return f"theme:{slug}"


def slug_key(slug: str) -> str:
    """Return what a system channel or a listed organisation is known by."""
    return f"slug:{slug}"


def city_administration_key(municipality_key: str) -> str:
    """Return what a city's administration is known by among the organisations."""
    return f"city:{municipality_key}"


def wanted_rows(document: ProgrammeDocument) -> Iterator[Wanted]:
    """Yield every row the document asks for, none before a row that it points to."""
    for theme in document.themes:
        yield _theme(theme)
    for city in document.cities:
        yield _city(city)
    for city in document.cities:
        yield _city_administration(city)
    for organisation in document.organisations:
        yield _organisation(organisation)
    for channel in document.channels:
        yield _system_channel(channel)
    for theme in document.themes:
        yield _theme_channel(theme)
    for position, city in enumerate(document.cities, start=1):
        yield _city_channel(city, position, document.programme)
    yield from map(_tag, document.tags)


def _theme(entry: ThemeEntry) -> Wanted:
    values: dict[str, Value] = {
        "slug": entry.slug,
        "name": entry.name,
        "description": entry.description,
        "position": entry.position,
        "is_recommended": entry.recommended,
    }
    return Wanted(Noun.THEME, entry.slug, entry.name, values)


def _city(entry: CityEntry) -> Wanted:
    values: dict[str, Value] = {
        "municipality_key": entry.key,
        "slug": entry.slug,
        "name": entry.name,
        "sorbian_name": entry.sorbian or None,
        "district": entry.district,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "status": entry.status,
        "took_part_before": entry.earlier,
    }
    return Wanted(Noun.CITY, entry.key, entry.name, values)


def _city_administration(entry: CityEntry) -> Wanted:
    values: dict[str, Value] = {
        "slug": entry.prefixed_slug,
        "name": f"Stadt {entry.name}",
        "kind": OrganisationKind.CITY,
        "city": entry.key,
        "from_programme": True,
    }
    key = city_administration_key(entry.key)
    return Wanted(Noun.ORGANISATION, key, f"Stadt {entry.name}", values)


def _organisation(entry: OrganisationEntry) -> Wanted:
    values: dict[str, Value] = {
        "slug": entry.slug,
        "name": entry.name,
        "kind": entry.kind,
        "city": entry.city_key or None,
        "homepage": entry.url or None,
        "from_programme": True,
    }
    return Wanted(Noun.ORGANISATION, slug_key(entry.slug), entry.name, values)


def _system_channel(entry: SystemChannelEntry) -> Wanted:
    values: dict[str, Value] = {
        "slug": entry.slug,
        "kind": ChannelKind.SYSTEM,
        "name": entry.name,
        "description": entry.description,
        "example": entry.example,
        "position": entry.position,
        "posting": entry.posting,
        **_audience(entry.audience),
    }
    return Wanted(Noun.CHANNEL, slug_key(entry.slug), entry.name, values)


def _theme_channel(entry: ThemeEntry) -> Wanted:
    values: dict[str, Value] = {
        "slug": entry.slug,
        "kind": ChannelKind.THEME,
        "name": entry.name,
        "description": entry.description,
        "example": entry.example,
        "position": entry.position,
        "theme": entry.slug,
        **_audience(entry.audience),
    }
    return Wanted(Noun.CHANNEL, theme_channel_key(entry.slug), entry.name, values)


def _city_channel(entry: CityEntry, position: int, programme: ProgrammeEntry) -> Wanted:
    values: dict[str, Value] = {
        "slug": entry.prefixed_slug,
        "kind": ChannelKind.CITY,
        "name": entry.name,
        "description": programme.city_channel_description.replace("{name}", entry.name),
        "example": programme.city_channel_example.replace("{name}", entry.name),
        "position": position,
        "city": entry.key,
    }
    return Wanted(Noun.CHANNEL, city_channel_key(entry.key), entry.name, values)


def _tag(entry: TagEntry) -> Wanted:
    values: dict[str, Value] = {
        "slug": entry.slug,
        "name": entry.name,
        "description": entry.description,
        "synonyms": "\n".join(entry.synonyms),
    }
    return Wanted(Noun.TAG, entry.slug, entry.name, values)


def _audience(audience: Audience | None) -> dict[str, Value]:
    return {} if audience is None else {"audience": audience}
