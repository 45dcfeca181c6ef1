"""All channels on one page: what is alive first, what is quiet folded, cities by district."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from forum.channels.models import ChannelKind
from forum.channels.queries import ListedChannel
from forum.threads.queries.per_channel import LatestThread
from forum.web.presenters.names import plain, spellings
from forum.web.presenters.parts import AudienceLevel
from forum.web.texts import sentence
from forum.web.texts.channels import CITY_STATUS_SHORT


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A channel in the overview."""

    name: str
    url: str
    summary: str
    audience: AudienceLevel
    other_name: str | None = None
    """The Sorbian name of a city."""
    status: str | None = None
    """What is known of a city's part in the programme."""
    district: str = ""
    unread: int = 0
    latest_title: str | None = None
    latest_url: str | None = None
    latest_at: dt.datetime | None = None
    is_member: bool = False
    is_mine: bool = False
    is_open: bool = True
    refusal: str | None = None
    """Why a member cannot open it; guests are told once for all channels."""

    @property
    def is_alive(self) -> bool:
        """Whether there is a thread to see."""
        return self.latest_at is not None


@dataclass(frozen=True, slots=True)
class District:
    """The cities of a district."""

    name: str
    cities: tuple[OverviewRow, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The page; every list in the order to show."""

    groups: tuple[OverviewRow, ...]
    themes: tuple[OverviewRow, ...]
    quiet_themes: tuple[OverviewRow, ...]
    my_cities: tuple[OverviewRow, ...]
    districts: tuple[District, ...]
    quiet_districts: tuple[District, ...]
    system: tuple[OverviewRow, ...]
    archived: tuple[OverviewRow, ...]
    search: str
    found: tuple[OverviewRow, ...] | None
    """The cities that the search found; ``None`` where nothing was searched for."""
    is_guest: bool
    """Nobody is signed in: what is folded may be full of talk all the same."""

    @property
    def quiet_city_count(self) -> int:
        """How many cities are folded away."""
        return sum(len(district.cities) for district in self.quiet_districts)


@dataclass(frozen=True, slots=True)
class Activity:
    """What is going on in the channels, by channel id."""

    latest: Mapping[int, LatestThread]
    unread: Mapping[int, int]
    mine: frozenset[int]
    """The channels of the reader's cities."""
    is_guest: bool = False


def overview_page(entries: Sequence[ListedChannel], activity: Activity, search: str) -> Overview:
    """Sort the channels into the sections of the page; `search` narrows the cities."""
    alive = [entry for entry in entries if entry.channel.archived_at is None]
    shut = [entry for entry in entries if entry.channel.archived_at is not None]
    themes = [entry for entry in alive if entry.channel.kind is ChannelKind.THEME]
    open_themes = [entry for entry in themes if _is_open(entry, activity)]
    cities = sorted(_rows(alive, activity, ChannelKind.CITY), key=lambda row: plain(row.name))
    others = [row for row in cities if not row.is_mine]
    return Overview(
        groups=_rows(alive, activity, ChannelKind.GROUP),
        themes=tuple(_row(entry, activity) for entry in open_themes),
        quiet_themes=tuple(_row(entry, activity) for entry in themes if entry not in open_themes),
        my_cities=tuple(row for row in cities if row.is_mine),
        districts=_by_district(row for row in others if row.is_alive),
        quiet_districts=_by_district(row for row in others if not row.is_alive),
        system=_rows(alive, activity, ChannelKind.SYSTEM),
        archived=tuple(_row(entry, activity) for entry in shut if entry.is_readable),
        search=search,
        found=_found(cities, search) if plain(search).strip() else None,
        is_guest=activity.is_guest,
    )


def _is_open(entry: ListedChannel, activity: Activity) -> bool:
    theme = entry.channel.theme
    recommended = theme is not None and theme.is_recommended
    return recommended or entry.membership is not None or entry.channel.id in activity.latest


def _rows(
    entries: Iterable[ListedChannel], activity: Activity, kind: ChannelKind
) -> tuple[OverviewRow, ...]:
    return tuple(_row(entry, activity) for entry in entries if entry.channel.kind is kind)


def _row(entry: ListedChannel, activity: Activity) -> OverviewRow:
    channel, city = entry.channel, entry.channel.city
    latest = activity.latest.get(channel.id) if entry.is_readable else None
    return OverviewRow(
        name=channel.name,
        url=url_for("channels.show", slug=channel.slug),
        summary=channel.description,
        audience=channel.audience.value,
        other_name=None if city is None else city.sorbian_name,
        status=None if city is None else str(CITY_STATUS_SHORT[city.status]),
        district="" if city is None else city.district,
        unread=activity.unread.get(channel.id, 0),
        latest_title=None if latest is None else latest.title,
        latest_url=None if latest is None else url_for("threads.show", public_id=latest.public_id),
        latest_at=None if latest is None else latest.at,
        is_member=entry.membership is not None,
        is_mine=channel.id in activity.mine,
        is_open=entry.is_readable,
        refusal=None if entry.is_readable or activity.is_guest else sentence("peers_only"),
    )


def _by_district(rows: Iterable[OverviewRow]) -> tuple[District, ...]:
    """Group cities by district; those without one of their own (kreisfrei) stand first."""

    def key(row: OverviewRow) -> tuple[bool, str]:
        return (not row.district.startswith("kreisfrei"), plain(row.district))

    return tuple(
        District(name=cities[0].district, cities=tuple(cities))
        for _key, group in groupby(sorted(rows, key=key), key=key)
        if (cities := list(group))
    )


def _found(cities: Iterable[OverviewRow], search: str) -> tuple[OverviewRow, ...]:
    """Return the cities with the searched letters in the name, the Sorbian one, or the district."""
    wanted = plain(search).strip()
    return tuple(
        row
        for row in cities
        if wanted in spellings(f"{row.name} {row.other_name or ''} {row.district}")
    )
