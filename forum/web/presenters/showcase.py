"""An experience report as an article: the record, who stands for it, who has tried it elsewhere."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from forum.kernel.markup import render
from forum.practices.models import ReportState, Stage
from forum.practices.queries import AdoptionRow, ReportRow, VerificationRow
from forum.threads.queries import AuthorLine
from forum.web.presenters.faces import Faces
from forum.web.presenters.parts import Person, ThreadState, Tool
from forum.web.texts.reports import ACCESS, EFFORT, GROUPS, STATES
from forum.web.texts.showcase import HEADINGS, STAGES

LEAD = ("situation", "goal", "approach")
"""Read one after the other."""
TWINS = (("outcome", "pitfalls"), ("helped", "differently"))
"""Side by side: what went well never stands above what did not."""
REST = ("effort_text", "transferable", "continuation", "material")
PROSE = (*LEAD, *(name for pair in TWINS for name in pair), *REST)
_CHIPS: dict[ReportState, ThreadState] = {
    ReportState.RECOMMENDED: "recommended",
    ReportState.OUTDATED: "outdated",
}


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One section of the article."""

    name: str
    heading: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Voucher:
    """Who stands for a report, in a sentence."""

    stage: Stage
    sentence: str
    note: Markup
    is_of_former: bool
    """Said of a version that has been changed since."""


