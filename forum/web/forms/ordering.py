"""Forms in which threads are put in order."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import DateInput

from forum.channels.models import Channel
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.web.forms.base import RefusableForm, choice
from forum.web.locale import select_timezone

_SUGGESTED = dt.timedelta(days=28)
_WRITTEN = "%Y-%m-%d"


class ReasonForm(RefusableForm):
    """Why it is done; nobody has to say."""

    reason = TextAreaField(_l("Reason"))


class TitleForm(RefusableForm):
    """Another title."""

    title = StringField(_l("Title"))


class UntilForm(RefusableForm):
    """Until which day something stands on top, that day included."""

    until = StringField(_l("Last day"), widget=DateInput())

    def suggest(self, until: dt.datetime | None) -> None:
        """Show the day that stands, or one four weeks ahead, unless something was just sent."""
        if not self.is_submitted():
            now = clock.now()
            moment = until if until is not None and until > now else now + _SUGGESTED
            self.until.data = moment.astimezone(_zone()).strftime(_WRITTEN)

    @property
    def moment(self) -> dt.datetime:
        """The end of that day where the reader is. Raises `Invalid` for the field ``until``."""
        try:
            written = (self.until.data or "").strip()
            day = dt.datetime.strptime(written, _WRITTEN)  # noqa: DTZ007 - the zone comes next
            end = day.replace(hour=23, minute=59, second=59, tzinfo=_zone())
            return end.astimezone(dt.UTC)
        except (ValueError, OverflowError) as error:
            raise Invalid("choose_day", field="until") from error


def _zone() -> ZoneInfo:
    return ZoneInfo(select_timezone())


class PinForm(UntilForm):
    """In which channel a thread stands on top, and until when."""

    channel = RadioField(_l("On top of the list of"), choices=[])

    def offer(self, channels: Sequence[Channel]) -> None:
        """Offer these channels, the first unless another one was chosen."""
        self.channel.choices = [choice(one.slug, one.name) for one in channels]
        if not self.is_submitted():
            self.channel.data = channels[0].slug


class MoveForm(ReasonForm):
    """Where a thread is to be at home."""

    to = SelectField(_l("New home"), choices=[])
    reason = TextAreaField(_l("Reason"))

    def offer(self, labels: dict[str, str]) -> None:
        """Offer these channels, by slug."""
        self.to.choices = [
            choice("", _l("Please choose")),
            *(choice(slug, label) for slug, label in labels.items()),
        ]


class OtherThreadForm(ReasonForm):
    """The address of another thread, and that what follows from it was seen."""

    into = StringField(_l("Address of the other thread"))
    seen = HiddenField()
    reason = TextAreaField(_l("Reason"))

    @property
    def other(self) -> str:
        """The public id that the address ends with, or "" where there is none."""
        written = (self.into.data or request.args.get("into") or "").strip()
        path = written.partition("?")[0].partition("#")[0].rstrip("/")
        return path.rpartition("/")[2][:40]


class SplitForm(OtherThreadForm):
    """Which posts go, and where to: into a thread with this title, or into another one."""

    posts = SelectMultipleField(_l("Posts"), choices=[], validate_choice=False)
    title = StringField(_l("Title of the new thread"))
    into = StringField(_l("Or the address of a thread that is there already"))

    @property
    def chosen(self) -> list[str]:
        """The public ids that were sent; what cannot be one is left out."""
        return [one for one in self.posts.data or () if one.isalnum()]
