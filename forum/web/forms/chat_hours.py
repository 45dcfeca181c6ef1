"""The form in which a chat hour is planned and changed."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Optional
from wtforms.widgets import DateTimeLocalInput, HiddenInput

from forum.accounts.models import Actor
from forum.kernel.errors import Invalid
from forum.messaging.actions.plan_hour import HourPlan
from forum.messaging.models import LENGTHS, ChatHour
from forum.web.forms.base import RefusableForm, choice
from forum.web.locale import select_timezone

_WRITTEN = "%Y-%m-%dT%H:%M"


class ChatHourForm(RefusableForm):
    """What a chat hour is to be."""

    title = StringField(_l("What it is about"), validators=[InputRequired()])
    description = TextAreaField(_l("Short description"), validators=[Optional()])
    starts_at = StringField(
        _l("Day and hour"), widget=DateTimeLocalInput(), validators=[InputRequired()]
    )
    minutes = SelectField(_l("How long"), validators=[InputRequired()])
    host = SelectField(_l("Who leads it"), validators=[InputRequired()])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def offer(self, hosts: Sequence[Actor]) -> None:
        """Offer the lengths, and the people who can lead it."""
        self.minutes.choices = [choice(str(one), _("%(num)d minutes", num=one)) for one in LENGTHS]
        self._hosts = {one.public_id: one for one in hosts}
        self.host.choices = [choice(one.public_id, one.name) for one in hosts]
        if not self.is_submitted():
            self.minutes.data, self.host.data = "60", hosts[0].public_id

    def show(self, hour: ChatHour) -> None:
        """Show what holds now, unless something was just sent."""
        if self.is_submitted():
            return
        local = hour.starts_at.astimezone(ZoneInfo(select_timezone()))
        self.title.data, self.description.data = hour.title, hour.description
        self.starts_at.data = local.strftime(_WRITTEN)
        self.minutes.data, self.host.data = str(hour.minutes), hour.host.public_id
        self.version.data = hour.version

    def plan(self) -> HourPlan:
        """Return what the fields say. Raises `Invalid` for the field ``starts_at``."""
        return HourPlan(
            title=self.title.data or "",
            description=self.description.data or "",
            starts_at=moment_in(self.starts_at.data or "", select_timezone()),
            minutes=int(self.minutes.data),
            host=self._hosts[self.host.data],
        )


class AnswerForm(RefusableForm):
    """Whether one comes."""

    comes = HiddenField(validators=[AnyOf(["yes", "no"])])


def moment_in(written: str, zone: str) -> dt.datetime:
    """Return the moment that a clock of this zone shows; where it shows it twice, the first.

    Raises `Invalid` ``no_moment``, and ``no_such_hour`` where clocks are put forward over it.
    """
    try:
        naive = dt.datetime.strptime(written.strip()[:16], _WRITTEN)  # noqa: DTZ007 - see below
        local = naive.replace(tzinfo=ZoneInfo(zone))
        moment = local.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid("no_moment", field="starts_at") from error
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != naive:
        raise Invalid("no_such_hour", field="starts_at")
    return moment
