"""Forms in which a newsletter is written, and its moment set."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, HiddenInput, ListWidget

from forum.accounts.models import OrganisationKind
from forum.channels.models import Channel
from forum.digests.models import Newsletter
from forum.digests.queries.newsletters import kinds_of
from forum.kernel.errors import Invalid
from forum.web.forms.base import RefusableForm, choice
from forum.web.forms.curation import ProseForm
from forum.web.locale import select_timezone
from forum.web.texts.editions import KINDS

_WRITTEN = "%Y-%m-%dT%H:%M"


class KindsField(SelectMultipleField):
    """Kinds of organisations as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NewsletterForm(ProseForm):
    """What a newsletter says, and whom it is for."""

    subject = StringField(_l("Subject"))
    body = TextAreaField(_l("Text"))
    kinds = KindsField(
        _l("Only for people from"),
        choices=[choice(kind.value, label) for kind, label in KINDS.items()],
    )
    channel = SelectField(_l("Only for who belongs to a channel"), default="")

    def offer(self, channels: Iterable[Channel]) -> None:
        """Offer these channels, or none."""
        self._channels = {channel.slug: channel for channel in channels}
        self.channel.choices = [
            choice("", _l("No, for all who have ordered it")),
            *(choice(slug, one.name) for slug, one in self._channels.items()),
        ]

    def show(self, newsletter: Newsletter) -> None:
        """Fill the fields with a newsletter, unless something was just sent."""
        if self.is_submitted():
            return
        self.subject.data, self.body.data = newsletter.subject, newsletter.source
        self.kinds.data = [kind.value for kind in kinds_of(newsletter)]
        self.channel.data = "" if newsletter.channel is None else newsletter.channel.slug
        self.version.data = newsletter.version

    @property
    def audience(self) -> dict[str, Any]:
        """The fields of a draft that say whom it is for."""
        kinds = frozenset(OrganisationKind(value) for value in self.kinds.data or ())
        return {"kinds": kinds, "channel": self._channels.get(self.channel.data or "")}


class ScheduleForm(RefusableForm):
    """When a newsletter goes out; nothing given: now."""

    send_at = StringField(_l("Day and hour"), widget=DateTimeLocalInput())
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @property
    def moment(self) -> dt.datetime | None:
        """The moment, from the editor's zone. Raises `Invalid` ``no_moment``."""
        written = (self.send_at.data or "").strip()[:16]
        if not written:
            return None
        try:
            naive = dt.datetime.strptime(written, _WRITTEN)  # noqa: DTZ007 - the zone comes next
            return naive.replace(tzinfo=ZoneInfo(select_timezone())).astimezone(dt.UTC)
        except (ValueError, OverflowError) as error:
            raise Invalid("no_moment", field="send_at") from error
