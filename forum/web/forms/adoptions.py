"""The forms of the adoption log, and of confirming a report."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired
from wtforms.widgets import DateInput

from forum.accounts.models import City
from forum.kernel.errors import Invalid
from forum.practices.models import Adoption
from forum.web.forms.base import RefusableForm, choices_of, id_or_none


class AdoptionForm(RefusableForm):
    """What was tried, where, and what came out."""

    city_id = SelectField(_l("City"), coerce=id_or_none)
    outcome = TextAreaField(
        _l("What came out"), [DataRequired(_l("Please say in a sentence what came out."))]
    )
    changed = TextAreaField(_l("What we changed"))
    tried_on = StringField(_l("Tried on"), widget=DateInput())

    def offer(self, cities: Sequence[City], own_id: int | None) -> None:
        """Offer the cities; begin with one's own."""
        self.city_id.choices = choices_of(cities, nothing=_l("Please choose"))
        if not self.is_submitted():
            self.city_id.data = own_id

    def begin_from(self, adoption: Adoption) -> None:
        """Begin with what stands in the entry; its city stays."""
        del self.city_id
        if not self.is_submitted():
            self.outcome.data, self.changed.data = adoption.outcome, adoption.changed
            self.tried_on.data = adoption.tried_on.isoformat() if adoption.tried_on else ""

    def day(self) -> dt.date | None:
        """Return the day, or raise `Invalid`."""
        text = (self.tried_on.data or "").strip()
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError as fault:
            raise Invalid("not_a_day", field="tried_on") from fault


class ConfirmationForm(RefusableForm):
    """What one's own experience was, in a sentence or two."""

    reason = TextAreaField(_l("What you have seen yourselves"))
