"""What a poll asks, and a vote in it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import DateTimeLocalInput

from forum.kernel.errors import Invalid
from forum.threads.actions import PollPlan
from forum.threads.models import Poll, ResultsShown
from forum.web.forms.base import RefusableForm, choice
from forum.web.locale import select_timezone

_WRITTEN = "%Y-%m-%dT%H:%M"

MARKS = [
    choice("single", _l("One answer each")),
    choice("multiple", _l("Several answers each")),
]
SECRECY = [
    choice("secret", _l("Secret: nobody sees who chose what, not even the moderation")),
    choice("open", _l("Open: all members who may read this thread see who chose what")),
]
RESULTS = [
    choice(
        ResultsShown.VOTED.value, _l("To those who have voted, and to all after the poll closes")
    ),
    choice(ResultsShown.ALWAYS.value, _l("To all, at any time")),
    choice(ResultsShown.CLOSED.value, _l("To all, but only after the poll closes")),
]


class PollFields:
    """The fields that say what a poll asks; part of the form of a new thread, too."""

    options = TextAreaField(_l("Answers to choose from"))
    marks = RadioField(_l("How many answers"), choices=MARKS, default="single")
    secrecy = RadioField(_l("Who sees the votes"), choices=SECRECY, default="secret")
    results = RadioField(
        _l("Who sees the results"), choices=RESULTS, default=ResultsShown.VOTED.value
    )
    closes_at = StringField(_l("Voting ends"), widget=DateTimeLocalInput())

    def plan(self) -> PollPlan:
        """Return what the fields say. Raises `Invalid` for the field ``closes_at``."""
        return PollPlan(
            options=(self.options.data or "").splitlines(),
            is_multiple=self.marks.data == "multiple",
            is_secret=self.secrecy.data != "open",
            results=ResultsShown(self.results.data or ResultsShown.VOTED),
            closes_at=_moment(self.closes_at.data),
        )

    def written_in(self) -> dict[str, str]:
        """Return what is not as it was offered, for a draft."""
        fields = {name: self._field(name) for name in _NAMES}
        return {
            name: str(one.data)
            for name, one in fields.items()
            if one.data and one.data != one.default
        }

    def write_in(self, values: Mapping[str, object]) -> None:
        """Fill the fields with what a draft has kept."""
        for name in _NAMES:
            if isinstance(value := values.get(name), str) and value:
                self._field(name).data = value

    def _field(self, name: str) -> Any:  # noqa: ANN401 - WTForms has no types
        return getattr(self, name)


_NAMES = ("options", "marks", "secrecy", "results", "closes_at")


class PollForm(PollFields, RefusableForm):
    """What a poll asks, by itself."""

    def show(self, poll: Poll) -> None:
        """Fill the fields with what the poll asks, unless something was just sent."""
        if self.is_submitted():
            return
        self.options.data = "\n".join(option.text for option in poll.options)
        self.marks.data = "multiple" if poll.is_multiple else "single"
        self.secrecy.data = "secret" if poll.is_secret else "open"
        self.results.data = poll.results.value
        if poll.closes_at is not None:
            self.closes_at.data = poll.closes_at.astimezone(ZoneInfo(select_timezone())).strftime(
                _WRITTEN
            )


class VoteForm(RefusableForm):
    """A vote: the public ids of one or several options."""

    choice = SelectMultipleField(validate_choice=False)


def _moment(written: str | None) -> dt.datetime | None:
    """Read a moment as the browser sends it, in the time zone of the writer."""
    if not written or not written.strip():
        return None
    try:
        naive = dt.datetime.strptime(written.strip()[:16], _WRITTEN)  # noqa: DTZ007 - see below
        return naive.replace(tzinfo=ZoneInfo(select_timezone())).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid("no_moment", field="closes_at") from error
