"""What a thread is to be, and the words it is found by."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from forum.channels.models import Tag
from forum.threads.models import ThreadKind
from forum.web.forms.base import RefusableForm, choice
from forum.web.texts.kinds import KIND_HINTS, KIND_NAMES

_WORDS = 400


class KindField(RadioField):
    """Kinds of thread to choose from, each with what it is for."""

    def __init__(self, label: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms has no types
        """Offer what everybody may begin."""
        super().__init__(label, default=ThreadKind.DISCUSSION.value, **kwargs)
        self.offer(may_announce=False)

    def offer(self, *, may_announce: bool) -> None:
        """Offer announcements to those who may announce; whoever sends it all the same is told."""
        offered = [kind for kind in KIND_HINTS if may_announce or kind is not _FOR_FEW]
        self.choices = [choice(kind.value, KIND_NAMES[kind]) for kind in offered]
        self.offered = {kind.value for kind in offered}

    @override
    def pre_validate(self, form: Any) -> None:
        """Take every kind there is: who may do what is the action's business."""
        if self.data != _FOR_FEW.value:
            super().pre_validate(form)

    @property
    def chosen(self) -> ThreadKind:
        """The kind; what is none has been refused before."""
        return ThreadKind(self.data)


_FOR_FEW = ThreadKind.ANNOUNCEMENT


class TagField(SelectMultipleField):
    """The vocabulary as checkboxes, by slug."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms has no types
        """Offer nothing at first."""
        super().__init__(label, choices=[], validate_choice=False, **kwargs)

    def offer(self, tags: Sequence[Tag]) -> None:
        """Offer these tags."""
        self.choices = [choice(tag.slug, tag.name) for tag in tags]


class TagFields:
    """Words for a thread, typed or ticked: both lead to the same tags."""

    tags = StringField(_l("Tags"))
    ticked = TagField(_l("All tags"))

    @property
    def words(self) -> list[str]:
        """All words, those with a comma between them apart."""
        typed = (self.tags.data or "").replace(";", ",").split(",")
        words = (word.strip() for word in (*typed, *(self.ticked.data or ())))
        return [word for word in words if word][:_WORDS]


class TagsForm(TagFields, RefusableForm):
    """The tags of a thread that is there already."""

    def show(self, vocabulary: Sequence[Tag], borne: Sequence[Tag]) -> None:
        """Offer the vocabulary and what the thread bears, and tick the latter at first."""
        known = {tag.slug for tag in vocabulary}
        self.ticked.offer([*vocabulary, *(tag for tag in borne if tag.slug not in known)])
        if not self.is_submitted():
            self.ticked.data = [tag.slug for tag in borne]


class KindFields(TagFields):
    """What a new thread is to be."""

    kind = KindField(_l("What kind of thread is it?"))

    def offer_kinds(self, vocabulary: Sequence[Tag], *, may_announce: bool) -> None:
        """Offer kinds and tags; the address may say which kind is meant."""
        self.ticked.offer(vocabulary)
        self.kind.offer(may_announce=may_announce)
        asked_for = request.args.get("kind")
        if request.method == "GET" and asked_for in self.kind.offered:
            self.kind.data = asked_for

    def kept(self) -> dict[str, object]:
        """Return what was chosen or written here, for a draft."""
        values = {"kind": self.kind.data, "tags": self.tags.data, "ticked": self.ticked.data}
        return {name: value for name, value in values.items() if value}

    def take_kept(self, values: Mapping[str, object]) -> None:
        """Fill the fields with what a draft has kept."""
        if values.get("kind") in self.kind.offered:
            self.kind.data = values["kind"]
        if isinstance(tags := values.get("tags"), str):
            self.tags.data = tags
        if isinstance(ticked := values.get("ticked"), list):
            self.ticked.data = [slug for slug in ticked if isinstance(slug, str)]
