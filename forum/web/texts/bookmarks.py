"""The words of bookmarks, and why one is refused."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "no_bookmark": _l("This bookmark does not exist any more."),
    "no_date": _l("Please give a day, for example 30.11.2026."),
    "date_past": _l("That morning has passed already. Please choose a later day."),
    "date_far": _l("That is more than five years away. Please look at the year again."),
}
