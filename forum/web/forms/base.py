"""What all forms can do: show why an action refused what was sent."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from flask_wtf import FlaskForm
from typing_extensions import override
from wtforms import StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.form import BaseForm

from forum.kernel.errors import ForumError, Invalid
from forum.web.texts import sentence


def _without_null(text: object) -> object:
    return text.replace("\0", "") if isinstance(text, str) else text


class _Meta(FlaskForm.Meta):
    def bind_field(self, form: BaseForm, unbound_field: Any, options: Any) -> Any:  # noqa: ANN401
        """Drop null characters from every text: nobody types one, and PostgreSQL takes none."""
        if issubclass(unbound_field.field_class, StringField):
            own = unbound_field.kwargs.get("filters", ())
            options = {**options, "filters": (_without_null, *own)}
        return super().bind_field(form, unbound_field, options)


class Form(FlaskForm):
    """A form that shows the action's refusal at the field it is about."""

    Meta = _Meta

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """Turn an `Invalid` of the block into an error of the form, and go on after the block."""
        try:
            yield
        except Invalid as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: ForumError) -> None:
        """Add the sentence of the refusal to its field, or to the form where it has none."""
        text = sentence(refusal.reason, **refusal.values)
        if refusal.field and refusal.field in self:
            field = self[refusal.field]
            field.errors = [*field.errors, text]
        else:
            self.form_errors.append(text)

    @property
    def status(self) -> int:
        """Return the status of the page that shows this form."""
        return 422 if self.errors else 200


class RefusableForm(Form):
    """A form whose page is answered with the status of what was refused."""

    refused = 0

    @property
    @override
    def status(self) -> int:
        """Return the status of the page that shows this form."""
        return self.refused or super().status


def trimmed(text: str | None) -> str:
    """Drop white space around a line; nothing sent is an empty line."""
    return (text or "").strip()


def id_or_none(value: object) -> int | None:
    """Read the value of an optional choice of rows."""
    return int(str(value)) if value and str(value) != "None" else None


class _Named(Protocol):
    id: Any
    name: Any


def choice(value: str, label: object) -> Any:  # noqa: ANN401 - the stubs know tuples alone
    """Return one option of a list; the label may be translated later."""
    return SelectChoice(value, label)


def choices_of(rows: Iterable[_Named], *, nothing: object) -> list[Any]:
    """Return the rows as options by name, after one that stands for none of them."""
    return [choice("", nothing), *(choice(str(row.id), row.name) for row in rows)]
