"""Forms in which the weekly letters are prepared."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput, TimeInput

from forum.channels.models import Channel
from forum.digests.actions.occasion import Plan
from forum.digests.models import EditionRole, Occasion
from forum.kernel.errors import Invalid
from forum.web.forms.base import RefusableForm, choice
from forum.web.forms.curation import ProseForm
from forum.web.locale import select_timezone

_DAY, _HOUR = "%Y-%m-%d", "%H:%M"
# Of a whole day: wherever a reader lives, it is the same day.
_NOON = "12:00"
ROLES = [
    choice(EditionRole.PICKED.value, _l("Recommend it")),
    choice(EditionRole.LEFT_OUT.value, _l("Leave it out")),
]


class IntroductionForm(ProseForm):
    """What stands on top of a week's letters."""

    body = TextAreaField(_l("Introduction"))


class PickForm(RefusableForm):
    """A thread to be recommended or left out, by its address."""

    address = StringField(_l("Address of the thread"))
    note = StringField(_l("Why it is worth reading"))


class RecommendForm(RefusableForm):
    """In which week's letters a thread is recommended, or left out."""

    week = SelectField(_l("Week"))
    role = RadioField(_l("What is to happen"), choices=ROLES, default=EditionRole.PICKED.value)
    note = StringField(_l("Why it is worth reading"))

    def offer(self, weeks: Iterable[tuple[str, str]]) -> None:
        """Offer these weeks, each with its key and its name."""
        self.week.choices = [choice(key, name) for key, name in weeks]


class OccasionForm(RefusableForm):
    """A date that members are told of."""

    title = StringField(_l("What it is"))
    day = StringField(_l("Day"), widget=DateInput())
    time = StringField(_l("Time"), widget=TimeInput())
    place = StringField(_l("Place"))
    url = StringField(_l("Web address"))
    channel = SelectField(_l("Who is told"), default="")

    def offer(self, channels: Iterable[Channel]) -> None:
        """Offer all members, and the readers of these channels."""
        self._channels = {channel.slug: channel for channel in channels}
        self.channel.choices = [
            choice("", _l("All members")),
            *(choice(slug, one.name) for slug, one in self._channels.items()),
        ]

    def show(self, occasion: Occasion) -> None:
        """Fill the fields with a date, unless something was just sent."""
        if self.is_submitted():
            return
        begins_at = occasion.begins_at.astimezone(_zone())
        self.title.data, self.place.data = occasion.title, occasion.place
        self.day.data = begins_at.strftime(_DAY)
        self.time.data = "" if occasion.is_whole_day else begins_at.strftime(_HOUR)
        self.url.data = occasion.url
        self.channel.data = "" if occasion.channel is None else occasion.channel.slug

    def plan(self) -> Plan:
        """Return what the fields say. Raises `Invalid` ``no_day`` for the field ``day``."""
        hour = (self.time.data or "").strip()[:5]
        return Plan(
            title=self.title.data or "",
            begins_at=_moment((self.day.data or "").strip(), hour or _NOON),
            is_whole_day=not hour,
            place=self.place.data or "",
            url=(self.url.data or "").strip(),
            channel=self._channels.get(self.channel.data or ""),
        )


def _moment(day: str, hour: str) -> dt.datetime:
    try:
        written = dt.datetime.strptime(f"{day} {hour}", f"{_DAY} {_HOUR}")  # noqa: DTZ007 - see below
        return written.replace(tzinfo=_zone()).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid("no_day", field="day") from error


def _zone() -> ZoneInfo:
    return ZoneInfo(select_timezone())
