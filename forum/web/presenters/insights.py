"""The moderators' desk and the figures of the hub, as their pages show them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, format_percent, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.insights.queries.desk import DueReport, OpenCases, SilentChannel
from forum.insights.queries.figures import FEWEST_PEOPLE, Figures, SilentCities
from forum.kernel.paging import Page
from forum.threads.queries.rows import ThreadSummary
from forum.web.presenters.addresses import address_of
from forum.web.presenters.parts import Choice, ThreadRow
from forum.web.presenters.threads import thread_rows

_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for the desk."""

    cases: OpenCases
    questions: Page[ThreadSummary]
    reports: Sequence[DueReport]
    silent: Sequence[SilentChannel]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report to be looked at again."""

    title: str
    url: str
    channel: str
    review_on: dt.date
    is_over: bool


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel where it has become quiet."""

    name: str
    url: str
    last_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What waits for a moderator."""

    cases: OpenCases
    cases_url: str
    questions: tuple[ThreadRow, ...]
    has_more_questions: bool
    reports: tuple[ReportRow, ...]
    silent: tuple[ChannelRow, ...]
    unused: tuple[ChannelRow, ...]
    """Nobody has ever written there."""
    figures_url: str | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure, now and in the period before."""

    label: str
    present: str
    former: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures that belong together."""

    heading: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """How the hub is doing."""

    periods: tuple[Choice, ...]
    present: str
    former: str
    groups: tuple[FigureGroup, ...]
    cities: SilentCities
    export_url: str
    fewest: int = FEWEST_PEOPLE


def desk_page(found: Found, today: dt.date, *, sees_figures: bool) -> DeskPage:
    """Return the desk of a moderator."""
    thread, place = address_of("threads.show", "public_id"), address_of("channels.show", "slug")
    channels = [ChannelRow(row.name, place(row.slug), row.last_at) for row in found.silent]
    return DeskPage(
        cases=found.cases,
        cases_url=url_for("cases.overview"),
        questions=thread_rows(found.questions.items),
        has_more_questions=found.questions.after is not None,
        reports=tuple(
            ReportRow(
                row.title,
                thread(row.thread_public_id),
                row.channel,
                row.review_on,
                is_over=row.review_on <= today,
            )
            for row in found.reports
        ),
        silent=tuple(row for row in channels if row.last_at is not None),
        unused=tuple(row for row in channels if row.last_at is None),
        figures_url=url_for("insights.show") if sees_figures else None,
    )


def figures_page(present: Figures, former: Figures, periods: Sequence[int]) -> FiguresPage:
    """Return the figures of two periods of the same length."""
    days = (present.period.until - present.period.since).days
    return FiguresPage(
        periods=tuple(
            Choice(
                ngettext("%(num)d day", "%(num)d days", length),
                url_for("insights.show", days=length),
                is_current=length == days,
            )
            for length in sorted(periods)
        ),
        present=_stretch(present),
        former=_stretch(former),
        groups=tuple(
            FigureGroup(str(heading), tuple(kind.row(present, former) for kind in kinds))
            for heading, kinds in _FIGURES
        ),
        cities=present.cities,
        export_url=url_for("insights.export", days=days),
    )


def figure_rows(present: Figures, former: Figures) -> list[Sequence[object]]:
    """Return the figures as rows of a table; durations in hours, shares in percent."""
    rows: list[Sequence[object]] = [
        (_("Group"), _("Figure"), _("Unit"), _stretch(present), _stretch(former))
    ]
    for heading, kinds in _FIGURES:
        for kind in kinds:
            values = [_plain(kind.of(one)) for one in (present, former)]
            rows.append((str(heading), str(kind.label), str(kind.unit), *values))
    for label, names in (
        (_("Silent city"), present.cities.named),
        (_("City without members"), present.cities.without_people),
    ):
        rows += [(_("Cities"), label, "", name, "") for name in names]
    return rows


@dataclass(frozen=True, slots=True)
class _Kind:
    """A figure: where it stands in `Figures`, and how it is called."""

    part: str
    name: str
    label: object
    unit: object = _l("number")
    hint: object = ""

    def of(self, figures: Figures) -> object:
        return getattr(getattr(figures, self.part), self.name)

    def row(self, present: Figures, former: Figures) -> FigureRow:
        now, before = (_shown(self.of(one)) for one in (present, former))
        return FigureRow(str(self.label), now, before, hint=str(self.hint))


_FIGURES: tuple[tuple[object, tuple[_Kind, ...]], ...] = (
    (
        _l("Questions"),
        (
            _Kind("questions", "asked", _l("Questions asked")),
            _Kind("questions", "answered", _l("of these answered")),
            _Kind(
                "questions",
                "median",
                _l("Time to the first answer"),
                _l("hours"),
                _l("Median: half of the answered questions waited longer."),
            ),
        ),
    ),
    (
        _l("Exchange between the cities"),
        (
            _Kind("replies", "count", _l("Replies to others")),
            _Kind(
                "replies",
                "from_other_cities",
                _l("of these from another city"),
                _l("percent"),
                _l("Of the replies where both cities are known."),
            ),
            _Kind("cities", "cities", _l("Cities of the programme")),
            _Kind(
                "cities",
                "silent",
                _l("of these silent"),
                hint=_l("Nobody from there has written anything."),
            ),
        ),
    ),
    (
        _l("Experience reports"),
        (
            _Kind("reports", "released", _l("Reports released")),
            _Kind("reports", "adopted", _l("Reports tried elsewhere")),
            _Kind("reports", "adoptions", _l("Entries in adoption logs")),
            _Kind("reports", "adopting_cities", _l("Cities that tried something")),
        ),
    ),
)


def _plain(value: object) -> object:
    """Return a figure for the table: hours, percent, or a number."""
    if value is None:
        return _("too few people")
    if isinstance(value, dt.timedelta):
        return round(value.total_seconds() / _HOUR, 1)
    return round(value * 100, 1) if isinstance(value, float) else value


def _shown(value: object) -> str:
    """Return a figure for the page."""
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, float):
        return str(format_percent(value, "#,##0 %"))
    return str(_plain(value))


def _duration(span: dt.timedelta) -> str:
    seconds = span.total_seconds()
    if seconds >= 2 * _DAY:
        days = round(seconds / _DAY)
        return str(ngettext("%(num)d day", "%(num)d days", days))
    hours = max(1, round(seconds / _HOUR))
    return str(ngettext("%(num)d hour", "%(num)d hours", hours))


def _stretch(figures: Figures) -> str:
    first, last = figures.period.since, figures.period.until
    return f"{format_date(first, 'medium')} – {format_date(last, 'medium')}"
