"""Forms of the moderation: deciding, noting, canned texts."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from flask import request
from flask_babel import get_timezone
from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import DateInput, HiddenInput

from forum.channels.models import Channel
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.moderation.grounds import Ground
from forum.moderation.measures import NEEDS_REASON, NEEDS_UNTIL, RESTRICTING
from forum.moderation.measures.give_back import DUE_ON, VERSION
from forum.moderation.measures.move import TO
from forum.moderation.models import CannedText, Measure
from forum.web.forms.base import RefusableForm, choice
from forum.web.texts.cases import MEASURES
from forum.web.texts.statements import GROUNDS

# What the column holds; no case changes hands more often.
MOST_FENCES = 2**31
_TEN_YEARS = dt.timedelta(days=3652)


class ReasonFields(RefusableForm):
    """What goes with every measure: the words to the person concerned, and what they rest on."""

    reason = TextAreaField(_l("Text to the person concerned"))
    ground = SelectField(_l("Rule or law"), validate_choice=False)
    canned = SelectField(_l("Ready-made text"), validate_choice=False)

    def offer_words(self, texts: Sequence[CannedText]) -> None:
        """Offer the grounds and the texts that moderators write often."""
        grounds = [choice(ground.value, GROUNDS[ground]) for ground in Ground]
        self.ground.choices = [choice("", _l("Please choose")), *grounds]
        self.canned.choices = [
            choice("", _l("Please choose")),
            *(choice(text.public_id, text.name) for text in texts),
        ]

    @property
    def intent(self) -> str:
        """Which button was pressed: decide, or fill (insert the ready-made text)."""
        return request.form.get("intent", "decide")

    def insert(self, text: str) -> None:
        """Put the text after what is already written; the menu stands at the beginning again."""
        self.reason.data = "\n\n".join(part for part in (self.reason.data, text) if part)
        self.canned.data = ""
        self.canned.raw_data = None

    @property
    def ground_chosen(self) -> str:
        """The code of the ground, "" for none and for what is not in the list."""
        return self.ground.data if self.ground.data in set(Ground) else ""


class DecisionForm(ReasonFields):
    """One decision about one case."""

    fence = IntegerField(widget=HiddenInput(), validators=[Optional()])
    # Of the post that was looked at: its author may change it while it waits.
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    measure = RadioField(_l("Decision"), validate_choice=False)
    until = StringField(_l("Until"), widget=DateInput())
    to = SelectField(_l("Channel"), validate_choice=False)

    def offer(
        self,
        measures: Sequence[Measure],
        channels: Sequence[Channel],
        fence: int,
        version: int | None = None,
    ) -> None:
        """Offer what fits the case as it is now; `version` is the one of its post."""
        self._present_version = version
        self.offered = measures
        self.measure.choices = [(measure.value, MEASURES[measure]) for measure in measures]
        self.to.choices = [
            choice("", _l("Please choose")),
            *(choice(channel.slug, channel.name) for channel in channels),
        ]
        if not self.is_submitted():
            self.fence.data = fence
            self.version.data = version

    def begin_again(self, fence: int) -> None:
        """Let the form be sent again for the case as it is now."""
        self.fence.data = fence
        self.fence.raw_data = None  # It would be shown instead.
        self.version.data = self._present_version
        self.version.raw_data = None

    @property
    def fence_seen(self) -> int:
        """The fence that was sent, if a case can have it at all."""
        sent = self.fence.data
        return sent if sent is not None and 0 < sent < MOST_FENCES else 0

    @property
    def measure_chosen(self) -> Measure:
        """The measure, or raise `Invalid` ``choose_measure``."""
        try:
            return Measure(self.measure.data or "")
        except ValueError as error:
            raise Invalid("choose_measure", field="measure") from error

    def wording(self) -> dict[str, Any]:
        """Return what goes with the measure, or raise `Invalid`."""
        measure = self.measure_chosen
        values: dict[str, object] = {}
        if measure is Measure.RELEASE and self.version.data is not None:
            values[VERSION] = self.version.data
        if measure is Measure.MOVE:
            values[TO] = self.to.data or ""
        if measure is Measure.RETURN and self.until.data:
            values[DUE_ON] = self._day().isoformat()
        return {
            "reason": self.reason.data or "",
            "ground": self.ground_chosen if measure in RESTRICTING else "",
            "until": self._end_of_day() if measure in NEEDS_UNTIL else None,
            "values": values,
        }

    def _end_of_day(self) -> dt.datetime:
        return dt.datetime.combine(self._day(), dt.time(23, 59), tzinfo=get_timezone())

    def _day(self) -> dt.date:
        today = clock.now().astimezone(get_timezone()).date()
        try:
            day = dt.date.fromisoformat(self.until.data or "")
        except ValueError as error:
            raise Invalid("until_later", field="until") from error
        if not today < day <= today + _TEN_YEARS:
            raise Invalid("until_later", field="until")
        return day


class BulkForm(ReasonFields):
    """One measure and one reason for several cases."""

    # What neither looks at a single case, nor needs more than a reason.
    MEASURES: ClassVar = (
        Measure.NONE,
        Measure.RELEASE,
        Measure.REJECT,
        Measure.HIDE,
        Measure.WARN,
    )
    measure = SelectField(_l("Decision"), validate_choice=False)

    def offer(self, texts: Sequence[CannedText]) -> None:
        """Offer the measures that fit many."""
        self.offer_words(texts)
        self.measure.choices = [
            choice("", _l("Please choose")),
            *(choice(measure.value, MEASURES[measure]) for measure in self.MEASURES),
        ]

    @property
    def measure_chosen(self) -> Measure:
        """The measure, or raise `Invalid` ``choose_measure``."""
        if self.measure.data not in self.MEASURES:
            raise Invalid("choose_measure", field="measure")
        return Measure(self.measure.data)

    def require_complete(self) -> None:
        """Raise `Invalid` unless cases, a measure and its words were given."""
        if not self.chosen():
            raise Invalid("choose_cases", field="measure")
        if self.measure_chosen in NEEDS_REASON and not (self.reason.data or "").strip():
            raise Invalid("empty_reason", field="reason")
        if self.measure_chosen in RESTRICTING and not self.ground_chosen:
            raise Invalid("empty_ground", field="ground")

    @staticmethod
    def chosen() -> dict[str, int]:
        """Return the public ids of the ticked cases, with the fence each had when it was listed."""
        chosen: dict[str, int] = {}
        for value in request.form.getlist("case")[:100]:
            public_id, _, fence = value.partition(".")
            is_fence = fence.isascii() and fence.isdigit() and len(fence) < 10
            chosen[public_id[:40]] = int(fence) if is_fence else 0
        return chosen


class NoteForm(RefusableForm):
    """A word among moderators."""

    text = TextAreaField(_l("Note"))


class CannedTextForm(RefusableForm):
    """A text that moderators write often."""

    name = StringField(_l("Name"))
    measure = SelectField(_l("For the decision"), validate_choice=False)
    text = TextAreaField(_l("Text"))

    def offer(self) -> None:
        """Offer every measure that needs words."""
        self.measure.choices = [
            choice("", _l("Any")),
            *(choice(measure.value, words) for measure, words in MEASURES.items()),
        ]

    @property
    def measure_chosen(self) -> Measure | None:
        """The measure it belongs to; ``None``: any."""
        known = {measure.value for measure in Measure}
        return Measure(self.measure.data) if self.measure.data in known else None
