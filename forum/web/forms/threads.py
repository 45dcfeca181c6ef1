"""Forms in which threads and posts are written, moved and removed.

Cleaning and limits are the actions' business: they count after cleaning, and the form shows what
they refuse beside the field.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import HiddenField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from forum.channels.models import Channel, ChannelKind
from forum.threads.actions.keep_draft import Unfinished
from forum.threads.models import Draft
from forum.web.forms.base import RefusableForm
from forum.web.forms.kinds import KindFields
from forum.web.forms.polls import PollFields
from forum.web.presenters.personal_data import PersonalDataNote

# What the column holds; no post is changed more often.
MOST_VERSIONS = 2**31


def _new_key() -> str:
    return secrets.token_hex(16)


class PlacesField(SelectMultipleField):
    """Further channels as checkboxes, by slug; what is not offered cannot be chosen."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms has no types
        """Offer nothing at first."""
        super().__init__(label, choices=[], validate_choice=False, **kwargs)
        self.offered: Sequence[Channel] = ()

    def offer(self, channels: Sequence[Channel]) -> None:
        """Offer these channels."""
        self.offered = channels
        self.choices = [(channel.slug, channel.name) for channel in channels]

    @property
    def chosen(self) -> list[Channel]:
        """The channels that were ticked."""
        return [channel for channel in self.offered if channel.slug in (self.data or ())]

    def of_kind(self, kind: str) -> list[Any]:
        """Return the checkboxes of themes, or of cities."""
        wanted = {channel.slug for channel in self.offered if channel.kind is ChannelKind(kind)}
        return [option for option in self if option.data in wanted]


class WritingForm(RefusableForm):
    """What every form with an editor has: the text, and a key that makes sending twice harmless."""

    body = TextAreaField(_l("Text"))
    submission_key = HiddenField(default=_new_key)
    # What its author is asked about before it is published.
    note: PersonalDataNote | None = None

    @property
    def intent(self) -> str:
        """Which button was pressed: publish, publish-anyway, preview, attach or draft."""
        return request.form.get("intent", "publish")

    @property
    def key(self) -> str:
        """The submission key, cut to what the column holds."""
        return (self.submission_key.data or _new_key())[:40]

    def renew_key(self) -> None:
        """Let the same page be sent again as something new."""
        self.submission_key.data = _new_key()

    def unfinished(self) -> Unfinished:
        """Return what stands in the form so far."""
        return Unfinished(source=self.body.data or "", submission_key=self.key)

    def take_over(self, draft: Draft | None) -> None:
        """Fill the form with what was saved earlier, unless something was just sent."""
        if draft is not None and not self.is_submitted():
            self.body.data = draft.source


class StartForm(KindFields, PollFields, WritingForm):
    """A new thread, perhaps one with a poll."""

    title = StringField(_l("Title"))
    places = PlacesField(_l("Also show in"))

    @override
    def unfinished(self) -> Unfinished:
        """Return everything that stands there so far."""
        return Unfinished(
            source=self.body.data or "",
            title=self.title.data or "",
            places=tuple(channel.slug for channel in self.places.chosen),
            submission_key=self.key,
            fields=self.kept() | self.written_in(),
        )

    @override
    def take_over(self, draft: Draft | None) -> None:
        """Fill in everything else as well."""
        super().take_over(draft)
        if draft is not None and not self.is_submitted():
            self.title.data = draft.title
            self.places.data = draft.channel_slugs.split()
            self.take_kept(draft.kept_fields)
            self.write_in(draft.kept_fields)


class ReplyForm(WritingForm):
    """An answer, perhaps to a certain post."""

    body = TextAreaField(_l("Your reply"))
    reply_to = HiddenField()

    def add_quote(self, public_id: str, quotation: str) -> None:
        """Put the quotation after what is already written."""
        self.reply_to.data = public_id
        self.body.data = "\n\n".join(part for part in (self.body.data, quotation) if part)


class EditForm(WritingForm):
    """A new text for a post, and the version it was made from."""

    title = StringField(_l("Title"))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @override
    def unfinished(self) -> Unfinished:
        """Return title and text so far; an edit has no key, its version is what counts."""
        return Unfinished(
            source=self.body.data or "", title=self.title.data or "", version=self._known_version
        )

    @property
    def _known_version(self) -> int | None:
        """The version that was sent, if a post can have it at all."""
        sent = self.version.data
        return sent if sent is not None and 0 < sent < MOST_VERSIONS else None

    @override
    def take_over(self, draft: Draft | None) -> None:
        """Go on from the version that the draft was made from."""
        super().take_over(draft)
        if draft is not None and not self.is_submitted():
            self.title.data = draft.title or self.title.data
            self.version.data = draft.version

    def begin_from(self, version: int) -> None:
        """Let the form be sent again, as a change of this version."""
        self.version.data = version
        self.version.raw_data = None  # It would be shown instead.


class PlacesForm(RefusableForm):
    """The further channels of a thread."""

    places = PlacesField(_l("Also show in"))

    def offer(self, channels: Sequence[Channel], standing: list[str]) -> None:
        """Offer channels, and tick those the thread stands in unless others were just chosen."""
        self.places.offer(channels)
        if not self.is_submitted():
            self.places.data = standing


class RemovalForm(RefusableForm):
    """Why something is removed."""

    reason = TextAreaField(_l("Reason"))