@dataclass(frozen=True, slots=True)
class AdoptionView:
    """An entry of the adoption log."""

    public_id: str
    person: Person
    city: str
    tried_on: dt.date | None
    at: dt.datetime
    changed: Markup
    outcome: Markup
    edited_at: dt.datetime | None
    tools: tuple[Tool, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportArticle:
    """A report on the page of its thread, and on paper."""

    public_id: str
    title: str
    states: tuple[ThreadState, ...]
    state: str
    is_outdated: bool
    review_on: dt.date | None
    person: Person
    at: dt.datetime
    """When it was released, or last changed."""
    summary: Markup
    lead: tuple[ReportPart, ...]
    twins: tuple[tuple[ReportPart, ...], ...]
    rest: tuple[ReportPart, ...]
    facts: tuple[tuple[str, str], ...]
    contact: Markup
    vouchers: tuple[Voucher, ...]
    adoptions: tuple[AdoptionView, ...]
    cities: tuple[str, ...]
    """Where it was tried."""
    tools: tuple[Tool, ...] = ()
    """Reading it elsewhere: on paper, as a file, beside others."""
    adopt_url: str | None = None
    confirm_url: str | None = None

    def with_pictures(self, sized: Callable[[Markup], Markup]) -> "ReportArticle":
        """Return the article with its pictures as posts show them."""

        def all_of(parts: Iterable[ReportPart]) -> tuple[ReportPart, ...]:
            return tuple(replace(part, html=sized(part.html)) for part in parts)

        return replace(
            self,
            lead=all_of(self.lead),
            twins=tuple(all_of(pair) for pair in self.twins),
            rest=all_of(self.rest),
        )


@dataclass(frozen=True, slots=True)
class ReportMaterial:
    """What was read for an article, and what the reader may do with it."""

    row: ReportRow
    vouchers: list[VerificationRow]
    adoptions: list[AdoptionRow]
    can_adopt: bool = False
    can_confirm: bool = False
    adopter_id: int | None = None
    """Whose entries of the log show how they are changed: the reader's own."""
    moderates: bool = False


def report_article(found: ReportMaterial) -> ReportArticle:
    """Return the article."""
    row, faces = found.row, Faces()
    public_id = row.public_id
    return ReportArticle(
        public_id=public_id,
        title=row.title,
        states=report_states(row),
        state=str(STATES[row.state]),
        is_outdated=row.state is ReportState.OUTDATED,
        review_on=row.review_on,
        person=faces.person(row.author),
        at=row.released_at or row.updated_at,
        summary=prose(row.texts.get("summary", "")),
        lead=_parts(row, LEAD),
        twins=tuple(pair for names in TWINS if (pair := _parts(row, names))),
        rest=_parts(row, REST),
        facts=facts_of(row),
        contact=prose(row.texts.get("contact", "")),
        vouchers=tuple(_voucher(one, row) for one in found.vouchers),
        adoptions=tuple(_adoption(one, faces, found) for one in found.adoptions),
        cities=tuple(dict.fromkeys(one.city for one in found.adoptions)),
        tools=_tools(public_id),
        adopt_url=url_for("adoptions.adopt", public_id=public_id) if found.can_adopt else None,
        confirm_url=url_for("adoptions.confirm", public_id=public_id)
        if found.can_confirm
        else None,
    )


def report_states(row: ReportRow) -> tuple[ThreadState, ...]:
    """Return the chips of a report, beside the one that says what it is."""
    chip = _CHIPS.get(row.state)
    states: tuple[ThreadState, ...] = (chip,) if chip else ()
    return (*states, "confirmed") if row.confirmed else states


def facts_of(row: ReportRow) -> tuple[tuple[str, str], ...]:
    """Return the fact column: label and words, without what nobody has filled in."""
    access, effort = row.access, row.effort
    facts = {
        "city": row.city or "",
        "area": row.texts.get("area", ""),
        "theme": row.theme or "",
        "target_groups": ", ".join(str(GROUPS[one]) for one in row.target_groups),
        "access": str(ACCESS[access]) if access else "",
        "period": period_of(row),
        "effort": str(EFFORT[effort]) if effort else "",
        "bearer": row.texts.get("bearer", ""),
        "operation": row.texts.get("operation", ""),
    }
    return tuple((str(HEADINGS[name]), value) for name, value in facts.items() if value)


def period_of(row: ReportRow) -> str:
    """Return from when to when, by month."""
    month = _("MMMM y")
    begun, ended = (
        None if day is None else str(format_date(day, month, rebase=False))
        for day in (row.begun_on, row.ended_on)
    )
    if begun and ended:
        return begun if begun == ended else f"{begun} – {ended}"
    if begun:
        return str(_("since %(month)s", month=begun))
    return str(_("until %(month)s", month=ended)) if ended else ""


def prose(source: str) -> Markup:
    """Return a field of the record as HTML."""
    return Markup(_rendered(source)) if source else Markup()  # noqa: S704 - the kernel cleans it


@lru_cache(maxsize=1_024)
def _rendered(source: str) -> str:
    """Render a field once: the same words stand in it as long as nobody changes it."""
    return render(source).html


def _parts(row: ReportRow, names: Iterable[str]) -> tuple[ReportPart, ...]:
    return tuple(
        ReportPart(name, str(HEADINGS[name]), prose(row.texts[name]))
        for name in names
        if row.texts.get(name)
    )


def _voucher(one: VerificationRow, row: ReportRow) -> Voucher:
    day = format_date(one.created_at.date(), _("d MMMM y"), rebase=False)
    who = named(one.person)
    sentence = str(STAGES[one.stage]) % {"who": who, "day": day, "city": one.city or who}
    # What reviewers noted is for the author; what another city has seen is for every reader.
    note = prose(one.note) if one.stage is Stage.CONFIRMED else Markup()
    return Voucher(one.stage, sentence, note, one.version < row.version)


def named(person: AuthorLine) -> str:
    """Return who it is, with the organisation."""
    if person.closed_at is not None:
        return str(_("Former member"))
    return f"{person.name} ({person.organisation})" if person.organisation else person.name


def _adoption(one: AdoptionRow, faces: Faces, found: ReportMaterial) -> AdoptionView:
    tools = []
    is_own = one.actor_id == found.adopter_id
    if is_own and found.can_adopt:
        url = url_for("adoptions.change", public_id=one.public_id)
        tools.append(Tool(_("Change the entry"), "pencil", url))
    if is_own or found.moderates:
        url = url_for("adoptions.remove", public_id=one.public_id)
        tools.append(Tool(_("Remove the entry …"), "trash-2", url, is_grave=True))
    return AdoptionView(
        public_id=one.public_id,
        person=faces.person(one.person),
        city=one.city,
        tried_on=one.tried_on,
        at=one.created_at,
        changed=prose(one.changed),
        outcome=prose(one.outcome),
        edited_at=one.edited_at,
        tools=tuple(tools),
    )


def _tools(public_id: str) -> tuple[Tool, ...]:
    return (
        Tool(
            _("Print on two pages"), "printer", url_for("report_sheets.show", public_id=public_id)
        ),
        Tool(
            _("As a text file (Markdown)"),
            "file-text",
            url_for("report_sheets.text", public_id=public_id),
        ),
        Tool(
            _("Compare with others"),
            "columns-3",
            url_for("showcase.overview", report=public_id),
        ),
    )
