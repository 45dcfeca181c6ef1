"""The form of a bookmark."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.widgets import DateInput

from forum.bookmarks.models import Bookmark
from forum.bookmarks.reminders import ReminderChoice, moment_of
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.web.forms.base import RefusableForm


class BookmarkForm(RefusableForm):
    """A note, and when to be reminded."""

    note = TextAreaField(_l("Note"))
    reminder = RadioField(_l("Reminder"), validate_choice=False)
    date = StringField(_l("Day"), widget=DateInput())

    def offer(self, bookmark: Bookmark | None, zone: ZoneInfo) -> None:
        """Offer the moments in the reader's words; begin with what stands in the bookmark."""
        self._kept = None if bookmark is None else bookmark.remind_at
        self._zone = zone
        self.reminder.choices = [(choice.value, label) for choice, label in self._labels()]
        if not self.is_submitted():
            first = ReminderChoice.AS_IS if self._kept else ReminderChoice.NONE
            self.reminder.data = first.value
            self.note.data = "" if bookmark is None else bookmark.note

    def moment(self) -> dt.datetime | None:
        """Return the chosen moment, or raise `Invalid`; what was not offered is no reminder."""
        choice = self.reminder.data
        if choice == ReminderChoice.AS_IS:
            return self._kept
        if choice not in set(ReminderChoice):
            raise Invalid("http_400", field="reminder")
        return moment_of(
            ReminderChoice(choice), now=clock.now(), zone=self._zone, date=self.date.data or ""
        )

    def _labels(self) -> list[tuple[ReminderChoice, str]]:
        now = clock.now()
        tomorrow, monday = (
            moment_of(choice, now=now, zone=self._zone)
            for choice in (ReminderChoice.TOMORROW, ReminderChoice.MONDAY)
        )
        labels = [
            (ReminderChoice.NONE, _("No reminder")),
            (ReminderChoice.TOMORROW, _("Tomorrow: %(moment)s", moment=_words(tomorrow))),
            (ReminderChoice.MONDAY, _("Next Monday: %(moment)s", moment=_words(monday))),
            (ReminderChoice.DATE, _("On another day, in the morning at nine")),
        ]
        if self._kept is not None:
            as_is = _("As it is: %(moment)s", moment=_words(self._kept))
            labels.insert(1, (ReminderChoice.AS_IS, as_is))
        return labels


def _words(moment: dt.datetime | None) -> str:
    return str(format_datetime(moment, _("EEEE, d MMMM y, HH:mm")))
