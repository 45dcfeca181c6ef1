"""Experience reports as their authors and reviewers see them: the form, its outline, the review."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from forum.kernel.markup import render
from forum.practices import fields
from forum.practices.fields import Section, Sort
from forum.practices.models import (
    ExperienceReport,
    Remark,
    ReportState,
    ReportStep,
    TargetGroup,
)
from forum.practices.states import PUBLISHED
from forum.practices.text import Names
from forum.web.presenters.history import marked
from forum.web.texts.reports import (
    ACCESS,
    EFFORT,
    FIELDS,
    GROUPS,
    SECTIONS,
    STATE_SENTENCES,
    STATES,
    VERBS,
)


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A page of the form in its outline: what is there, and what is missing."""

    label: str
    url: str | None
    """``None``: the report has not been begun yet, and this page comes later."""
    is_current: bool
    is_complete: bool
    missing: tuple[str, ...]
    """The labels of what is still needed before the report can be submitted."""
    remarks: int


@dataclass(frozen=True, slots=True)
class RemarkView:
    """What a reviewer said about a field."""

    text: str
    who: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as it is read: by its author, by a reviewer, or where two versions clash."""

    name: str
    label: str
    shown: Markup | str
    """"" where it is empty."""
    is_required: bool
    changes: Markup | None
    """What is different from the version handed in before; ``None``: nothing, or there is none."""
    remarks: tuple[RemarkView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A page of the form, read."""

    heading: str
    edit_url: str | None
    rows: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """A line of the history."""

    what: str
    who: str
    at: dt.datetime
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A report in the list of one's own."""

    title: str
    url: str
    state: str
    is_waiting: bool
    """It waits for the author."""
    channel: str
    at: dt.datetime
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as its author sees it, or as its reviewer does."""

    public_id: str
    title: str
    channel: str
    channel_url: str
    author: str
    state: object
    state_code: str
    sentence: object
    """What the state means for the author."""
    due_on: dt.date | None
    review_on: dt.date | None
    reason: str
    """What was said with the latest step."""
    missing: tuple[str, ...]
    outline: tuple[OutlineRow, ...]
    sections: tuple[SectionView, ...]
    history: tuple[StepView, ...]
    may: frozenset[str]
    """The steps that the reader may take now."""
    thread_url: str | None
    write_on_url: str | None
    """The first page of the form on which something is missing, for who may write there."""
    is_changed: bool
    """Something is different from what was handed in before."""


def outline_of(
    record: Mapping[str, str],
    report: ExperienceReport | None,
    remarks: Iterable[Remark] = (),
    current: Section | None = None,
) -> tuple[OutlineRow, ...]:
    """Return the pages of the form with what each still lacks."""
    remarked = [fields.BY_NAME[one.field].section for one in remarks if one.field]
    rows = []
    for section in Section:
        missing = fields.missing_of(record, section)
        rows.append(
            OutlineRow(
                label=str(SECTIONS[section]),
                url=None if report is None else _edit_url(report, section),
                is_current=section is current,
                is_complete=not missing and any(record.get(name) for name in _names(section)),
                missing=tuple(str(FIELDS[name].label) for name in missing),
                remarks=remarked.count(section),
            )
        )
    return tuple(rows)


def sections_of(
    record: Mapping[str, str],
    names: Names,
    *,
    before: Mapping[str, str] | None = None,
    remarks: Sequence[Remark] = (),
    edit: ExperienceReport | None = None,
) -> tuple[SectionView, ...]:
    """Return the whole record to be read; `edit` is the report where its reader may change it."""
    return tuple(
        SectionView(
            heading=str(SECTIONS[section]),
            edit_url=None if edit is None else _edit_url(edit, section),
            rows=tuple(
                FieldView(
                    name=one.name,
                    label=str(FIELDS[one.name].label),
                    shown=_shown(one, record.get(one.name, ""), names),
                    is_required=one.is_required,
                    changes=_changes(one, record, before, names),
                    remarks=remarks_on(one.name, remarks),
                )
                for one in fields.fields_of(section)
            ),
        )
        for section in Section
    )


def report_head(
    report: ExperienceReport, sections: tuple[SectionView, ...], steps: Sequence[ReportStep]
) -> dict[str, Any]:
    """Return what a page of a report says before its text."""
    record = fields.record_of(report)
    return {
        "public_id": report.public_id,
        "title": report.title or str(_("Without a title yet")),
        "channel": report.channel.name,
        "channel_url": url_for("channels.show", slug=report.channel.slug),
        "author": report.author.name,
        "state": STATES[report.state],
        "state_code": report.state.value,
        "sentence": STATE_SENTENCES[report.state],
        "due_on": report.due_on,
        "review_on": report.review_on,
        "reason": steps[-1].reason if steps else "",
        "missing": tuple(str(FIELDS[name].label) for name in fields.missing_of(record)),
        "sections": sections,
        "history": history_of(steps),
        "thread_url": url_for("threads.show", public_id=report.thread.public_id)
        if report.thread and report.state in PUBLISHED
        else None,
        "is_changed": any(row.changes is not None for one in sections for row in one.rows),
    }


def remarks_on(name: str, remarks: Iterable[Remark]) -> tuple[RemarkView, ...]:
    """Return what was said about a field."""
    return tuple(
        RemarkView(one.text, one.author.name if one.author else "", one.created_at)
        for one in remarks
        if one.field == name
    )


def history_of(steps: Iterable[ReportStep]) -> tuple[StepView, ...]:
    """Return the visible history, the latest step first."""
    return tuple(
        StepView(
            what=str(VERBS.get(step.verb, step.verb)),
            who=step.actor.name if step.actor else str(_("A former member")),
            at=step.created_at,
            reason=step.reason,
            version=step.version,
        )
        for step in reversed(list(steps))
    )


def own_rows(reports: Iterable[ExperienceReport]) -> tuple[OwnRow, ...]:
    """Return the lines of the list of one's own reports."""
    return tuple(
        OwnRow(
            title=report.title or str(_("Without a title yet")),
            url=url_for("report_drafts.show", public_id=report.public_id),
            state=str(STATES[report.state]),
            is_waiting=report.state in {ReportState.RETURNED, ReportState.REJECTED},
            channel=report.channel.name,
            at=report.updated_at,
            due_on=report.due_on,
        )
        for report in reports
    )


