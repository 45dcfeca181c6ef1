"""Experience reports as files: a table that office programs open, and data with a stated schema."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from forum.practices.fields import PROSE
from forum.practices.queries import AdoptionRow, ReportRow, VerificationRow
from forum.practices.text import Names, as_markdown
from forum.web.presenters.showcase import named, period_of
from forum.web.sheets import table
from forum.web.texts.reports import ACCESS, EFFORT, GROUPS, STATES
from forum.web.texts.showcase import HEADINGS

SCHEMA_VERSION = 1
_LINES = ("area", "bearer", "operation")
_TEXTS = ("summary", *(name for name in PROSE if name != "summary"))

Vouchers = Mapping[int, Sequence[VerificationRow]]
Adoptions = Mapping[int, Sequence[AdoptionRow]]


def as_table(rows: Iterable[ReportRow], vouchers: Vouchers) -> str:
    """Return the reports as CSV, one in each line."""
    names = [
        *(_("Title"), _("Address"), _("State"), *(str(HEADINGS[name]) for name in _FACTS)),
        *(_("Released on"), _("Author"), _("Verified by"), _("Tried out by")),
        *(str(HEADINGS[name]) for name in (*_LINES, *_TEXTS)),
    ]
    return table([names, *(_line(row, vouchers.get(row.id, ())) for row in rows)])


_FACTS = ("city", "theme", "target_groups", "access", "period", "effort")


def _line(row: ReportRow, vouchers: Sequence[VerificationRow]) -> list[object]:
    return [
        row.title,
        _address(row),
        str(STATES[row.state]),
        row.city or "",
        row.theme or "",
        ", ".join(str(GROUPS[one]) for one in row.target_groups),
        str(ACCESS[row.access]) if row.access else "",
        period_of(row),
        str(EFFORT[row.effort]) if row.effort else "",
        row.released_at.date().isoformat() if row.released_at else "",
        named(row.author),
        ", ".join(named(one.person) for one in vouchers),
        row.adoption_count,
        *(row.texts.get(name, "") for name in (*_LINES, *_TEXTS)),
    ]


def as_data(
    rows: Iterable[ReportRow], vouchers: Vouchers, adoptions: Adoptions, *, at: dt.datetime
) -> dict[str, Any]:
    """Return the reports as the schema describes them (`schema`)."""
    return {
        "$schema": url_for("report_exports.schema", _external=True),
        "version": SCHEMA_VERSION,
        "exported_at": at.isoformat(),
        "reports": [
            _report(row, vouchers.get(row.id, ()), adoptions.get(row.id, ())) for row in rows
        ],
    }


def _report(
    row: ReportRow, vouchers: Sequence[VerificationRow], adoptions: Sequence[AdoptionRow]
) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "url": _address(row),
        "title": row.title,
        "state": row.state.value,
        "city": row.city,
        "theme": row.theme,
        "target_groups": [one.value for one in row.target_groups],
        "access": row.access.value if row.access else None,
        "effort": row.effort.value if row.effort else None,
        "begun_on": _day(row.begun_on),
        "ended_on": _day(row.ended_on),
        "released_at": row.released_at.isoformat() if row.released_at else None,
        "review_on": _day(row.review_on),
        "author": _person(row.author),
        "texts": {name: row.texts[name] for name in (*_LINES, *_TEXTS) if row.texts.get(name)},
        "verification": [_verification(row, one) for one in vouchers],
        "adoptions": [_adoption(one) for one in adoptions],
    }


def _verification(row: ReportRow, one: VerificationRow) -> dict[str, Any]:
    return {
        "stage": one.stage.value,
        "by": _person(one.person),
        "city": one.city,
        "on": one.created_at.date().isoformat(),
        "of_present_version": one.version >= row.version,
        "note": one.note,
    }


def _adoption(one: AdoptionRow) -> dict[str, Any]:
    return {
        "city": one.city,
        "by": _person(one.person),
        "tried_on": _day(one.tried_on),
        "changed": one.changed,
        "outcome": one.outcome,
    }


def _person(line: Any) -> dict[str, str | None]:  # noqa: ANN401 - an AuthorLine
    if line.closed_at is not None:
        return {"name": None, "organisation": None}
    return {"name": line.name, "organisation": line.organisation}


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _address(row: ReportRow) -> str:
    return url_for("threads.show", public_id=row.thread_public_id, _external=True)


def as_text(row: ReportRow) -> str:
    """Return one report as Markdown, with its address."""
    record = {
        **row.texts,
        "target_groups": " ".join(row.target_groups),
        "access": row.access or "",
        "effort": row.effort or "",
        "begun_on": _day(row.begun_on) or "",
        "ended_on": _day(row.ended_on) or "",
    }
    text = as_markdown(record, Names(city=row.city or "", theme=row.theme or ""))
    return f"# {row.title}\n\n{text}\n\n{named(row.author)}, <{_address(row)}>\n"
