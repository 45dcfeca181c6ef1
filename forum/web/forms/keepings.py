"""Forms in which a conversation is kept."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from forum.channels.models import Channel
from forum.messaging.actions.keep import KeepingPlan
from forum.messaging.models import Keeping, KeptPart
from forum.threads.models import ThreadKind
from forum.web.forms.base import RefusableForm, choice

KINDS = (
    (ThreadKind.DISCUSSION, _l("A discussion")),
    (ThreadKind.QUESTION, _l("A question that others can answer")),
)


class KeepingForm(RefusableForm):
    """What the thread is to be. Which parts are left out stands in checkboxes beside them."""

    title = StringField(_l("Title"))
    summary = TextAreaField(_l("What it came down to"))
    channel = SelectField(_l("Channel"))
    kind = RadioField(_l("It becomes"), choices=[choice(kind, label) for kind, label in KINDS])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer(self, channels: Sequence[Channel]) -> None:
        """Offer the channels in which the keeper may begin a thread."""
        self.offered = {channel.slug: channel for channel in channels}
        self.channel.choices = [choice(channel.slug, channel.name) for channel in channels]

    def show(self, keeping: Keeping) -> None:
        """Show what it is now, unless something was just sent."""
        if self.is_submitted():
            return
        self.title.data, self.summary.data = keeping.title, keeping.summary
        self.channel.data = keeping.channel.slug if keeping.channel else None
        self.kind.data, self.version.data = keeping.kind.value, keeping.version

    def plan(self, parts: Sequence[KeptPart], chosen: Sequence[str]) -> KeepingPlan:
        """Return what was sent; `chosen` are the public ids of the parts that stay."""
        return KeepingPlan(
            title=self.title.data or "",
            summary=self.summary.data or "",
            channel=self.offered[self.channel.data],
            kind=ThreadKind(self.kind.data),
            left_out={part.public_id for part in parts} - set(chosen),
        )
