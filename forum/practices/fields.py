"""The fields of the record: one table for form, checks, versions, differences and exports.

A record is a ``dict[str, str]`` by field name, "" for what is empty; choices are codes, cities and
themes the ids of their rows, days ISO dates. So versions compare and keep without a schema of
their own. Labels and examples stand at the edge (`forum.web.texts.reports`).
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line, clean_source
from forum.practices.models import Access, Effort, ExperienceReport, TargetGroup
from forum.threads.text import TITLE_LIMIT

SUMMARY_LIMIT = 500
"""Characters of the short version: it goes into letters and lists."""
_LINE = 200
_PROSE = 4_000
_NOTE = 1_000


class Section(enum.StrEnum):
    """The pages of the form, in their order."""

    FRAME = "frame"
    COURSE = "course"
    OUTCOME = "outcome"
    TRANSFER = "transfer"
    SUMMARY = "summary"


class Sort(enum.StrEnum):
    """How a field is filled in."""

    LINE = "line"
    PROSE = "prose"
    """Markdown."""
    CITY = "city"
    THEME = "theme"
    DAY = "day"
    ACCESS = "access"
    EFFORT = "effort"
    TARGET_GROUPS = "target_groups"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `limit` in characters, 0 where there is nothing to type."""

    name: str
    section: Section
    sort: Sort
    limit: int = 0
    is_required: bool = False
    """Without it a report is not submitted; a draft may lack anything."""


def _prose(name: str, section: Section, limit: int = _PROSE, *, required: bool = False) -> Field:
    return Field(name, section, Sort.PROSE, limit, required)


FIELDS: tuple[Field, ...] = (
    Field("title", Section.FRAME, Sort.LINE, TITLE_LIMIT, is_required=True),
    Field("city", Section.FRAME, Sort.CITY, is_required=True),
    Field("area", Section.FRAME, Sort.LINE, _LINE),
    Field("theme", Section.FRAME, Sort.THEME, is_required=True),
    Field("target_groups", Section.FRAME, Sort.TARGET_GROUPS),
    Field("access", Section.FRAME, Sort.ACCESS),
    Field("begun_on", Section.FRAME, Sort.DAY),
    Field("ended_on", Section.FRAME, Sort.DAY),
    Field("bearer", Section.FRAME, Sort.LINE, _LINE),
    _prose("situation", Section.COURSE, required=True),
    _prose("goal", Section.COURSE, required=True),
    _prose("approach", Section.COURSE, 8_000, required=True),
    _prose("outcome", Section.OUTCOME, required=True),
    _prose("helped", Section.OUTCOME),
    _prose("pitfalls", Section.OUTCOME, required=True),
    _prose("differently", Section.OUTCOME),
    Field("effort", Section.TRANSFER, Sort.EFFORT),
    _prose("effort_text", Section.TRANSFER, _NOTE),
    _prose("transferable", Section.TRANSFER),
    _prose("continuation", Section.TRANSFER),
    _prose("contact", Section.TRANSFER, _NOTE),
    _prose("material", Section.TRANSFER, _NOTE),
    Field("operation", Section.TRANSFER, Sort.LINE, _LINE),
    _prose("summary", Section.SUMMARY, SUMMARY_LIMIT, required=True),
)
BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
PROSE: tuple[str, ...] = tuple(field.name for field in FIELDS if field.sort is Sort.PROSE)

# Kept in `ExperienceReport.texts`; the others have columns of their own.
_IN_TEXTS = frozenset({*PROSE, "area", "bearer", "operation"})


def fields_of(section: Section) -> tuple[Field, ...]:
    """Return the fields of one page of the form."""
    return tuple(field for field in FIELDS if field.section is section)


def record_of(report: ExperienceReport) -> dict[str, str]:
    """Return the whole record as it stands."""
    return {field.name: value_of(report, field.name) for field in FIELDS}


