"""What stands around the quotes of a kept conversation, in the language of the hub.

Many read the thread, whatever language its keeper has chosen for the pages.
"""

import datetime as dt
from collections.abc import Sequence

from babel.dates import format_date, format_datetime, get_timezone
from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from forum.messaging.models import Keeping, KeptPart
from forum.messaging.quotes import Words
from forum.web.context import settings


def words_around(keeping: Keeping, parts: Sequence[KeptPart]) -> Words:
    """Return the words for the thread of this keeping."""
    locale, zone = settings().default_locale, get_timezone(settings().timezone)
    said_on = min((part.said_at for part in parts), default=keeping.created_at)
    with force_locale(locale):
        form = _("d MMMM y, HH:mm")
        day = format_date(said_on.astimezone(zone), _("d MMMM y"), locale=locale)
        url = url_for("keepings.show", public_id=keeping.public_id)
        origin = _(
            "*From the chat of %(day)s. Whoever is quoted can "
            "[take their words back](%(url)s) at any time.*",
            day=day,
            url=url,
        )
        somebody, taken_back = _("Somebody from the chat"), _("Taken back by the author")

    def moment(at: dt.datetime) -> str:
        return str(format_datetime(at.astimezone(zone), form, locale=locale))

    return Words(somebody=somebody, taken_back=taken_back, moment=moment, origin=origin)


def title_for(day: dt.datetime) -> str:
    """Return the title that a draft begins with."""
    locale, zone = settings().default_locale, get_timezone(settings().timezone)
    with force_locale(locale):
        written = format_date(day.astimezone(zone), _("d MMMM y"), locale=locale)
        return str(_("From the chat of %(day)s", day=written))
