"""Forms in which threads are summed up, edits suggested, and collections kept."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from forum.web.forms.base import RefusableForm, choice


class ProseForm(RefusableForm):
    """A text with the version it was made from."""

    body = TextAreaField(_l("Text"))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @property
    def wants_preview(self) -> bool:
        """Whether the button "Preview" was pressed, which is there without a script."""
        return self.is_submitted() and request.form.get("intent") == "preview"

    def begin_from(self, version: int) -> None:
        """Let the form be sent again, as a change of this version."""
        self.version.data = version
        self.version.raw_data = None  # It would be shown instead.


class SummaryForm(ProseForm):
    """The summary of a thread, up to the last post that its writer has seen."""

    body = TextAreaField(_l("Summary"))
    up_to = IntegerField(widget=HiddenInput(), validators=[Optional()])


class SuggestionForm(ProseForm):
    """Another wording, and why."""

    body = TextAreaField(_l("Your wording"))
    reason = StringField(_l("Why"))


class PiecesForm(RefusableForm):
    """Which piece of a suggestion; none: all that are left."""

    piece = HiddenField()

    @property
    def places(self) -> list[int] | None:
        """The place that was sent; what is no number is no place."""
        sent = (self.piece.data or "").strip()
        if not sent:
            return None
        return [int(sent)] if sent.isascii() and sent.isdecimal() and len(sent) < 6 else [-1]


class CollectionForm(ProseForm):
    """Title and introduction of a collection."""

    title = StringField(_l("Title"))
    body = TextAreaField(_l("Introduction"))


class EntryForm(RefusableForm):
    """What is to be added to a collection, by its address."""

    address = StringField(_l("Address of the thread or the file"))
    note = StringField(_l("Why it is worth looking at"))


class CollectForm(RefusableForm):
    """The collection that a thread is put into."""

    collection = SelectField(_l("Dossier"), validate_choice=True)
    note = StringField(_l("Why it is worth looking at"))

    def offer(self, collections: list[tuple[str, str]]) -> None:
        """Offer these, each with its public id and its name."""
        self.collection.choices = [choice(public_id, name) for public_id, name in collections]
