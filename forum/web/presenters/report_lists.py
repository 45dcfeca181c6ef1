"""Experience reports in lists and beside each other: what is asked for, the form that asks."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.kernel.paging import Page, read_key
from forum.practices.models import Effort, TargetGroup
from forum.practices.queries import ReportRow, Standing, Wanted
from forum.web.presenters.faces import Faces
from forum.web.presenters.overviews import Selection
from forum.web.presenters.parts import ChannelLink, Pages, Person, ThreadState
from forum.web.presenters.showcase import PROSE, facts_of, period_of, prose, report_states
from forum.web.texts.reports import EFFORT, GROUPS
from forum.web.texts.showcase import HEADINGS, STANDINGS

MOST_COMPARED = 4
_TEXT_LIMIT = 100
_COMPARED = ("summary", *PROSE)
Choices = Sequence[tuple[str, str]]
T = TypeVar("T", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ReportTeaser:
    """A report in a list."""

    public_id: str
    title: str
    url: str
    states: tuple[ThreadState, ...]
    summary: Markup
    person: Person
    at: dt.datetime | None
    channel: ChannelLink
    facts: tuple[str, ...]
    """City, field and period, in a line."""
    adoptions: int
    is_chosen: bool = False
    """Already chosen for comparing."""


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """The form above the list."""

    selections: tuple[Selection, ...]
    text: str
    is_narrowed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Up to four reports beside each other."""

    reports: tuple[ReportTeaser, ...]
    rows: tuple[tuple[str, tuple[Markup | str, ...]], ...]
    """A heading, and what each report says of it."""
    left_out: bool
    """More were asked for, or some that the reader may not read."""


@dataclass(frozen=True, slots=True)
class AskedReports:
    """What an address asks for, as far as it is known here."""

    wanted: Wanted
    before: str | None = None
    after: str | None = None

    def address(self, endpoint: str = "showcase.overview", **further: str | None) -> str:
        """Return the address of this list, or of an export of it; nothing that says nothing."""
        wanted = self.wanted
        values: dict[str, Any] = {
            "city": wanted.city or None,
            "theme": wanted.theme or None,
            "group": wanted.group,
            "effort": wanted.effort,
            "standing": None if wanted.standing is Standing.CURRENT else wanted.standing,
            "q": wanted.text or None,
            **further,
        }
        return url_for(endpoint, **values)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out of the list that stands there by itself."""
        return self.wanted != Wanted()


def asked_reports(values: Mapping[str, str], cities: Choices, themes: Choices) -> AskedReports:
    """Read the parameters of an address; what nobody offered is left out."""
    known_cities, known_themes = dict(cities), dict(themes)
    city, theme = values.get("city", ""), values.get("theme", "")
    before, after = (known_key(values.get(name)) for name in ("before", "after"))
    return AskedReports(
        Wanted(
            city=city if city in known_cities else "",
            theme=theme if theme in known_themes else "",
            group=_one_of(TargetGroup, values.get("group")),
            effort=_one_of(Effort, values.get("effort")),
            standing=_one_of(Standing, values.get("standing")) or Standing.CURRENT,
            text=" ".join(values.get("q", "").replace("\0", "")[:_TEXT_LIMIT].split()),
        ),
        before,
        None if before else after,
    )


def _one_of(kind: type[T], value: str | None) -> T | None:
    return kind(value) if value in set(kind) else None


def known_key(key: str | None) -> str | None:
    """Return the key of a row beside the page asked for; one that nobody was given is none."""
    parts = read_key(key)
    is_key = parts is not None and parts[1].isascii() and parts[1].isalnum() and len(parts[1]) < 40
    return key if is_key else None


def report_filter(asked: AskedReports, cities: Choices, themes: Choices) -> ReportFilter:
    """Return the form, filled in with what was asked for."""
    wanted = asked.wanted

    def selection(name: str, label: str, every: str, options: Choices, chosen: str) -> Selection:
        offered = ((value, words, value == chosen) for value, words in options)
        return Selection(name, label, (("", every, not chosen), *offered))

    standings = tuple((one.value, str(STANDINGS[one]), one is wanted.standing) for one in Standing)
    return ReportFilter(
        selections=(
            selection("city", _("City"), _("All cities"), cities, wanted.city),
            selection("theme", _("Field of action"), _("All fields"), themes, wanted.theme),
            selection(
                *("group", _("For whom"), _("Everybody")),
                _worded(GROUPS),
                wanted.group or "",
            ),
            selection("effort", _("Effort"), _("Any effort"), _worded(EFFORT), wanted.effort or ""),
            Selection("standing", _("State"), standings),
        ),
        text=wanted.text,
        is_narrowed=asked.is_narrowed,
    )


def _worded(texts: Mapping[Any, object]) -> Choices:
    return [(one.value, str(words)) for one, words in texts.items()]


def report_teasers(
    rows: Iterable[ReportRow], chosen: Iterable[str] = ()
) -> tuple[ReportTeaser, ...]:
    """Return the rows of a list; `chosen` are the public ids that are to be compared."""
    faces, marked = Faces(), frozenset(chosen)
    return tuple(
        ReportTeaser(
            public_id=row.public_id,
            title=row.title,
            url=url_for("threads.show", public_id=row.thread_public_id),
            states=report_states(row),
            summary=prose(row.texts.get("summary", "")),
            person=faces.person(row.author),
            at=row.released_at,
            channel=ChannelLink(
                row.channel_name, url_for("showcase.in_channel", slug=row.channel_slug)
            ),
            facts=tuple(one for one in (row.city, row.theme, period_of(row)) if one),
            adoptions=row.adoption_count,
            is_chosen=row.public_id in marked,
        )
        for row in rows
    )


def report_pages(found: Page[ReportRow], asked: AskedReports) -> Pages:
    """Return where the list goes on."""
    return Pages(
        earlier_url=asked.address(before=found.before) if found.before else None,
        later_url=asked.address(after=found.after) if found.after else None,
        first_url=asked.address() if found.before else None,
    )


def pages_in_channel(found: Page[ReportRow], slug: str) -> Pages:
    """Return where the list of a channel goes on."""

    def address(**key: str) -> str:
        return url_for("showcase.in_channel", slug=slug, **key)  # type: ignore[arg-type]

    return Pages(
        earlier_url=address(before=found.before) if found.before else None,
        later_url=address(after=found.after) if found.after else None,
        first_url=address() if found.before else None,
    )


def comparison_of(rows: Sequence[ReportRow], *, asked: int) -> Comparison:
    """Return reports beside each other; what none of them says has no row."""
    shown = rows[:MOST_COMPARED]
    facts = [dict(facts_of(row)) for row in shown]
    labels = [str(HEADINGS[name]) for name in HEADINGS]
    table: list[tuple[str, tuple[Markup | str, ...]]] = [
        (label, tuple(one.get(label, "") for one in facts))
        for label in labels
        if any(label in one for one in facts)
    ]
    for name in _COMPARED:
        said = tuple(prose(row.texts.get(name, "")) for row in shown)
        if any(said):
            table.append((str(HEADINGS[name]), said))
    return Comparison(report_teasers(shown), tuple(table), left_out=asked > len(shown))
