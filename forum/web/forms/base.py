"""What all forms can do: show why an action refused what was sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_wtf import FlaskForm

from forum.kernel.errors import ForumError, Invalid
from forum.web.texts import sentence


class Form(FlaskForm):
    """A form that shows the action's refusal at the field it is about."""

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


def trimmed(text: str | None) -> str:
    """Drop white space around a line; nothing sent is an empty line."""
    return (text or "").strip()


def id_or_none(value: object) -> int | None:
    """Read the value of an optional choice of rows."""
    return int(str(value)) if value and str(value) != "None" else None