def _shown(one: fields.Field, value: str, names: Names) -> Markup | str:
    if one.sort is Sort.PROSE and value:
        return Markup(render(value).html)  # noqa: S704 - the kernel cleans it
    return word_of(one, value, names)


def word_of(one: fields.Field, value: str, names: Names) -> str:
    """Return a value as one line of text, or as the source that was written."""
    if not value or one.sort in {Sort.LINE, Sort.PROSE}:
        return value
    if one.sort is Sort.CITY:
        return names.city
    if one.sort is Sort.THEME:
        return names.theme
    if one.sort is Sort.DAY:
        return str(format_date(dt.date.fromisoformat(value), _("d MMMM y")))
    if one.sort is Sort.TARGET_GROUPS:
        return ", ".join(str(GROUPS[TargetGroup(group)]) for group in value.split())
    texts = {choice.value: text for choices in (ACCESS, EFFORT) for choice, text in choices.items()}
    return str(texts.get(value, value))


def _changes(
    one: fields.Field,
    record: Mapping[str, str],
    before: Mapping[str, str] | None,
    names: Names,
) -> Markup | None:
    old, new = (before or {}).get(one.name, ""), record.get(one.name, "")
    if before is None or old == new:
        return None
    # What a city was called before is not looked up: that it is another one now says enough.
    if one.sort in {Sort.CITY, Sort.THEME}:
        return marked("", word_of(one, new, names))
    return marked(word_of(one, old, names), word_of(one, new, names))


def _names(section: Section) -> list[str]:
    return [one.name for one in fields.fields_of(section)]


def _edit_url(report: ExperienceReport, section: Section) -> str:
    return url_for("report_drafts.edit", public_id=report.public_id, section=section.value)
