"""What editors see of the weekly letters: the weeks, one edition, the dates."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, format_datetime, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from forum.accounts.models import Actor
from forum.channels.models import Audience
from forum.digests.models import Edition, EditionRole, Occasion
from forum.digests.policy import can_edit_letters, can_look_after_letters
from forum.digests.queries.editions import EntryRow, WeekRow
from forum.digests.weeks import Week
from forum.web.presenters.parts import Choice, Crumb
from forum.web.texts.channels import AUDIENCES


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week in the overview."""

    name: str
    url: str
    is_current: bool
    is_over: bool
    prepared: str
    """What stands ready, as a sentence; "" where nothing does."""
    sent: int
    edited_by: str | None
    updated_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PickView:
    """A thread that the editors have decided about; without title it is not open to them."""

    public_id: str
    title: str | None
    url: str
    channel: str | None
    audience: str | None
    """Who is told of it at all, where those are not all members."""
    note: str


@dataclass(frozen=True, slots=True)
class OccasionView:
    """A date as its lists show it."""

    title: str
    when: str
    is_over: bool
    place: str
    url: str
    channel: str | None
    edit_url: str | None
    remove_url: str | None


@dataclass(frozen=True, slots=True)
class EditionPage:
    """One week's letters as their editors see them."""

    key: str
    name: str
    summary: str
    html: Markup
    is_open: bool
    sent: int
    picks: tuple[PickView, ...]
    left_out: tuple[PickView, ...]
    occasions: tuple[OccasionView, ...]
    edited_by: str | None
    updated_at: dt.datetime | None
    earlier_url: str
    later_url: str


def editorial_tabs(actor: Actor | None, current: str) -> tuple[Choice, ...]:
    """Return the parts of the editors' desk that this reader may enter; none but one is no desk."""
    parts = []
    if can_edit_letters(actor):
        parts.append(("editions.overview", _("Weekly letters")))
    parts.append(("newsletters.overview", _("Newsletters")))
    parts.append(("occasions.overview", _("Dates")))
    if can_look_after_letters(actor):
        parts.append(("delivery.overview", _("Delivery")))
    return tuple(
        Choice(label, url_for(endpoint), is_current=endpoint == current)
        for endpoint, label in parts
    )


def editions_crumbs() -> tuple[Crumb, ...]:
    """Return the way back to the overview."""
    return (Crumb(_("Weekly letters"), url_for("editions.overview")),)


def week_name(week: Week) -> str:
    """Return the week as people say it."""
    pattern = _("d MMMM")
    return str(
        _(
            "Week %(number)d: %(first)s to %(last)s",
            number=week.number,
            first=format_date(week.monday, pattern, rebase=False),
            last=format_date(week.sunday, _("d MMMM y"), rebase=False),
        )
    )


def week_lines(rows: Sequence[WeekRow], present: Week) -> tuple[WeekLine, ...]:
    """Return the weeks in the order given."""
    return tuple(
        WeekLine(
            name=week_name(row.week),
            url=url_for("editions.show", week=row.week.key),
            is_current=row.week == present,
            is_over=row.week < present,
            prepared=_prepared(row),
            sent=row.sent,
            edited_by=row.edited_by,
            updated_at=row.updated_at,
        )
        for row in rows
    )


def edition_page(
    row: WeekRow,
    edition: Edition | None,
    entries: Sequence[EntryRow],
    occasions: tuple[OccasionView, ...],
    present: Week,
) -> EditionPage:
    """Return the page of one week; `row` is what its overview knows."""
    week, is_open = row.week, row.week >= present
    views = {role: _picks(entries, role) for role in EditionRole}
    return EditionPage(
        key=week.key,
        name=week_name(week),
        summary=_summary(week, present),
        html=Markup(edition.html if edition else ""),  # noqa: S704 - cleaned when it was written
        is_open=is_open,
        sent=row.sent,
        picks=views[EditionRole.PICKED],
        left_out=views[EditionRole.LEFT_OUT],
        occasions=occasions,
        edited_by=row.edited_by,
        updated_at=row.updated_at,
        earlier_url=url_for("editions.show", week=week.later(-1).key),
        later_url=url_for("editions.show", week=week.later(1).key),
    )


def occasion_views(
    occasions: Sequence[Occasion], actor: Actor | None, now: dt.datetime
) -> tuple[OccasionView, ...]:
    """Return the dates in their order; who writes for letters may change them."""
    edits = bool(can_edit_letters(actor))
    return tuple(
        OccasionView(
            title=one.title,
            when=moment_of(one),
            is_over=one.begins_at < now,
            place=one.place,
            url=one.url,
            channel=None if one.channel is None else one.channel.name,
            edit_url=url_for("occasions.edit", public_id=one.public_id) if edits else None,
            remove_url=url_for("occasions.remove", public_id=one.public_id) if edits else None,
        )
        for one in occasions
    )


def moment_of(occasion: Occasion) -> str:
    """Return when it is, where the reader lives; of a whole day the day alone."""
    if occasion.is_whole_day:
        return str(format_datetime(occasion.begins_at, _("EEEE, d MMMM y")))
    return str(format_datetime(occasion.begins_at, _("EEEE, d MMMM y, HH:mm")))


def _picks(entries: Sequence[EntryRow], role: EditionRole) -> tuple[PickView, ...]:
    told = {Audience.PEERS, Audience.INVITED}
    return tuple(
        PickView(
            public_id=one.public_id,
            title=one.title,
            url=url_for("threads.show", public_id=one.public_id),
            channel=one.channel,
            audience=str(AUDIENCES[one.audience]) if one.audience in told else None,
            note=one.note,
        )
        for one in entries
        if one.role is role
    )


def _prepared(row: WeekRow) -> str:
    parts = []
    if row.has_introduction:
        parts.append(_("introduction"))
    if row.picks:
        said = ngettext("%(num)d recommendation", "%(num)d recommendations", row.picks)
        parts.append(said)
    if row.left_out:
        parts.append(ngettext("%(num)d left out", "%(num)d left out", row.left_out))
    if row.occasions:
        parts.append(ngettext("%(num)d date", "%(num)d dates", row.occasions))
    return ", ".join(parts)


def _summary(week: Week, present: Week) -> str:
    if week < present:
        return str(_("These letters are out; nothing can be changed about them any more."))
    if week == present:
        return str(
            _(
                "Goes out this week, to each member on the day they chose. Letters that are out "
                "already stay as they are."
            )
        )
    first = format_date(week.monday, _("EEEE, d MMMM y"), rebase=False)
    return str(_("The first of these letters go out on %(day)s, as early as midnight.", day=first))
