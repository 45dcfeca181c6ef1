"""Forms around ordering letters."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import DateInput

from forum.channels.models import Channel
from forum.digests.actions.change import Preferences
from forum.digests.models import Length, Order
from forum.kernel.errors import Invalid
from forum.web.forms.base import Form, choice
from forum.web.texts.letters import LENGTHS, WEEKDAYS


class LetterForm(Form):
    """How a regular letter is to come. Whatever is not offered is refused."""

    weekday = SelectField(
        _l("Day"), choices=[choice(str(number), day) for number, day in enumerate(WEEKDAYS)]
    )
    hour = SelectField(_l("Hour"))
    condition = RadioField(
        _l("How often"),
        choices=[
            choice("news", _l("Only when there is something in it for me")),
            choice("always", _l("Every week, even if little has happened")),
        ],
    )
    length = RadioField(
        _l("Length"), choices=[choice(length.value, text) for length, text in LENGTHS.items()]
    )
    shows_elsewhere = BooleanField(_l("Also tell of other cities and fields"))
    channels = SelectMultipleField(_l("Channels"))

    def offer(self, channels: Iterable[Channel]) -> None:
        """Offer the hours in the reader's words, and these channels."""
        self.hour.choices = [choice(str(hour), f"{hour:02}:00") for hour in range(24)]
        self._ids = {channel.slug: channel.id for channel in channels}
        self.channels.choices = [choice(slug, slug) for slug in self._ids]

    def show(self, order: Order | None, chosen: frozenset[int]) -> None:
        """Show what holds now; of a letter that was never ordered, what is usual."""
        usual = Preferences()
        self.weekday.data = str(usual.weekday if order is None else order.weekday)
        self.hour.data = str(usual.hour if order is None else order.hour)
        only_with_news = usual.only_with_news if order is None else order.only_with_news
        self.condition.data = "news" if only_with_news else "always"
        self.length.data = (usual.length if order is None else order.length).value
        self.shows_elsewhere.data = (
            usual.shows_elsewhere if order is None else order.shows_elsewhere
        )
        self.channels.data = [
            slug for slug, channel_id in self._ids.items() if channel_id in chosen
        ]

    def preferences(self) -> Preferences:
        """Return what was chosen."""
        return Preferences(
            weekday=int(str(self.weekday.data)),
            hour=int(str(self.hour.data)),
            only_with_news=self.condition.data == "news",
            length=Length(self.length.data),
            shows_elsewhere=bool(self.shows_elsewhere.data),
            channel_ids=frozenset(self._ids[slug] for slug in self.channels.data or ()),
        )


class PauseForm(Form):
    """Until when no letter is to come; empty: from now on they come again."""

    until = StringField(_l("No letters before"), widget=DateInput())

    def day(self) -> dt.date | None:
        """Return the day, or raise `Invalid`."""
        text: Any = (self.until.data or "").strip()
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Invalid("no_such_day", field="until") from None