def value_of(report: ExperienceReport, name: str) -> str:
    """Return one field of the record."""
    if name in _IN_TEXTS:
        return report.texts.get(name, "")
    if name in {"city", "theme"}:
        key = report.city_id if name == "city" else report.theme_id
        return "" if key is None else str(key)
    if name == "target_groups":
        return " ".join(groups_of(report))
    value = getattr(report, name)
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


def groups_of(report: ExperienceReport) -> list[TargetGroup]:
    """Return whom it was for, in the order of the form."""
    chosen = set(report.target_groups.split("|"))
    return [group for group in TargetGroup if group.value in chosen]


def missing_of(record: Mapping[str, str], section: Section | None = None) -> list[str]:
    """Return the names of the required fields that are empty, of one page or of all."""
    return [
        field.name
        for field in FIELDS
        if field.is_required
        and not record.get(field.name)
        and (section is None or field.section is section)
    ]


def cleaned(values: Mapping[str, str]) -> dict[str, str]:
    """Return the values as they are kept.

    Raises `Invalid` for the field by its name: ``too_long``, ``not_a_choice``, ``not_a_day``, and
    ``no_such_field``.
    """
    return {name: _clean(name, value) for name, value in values.items()}


def put(report: ExperienceReport, values: Mapping[str, str]) -> None:
    """Write cleaned values into the report. Raises `Invalid` ``ends_before_it_begins``."""
    texts = {name: value for name, value in values.items() if name in _IN_TEXTS}
    report.texts = {name: text for name, text in {**report.texts, **texts}.items() if text}
    for name, value in values.items():
        if name not in _IN_TEXTS:
            _put(report, name, value)
    if report.begun_on and report.ended_on and report.ended_on < report.begun_on:
        raise Invalid("ends_before_it_begins", field="ended_on")


def _put(report: ExperienceReport, name: str, value: str) -> None:
    sort = BY_NAME[name].sort
    if sort is Sort.LINE:
        report.title = value
    elif sort is Sort.CITY:
        report.city_id = int(value) if value else None
    elif sort is Sort.THEME:
        report.theme_id = int(value) if value else None
    elif sort is Sort.TARGET_GROUPS:
        report.target_groups = f"|{'|'.join(sorted(value.split()))}|" if value else ""
    elif sort is Sort.ACCESS:
        report.access = Access(value) if value else None
    elif sort is Sort.EFFORT:
        report.effort = Effort(value) if value else None
    else:
        setattr(report, name, dt.date.fromisoformat(value) if value else None)


def _clean(name: str, value: str) -> str:
    field = BY_NAME.get(name)
    if field is None:
        raise Invalid("no_such_field", field=name)
    if field.sort is Sort.LINE:
        return clean_line(value, limit=field.limit, field=name, may_be_empty=True)
    if field.sort is Sort.PROSE:
        return clean_source(value, limit=field.limit, field=name, may_be_empty=True)
    value = value.strip()
    if not value:
        return ""
    if field.sort is Sort.DAY:
        return _day(name, value)
    return _choice(field, value)


def _day(name: str, value: str) -> str:
    try:
        return dt.date.fromisoformat(value).isoformat()
    except ValueError as fault:
        raise Invalid("not_a_day", field=name) from fault


def _choice(field: Field, value: str) -> str:
    if field.sort in {Sort.CITY, Sort.THEME}:
        # Whether there is such a row asks the action.
        is_right = value.isascii() and value.isdecimal() and len(value) <= 15
    elif field.sort is Sort.TARGET_GROUPS:
        chosen = set(value.split())
        is_right = chosen <= {group.value for group in TargetGroup}
        value = " ".join(group.value for group in TargetGroup if group.value in chosen)
    else:
        choices = Access if field.sort is Sort.ACCESS else Effort
        is_right = value in {one.value for one in choices}
    if not is_right:
        raise Invalid("not_a_choice", field=field.name)
    return value
