"""Writing and reviewing experience reports."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, DateInput, HiddenInput, ListWidget

from forum.accounts.models import City
from forum.channels.models import Theme
from forum.kernel.errors import Invalid
from forum.kernel.ids import new_public_id
from forum.moderation.models import Measure
from forum.practices import fields
from forum.practices.fields import Section, Sort
from forum.practices.models import Stage
from forum.web.forms.base import RefusableForm, choice, choices_of
from forum.web.texts.reports import ACCESS, EFFORT, FIELDS, GROUPS
from forum.web.texts.statements import ground_choices

_REVIEWING = frozenset({Measure.RETURN, Measure.REJECT, Measure.RELEASE})


class SectionForm(RefusableForm):
    """One page of the form; its fields are those of the section (see `section_form`)."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    submission_key = HiddenField(default=new_public_id)
    intent = HiddenField(default="next")

    section: Section

    def offer(self, cities: Sequence[City], themes: Sequence[Theme]) -> None:
        """Fill the lists of rows to choose from."""
        for name, rows in (("city", cities), ("theme", themes)):
            if name in self:
                self[name].choices = choices_of(rows, nothing=_l("Please choose"))

    def fill(self, record: Mapping[str, str], version: int) -> None:
        """Show the record, unless something was just sent."""
        if self.is_submitted():
            return
        self.version.data = version
        for one in fields.fields_of(self.section):
            value = record.get(one.name, "")
            self[one.name].data = value.split() if one.sort is Sort.TARGET_GROUPS else value

    def begin_from(self, version: int) -> None:
        """Let the form, as it was sent, be about this version."""
        _put(self.version, version)

    def values(self) -> dict[str, str]:
        """Return what was sent, by field name."""
        return {one.name: _sent(self[one.name].data) for one in fields.fields_of(self.section)}

    @property
    def key(self) -> str | None:
        """Return what marks this form, so that sending it twice begins one report."""
        return (self.submission_key.data or "")[:40] or None


class StepForm(RefusableForm):
    """A step that takes a word: why, or nothing."""

    reason = TextAreaField(_l("Reason"))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class VerifyForm(RefusableForm):
    """Stand for a stage, with a word on how one knows."""

    stage = SelectField(choices=[choice(stage.value, stage.value) for stage in Stage])
    reason = TextAreaField(_l("How do you know?"))


class ReviewForm(RefusableForm):
    """Remarks on fields, a word on the whole, and the day until which an answer is asked for."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    fence = IntegerField(widget=HiddenInput(), validators=[Optional()])
    measure = StringField()
    reason = TextAreaField(_l("To the author, on the whole"))
    due_on = StringField(_l("Answer until"), widget=DateInput())
    ground = SelectField(_l("Rule or law"), choices=ground_choices, validate_choice=False)

    def begin(self, version: int, fence: int) -> None:
        """Note what the reviewer sees now, unless something was just sent."""
        if not self.is_submitted() or self.is_again:
            _put(self.version, version)
            _put(self.fence, fence)

    is_again = False

    def begin_again(self) -> None:
        """Let the form, as it was sent, be about what is there by now."""
        self.is_again = True

    def chosen(self) -> Measure:
        """Return the pressed button. Raises `Invalid` ``choose_measure``."""
        if self.measure.data not in _REVIEWING:
            raise Invalid("choose_measure", field="measure")
        return Measure(self.measure.data)

    def word(self) -> str:
        """Return the word on the whole; where all is said beside the fields, one that says so."""
        written = (self.reason.data or "").strip()
        if written or self.measure.data != Measure.RETURN or not self.remarks():
            return written
        return str(_("Please look at the remarks beside the fields."))

    def remarks(self) -> dict[str, str]:
        """Return the remarks by field name; empty ones are left out."""
        sent = {one.name: str(self[f"remark_{one.name}"].data or "") for one in fields.FIELDS}
        return {name: text for name, text in sent.items() if text.strip()}

    def day(self) -> dt.date | None:
        """Return the day an answer is asked for. Raises `Invalid` for the field ``due_on``."""
        written = (self.due_on.data or "").strip()
        try:
            return dt.date.fromisoformat(written) if written else None
        except ValueError as fault:
            raise Invalid("not_a_day", field="due_on") from fault


for _field in fields.FIELDS:
    _label: Any = FIELDS[_field.name].label
    setattr(ReviewForm, f"remark_{_field.name}", TextAreaField(_label, default=""))


def _form_field(one: fields.Field) -> Any:  # noqa: ANN401 - WTForms has no types for these
    label: Any = FIELDS[one.name].label
    if one.sort is Sort.PROSE:
        return TextAreaField(label)
    if one.sort is Sort.TARGET_GROUPS:
        return SelectMultipleField(
            label,
            choices=[choice(group.value, text) for group, text in GROUPS.items()],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            validate_choice=False,
        )
    if one.sort is Sort.DAY:
        return StringField(label, widget=DateInput())
    if one.sort is Sort.LINE:
        return StringField(label)
    texts = _choosable(one)
    choices = [
        choice("", _l("No entry")),
        *(choice(key.value, text) for key, text in texts.items()),
    ]
    return SelectField(label, choices=choices, validate_choice=False)


def _choosable(one: fields.Field) -> Mapping[Any, object]:
    """Return the fixed words to choose from; rows of tables are offered by each request."""
    if one.sort is Sort.ACCESS:
        return ACCESS
    return EFFORT if one.sort is Sort.EFFORT else {}


def _put(field: IntegerField, number: int) -> None:
    """Set a number, also where another one was sent: WTForms would show that again."""
    field.data, field.raw_data = number, None


def _sent(data: object) -> str:
    if isinstance(data, list):
        return " ".join(str(one) for one in data)
    return str(data or "")


def _class_of(section: Section) -> type[SectionForm]:
    made: dict[str, Field | Section] = {
        one.name: _form_field(one) for one in fields.fields_of(section)
    }
    return type(f"{section.title()}Form", (SectionForm,), {**made, "section": section})


SECTION_FORMS = {section: _class_of(section) for section in Section}
