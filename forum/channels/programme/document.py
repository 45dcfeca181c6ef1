"""What a programme file says, once it has been read without a fault.

The entries are plain values: no row, no session, no YAML. A value that the file leaves out is an
empty text, and an audience that it leaves out is `None`: then the one in the database stands.
"""

from dataclasses import dataclass

from forum.accounts.models import CityStatus, OrganisationKind
from forum.channels.models import Audience, Posting

CITY_PREFIX = "stadt-"


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """Where the cities lie: how their municipality keys begin, and a frame in degrees (WGS 84)."""

    key_prefix: str
    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """The programme itself.

    `{name}` in the texts of the city channels stands for the name of the city.
    """

    slug: str
    name: str
    description: str
    funding: str
    url: str
    city_channel_description: str
    city_channel_example: str
    area: AreaEntry


@dataclass(frozen=True, slots=True)
class OrganisationKindEntry:
    """How the programme calls a kind of organisation; the kinds stand in code, as rights do."""

    kind: OrganisationKind
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """A theme and, with it, the channel of the same slug. Positions count from 1, as listed.

    `example` is the title of a thread that would belong there.
    """

    slug: str
    name: str
    description: str
    example: str
    position: int
    recommended: bool
    audience: Audience | None


@dataclass(frozen=True, slots=True)
class CityEntry:
    """A city and, with it, its channel.

    `key` is the official municipality key (AGS, eight digits): a city is known by it, because names
    and slugs change. `former_key` is the key before a merger of municipalities, or empty. `sorbian`
    is the official Sorbian name or empty. `earlier`: the city took part in 2014-2020.
    """

    key: str
    former_key: str
    slug: str
    name: str
    sorbian: str
    district: str
    latitude: float
    longitude: float
    status: CityStatus
    earlier: bool

    @property
    def prefixed_slug(self) -> str:
        """The slug of the city's channel, and of its administration among the organisations."""
        return f"{CITY_PREFIX}{self.slug}"


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An organisation that takes part. `city_key` is the key of the city of its seat, or empty.

    City administrations are not listed: each city brings its own.
    """

    slug: str
    name: str
    kind: OrganisationKind
    url: str
    city_key: str


@dataclass(frozen=True, slots=True)
class SystemChannelEntry:
    """A channel that belongs to neither a theme nor a city."""

    slug: str
    name: str
    description: str
    example: str
    position: int
    posting: Posting
    audience: Audience | None


@dataclass(frozen=True, slots=True)
class TagEntry:
    """A tag with other words for the same; none of them leads to another tag of the file."""

    slug: str
    name: str
    description: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeDocument:
    """A whole programme file."""

    programme: ProgrammeEntry
    organisation_kinds: tuple[OrganisationKindEntry, ...]
    themes: tuple[ThemeEntry, ...]
    cities: tuple[CityEntry, ...]
    organisations: tuple[OrganisationEntry, ...]
    channels: tuple[SystemChannelEntry, ...]
    tags: tuple[TagEntry, ...]
