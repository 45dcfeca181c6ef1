"""Lists of all threads: what is asked for, the form that asks, and addresses that can be shared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.channels.models import ChannelKind
from forum.channels.queries import ListedChannel
from forum.kernel.paging import Page, read_key
from forum.threads.models import ThreadKind
from forum.threads.queries import ThreadSummary
from forum.threads.queries.orders import Sort, Stretch
from forum.threads.queries.overview import Narrowing
from forum.web.presenters.names import plain
from forum.web.presenters.parts import Choice, Pages, ThreadRow
from forum.web.presenters.threads import thread_rows
from forum.web.texts.kinds import KIND_NAMES

SORTS = {
    Sort.LATEST: _l("Latest reply first"),
    Sort.NEWEST: _l("Newest thread first"),
    Sort.OLDEST: _l("Oldest thread first"),
}
_PLACES = {"theme": ChannelKind.THEME, "city": ChannelKind.CITY}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as far as it is known and open to the reader."""

    places: Mapping[str, ListedChannel] = field(default_factory=dict)
    """Under "theme" and "city"."""
    kind: ThreadKind | None = None
    is_unread: bool = False
    is_unanswered: bool = False
    stretch: Stretch = Stretch()  # noqa: RUF009 - frozen
    left_out: bool = False
    """Whether something was asked for that is not known here."""

    @property
    def narrowing(self) -> Narrowing:
        """What the query is narrowed by."""
        ids = tuple(entry.channel.id for entry in self.places.values())
        return Narrowing(ids, self.kind, self.is_unread, self.is_unanswered)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out of the list."""
        return self.narrowing != Narrowing()

    def address(self, *, before: str | None = None, after: str | None = None) -> str:
        """Return the one address of this list: parameters in this order, none that says nothing."""
        sort = self.stretch.sort
        values: dict[str, Any] = {
            **{name: entry.channel.slug for name, entry in sorted_places(self.places)},
            "kind": self.kind.value if self.kind else None,
            "unread": 1 if self.is_unread else None,
            "unanswered": 1 if self.is_unanswered else None,
            "sort": None if sort is Sort.LATEST else sort.value,
            "before": before,
            "after": after,
        }
        return url_for("overviews.show", **values)

    @property
    def own_address(self) -> str:
        """The address of this very page."""
        return self.address(before=self.stretch.before, after=self.stretch.after)


@dataclass(frozen=True, slots=True)
class Selection:
    """A field of the form: its options, one of which is chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]
    """Value, words, and whether it is chosen."""


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The form above the list; it is sent by GET, and answered with the shared address."""

    selections: tuple[Selection, ...]
    ticks: tuple[tuple[str, str, bool], ...]
    """Name, words, and whether it is set."""
    is_narrowed: bool
    left_out: bool


def sorted_places(places: Mapping[str, ListedChannel]) -> Iterable[tuple[str, ListedChannel]]:
    """Return theme before city, however they were asked for."""
    return ((name, places[name]) for name in _PLACES if name in places)


def asked_for(
    values: Mapping[str, str], channels: Iterable[ListedChannel], *, is_member: bool
) -> Asked:
    """Read the parameters of an address; what nobody offered is left out."""
    readable = [entry for entry in channels if entry.is_readable]
    places, left_out = {}, False
    for name, kind in _PLACES.items():
        slug = values.get(name, "")
        found = [one for one in readable if one.channel.kind is kind and one.channel.slug == slug]
        if found:
            places[name] = found[0]
        left_out = left_out or bool(slug and not found)
    kind_name, sort_name = values.get("kind", ""), values.get("sort", "")
    is_kind, is_sort = kind_name in set(ThreadKind), sort_name in set(Sort)
    return Asked(
        places=places,
        kind=ThreadKind(kind_name) if is_kind else None,
        is_unread=is_member and values.get("unread") == "1",
        is_unanswered=values.get("unanswered") == "1",
        stretch=stretch_of(values, Sort(sort_name) if is_sort else Sort.LATEST),
        left_out=left_out or bool(kind_name and not is_kind) or bool(sort_name and not is_sort),
    )


def stretch_of(values: Mapping[str, str], sort: Sort = Sort.LATEST) -> Stretch:
    """Read which page is asked for; a key that nobody was given is none."""
    before, after = (values.get(name) for name in ("before", "after"))
    before = before if _is_key(before) else None
    return Stretch(sort, before, None if before else after if _is_key(after) else None)


def _is_key(key: str | None) -> bool:
    parts = read_key(key)
    return parts is not None and parts[1].isascii() and parts[1].isalnum() and len(parts[1]) < 40


def filter_form(asked: Asked, channels: Iterable[ListedChannel], *, is_member: bool) -> FilterForm:
    """Return the form, filled in with what was asked for."""
    open_ones = [
        entry for entry in channels if entry.is_readable and entry.channel.archived_at is None
    ]
    places = (
        ("theme", _("Theme"), _("All themes")),
        ("city", _("City"), _("All cities")),
    )
    selections = [
        Selection(
            name, label, (("", nothing, name not in asked.places), *_of(name, asked, open_ones))
        )
        for name, label, nothing in places
    ]
    kinds = [(kind.value, str(KIND_NAMES[kind]), kind is asked.kind) for kind in ThreadKind]
    every = ("", _("All kinds"), asked.kind is None)
    sorts = [(one.value, str(SORTS[one]), one is asked.stretch.sort) for one in Sort]
    selections += [
        Selection("kind", _("Kind"), (every, *kinds)),
        Selection("sort", _("Order"), tuple(sorts)),
    ]
    ticks = [("unanswered", _("Only without an answer"), asked.is_unanswered)]
    if is_member:
        ticks.insert(0, ("unread", _("Only what is new for me"), asked.is_unread))
    return FilterForm(tuple(selections), tuple(ticks), asked.is_narrowed, asked.left_out)


def _of(name: str, asked: Asked, channels: list[ListedChannel]) -> Iterable[tuple[str, str, bool]]:
    """Return the channels of a kind as options, by name; an archived one only if it is chosen."""
    kind, chosen = _PLACES[name], asked.places.get(name)
    found = [entry for entry in channels if entry.channel.kind is kind]
    if chosen is not None and chosen not in found:
        found.append(chosen)
    found.sort(key=lambda entry: plain(entry.channel.name))
    return ((one.channel.slug, one.channel.name, one is chosen) for one in found)


def pages_asked(found: Page[ThreadSummary], asked: Asked) -> Pages:
    """Return where the list goes on."""
    return Pages(
        earlier_url=asked.address(before=found.before) if found.before else None,
        later_url=asked.address(after=found.after) if found.after else None,
        first_url=asked.address() if found.before else None,
    )


def list_tabs(current: str, *, is_member: bool) -> tuple[Choice, ...]:
    """Return the lists of threads beside each other; `current` is the endpoint that is open."""
    lists = [
        ("overviews.show", _("All")),
        ("threads.unanswered", _("Unanswered")),
        ("answers.open_questions", _("Open questions")),
    ]
    if is_member:
        lists += [
            ("overviews.mine", _("Mine")),
            ("subscriptions.overview", _("What I follow")),
        ]
    return tuple(
        Choice(label, url_for(endpoint), is_current=endpoint == current)
        for endpoint, label in lists
    )


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The reader's own threads."""

    choices: tuple[Choice, ...]
    rows: tuple[ThreadRow, ...]
    pages: Pages
    has_answered: bool
    """Whether it is about threads of others."""


def own_page(found: Page[ThreadSummary], *, has_answered: bool) -> OwnPage:
    """Return the threads that the reader has begun, or those in which a reply of theirs stands."""
    show = "answered" if has_answered else None
    choices = (
        Choice(_("Begun"), url_for("overviews.mine"), is_current=not has_answered),
        Choice(
            _("Replied to"), url_for("overviews.mine", show="answered"), is_current=has_answered
        ),
    )
    pages = Pages(
        earlier_url=url_for("overviews.mine", show=show, before=found.before)
        if found.before
        else None,
        later_url=url_for("overviews.mine", show=show, after=found.after) if found.after else None,
        first_url=url_for("overviews.mine", show=show) if found.before else None,
    )
    return OwnPage(choices, thread_rows(found.items), pages, has_answered)
