"""The form of an experience report, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from forum.channels.models import Channel
from forum.practices import fields
from forum.practices.fields import Section, Sort
from forum.practices.models import ExperienceReport, Remark
from forum.practices.states import PUBLISHED
from forum.practices.text import Names
from forum.web.presenters.channels import audience_of
from forum.web.presenters.history import marked
from forum.web.presenters.reports import OutlineRow, RemarkView, outline_of, remarks_on, word_of
from forum.web.texts.reports import FIELDS, SECTIONS


class SectionFields(Protocol):
    """What a page of the form is asked here."""

    section: Section

    def values(self) -> dict[str, str]:
        """Return what was sent, by field name."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a field of WTForms
        """Return a field."""


@dataclass(frozen=True, slots=True)
class ClashRow:
    """A field that stands otherwise now than in what was just sent."""

    label: str
    standing: str
    changes: Markup
    """From what stands there to what was sent."""


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field of the form with all that stands around it."""

    field: Any
    """Of WTForms."""
    question: object
    example: object
    is_required: bool
    limit: int
    """In characters; 0 where nothing is typed."""
    rows: int
    """Lines of a text field; 0: it is none."""
    remarks: tuple[RemarkView, ...]


@dataclass(frozen=True, slots=True)
class EditPage:
    """One page of the form."""

    heading: object
    title: str
    outline: tuple[OutlineRow, ...]
    fields: tuple[AskedField, ...]
    clash: tuple[ClashRow, ...]
    channel: str
    channel_url: str
    audience: object
    report_url: str | None
    """``None`` until it is begun."""
    is_published: bool
    is_last: bool
    has_prose: bool


def edit_page(
    form: SectionFields,
    channel: Channel,
    report: ExperienceReport | None,
    remarks: Sequence[Remark] = (),
    clash: tuple[ClashRow, ...] = (),
) -> EditPage:
    """Return a page of the form; `report` is ``None`` until it is begun."""
    record = form.values() if report is None else fields.record_of(report)
    return EditPage(
        heading=SECTIONS[form.section],
        title=str(_("New experience report")) if report is None else report.title,
        outline=outline_of(record, report, remarks, form.section),
        fields=tuple(_asked(one, form, remarks) for one in fields.fields_of(form.section)),
        clash=clash,
        channel=channel.name,
        channel_url=url_for("channels.show", slug=channel.slug),
        audience=audience_of(channel.audience),
        report_url=None
        if report is None
        else url_for("report_drafts.show", public_id=report.public_id),
        is_published=report is not None and report.state in PUBLISHED,
        is_last=form.section is list(Section)[-1],
        has_prose=any(one.sort is Sort.PROSE for one in fields.fields_of(form.section)),
    )


def _asked(one: fields.Field, form: SectionFields, remarks: Sequence[Remark]) -> AskedField:
    text = FIELDS[one.name]
    is_long = one.sort is Sort.PROSE
    return AskedField(
        field=form[one.name],
        question=text.question,
        example=text.example,
        is_required=one.is_required,
        limit=one.limit,
        rows=(8 if one.limit > 1_000 else 4) if is_long else 0,
        remarks=remarks_on(one.name, remarks),
    )


def clash_rows(
    section: Section, standing: Mapping[str, str], sent: Mapping[str, str], names: Names
) -> tuple[ClashRow, ...]:
    """Return the fields of a page that somebody else has changed, or that differ from it."""
    return tuple(
        ClashRow(
            label=str(FIELDS[one.name].label),
            standing=word_of(one, standing.get(one.name, ""), names) or "–",
            changes=marked(
                word_of(one, standing.get(one.name, ""), names),
                word_of(one, sent.get(one.name, ""), names),
            ),
        )
        for one in fields.fields_of(section)
        if standing.get(one.name, "") != sent.get(one.name, "")
    )
