"""Experience reports as readers see them: headings, choices, and why something is refused."""

from flask_babel import lazy_gettext as _l

from forum.practices.models import Stage
from forum.practices.queries import Standing
from forum.web.texts.reports import FIELDS

# As the form calls them, but for what is too long above a paragraph or in a table.
HEADINGS: dict[str, object] = {
    "city": _l("City"),
    "theme": _l("Field of action"),
    **{name: text.label for name, text in FIELDS.items() if name != "title"},
    "period": _l("Period"),
    "effort": _l("Effort"),
    "effort_text": _l("What it took"),
    "continuation": _l("How it goes on"),
    "contact": _l("Contact"),
    "material": _l("Material"),
}
STANDINGS = {
    Standing.CURRENT: _l("Up to date"),
    Standing.RECOMMENDED: _l("Recommended"),
    Standing.CONFIRMED: _l("Confirmed by another city"),
    Standing.OUTDATED: _l("Outdated"),
    Standing.ALL: _l("All"),
}
# What somebody stands for; with who says so and the day. Of another city, the city says it.
STAGES = {
    Stage.COMPLETE: _l("%(who)s has checked on %(day)s that it is complete."),
    Stage.PLAUSIBLE: _l("%(who)s has found it plausible on %(day)s."),
    Stage.CONFIRMED: _l("Out of its own experience, %(city)s confirms it: %(who)s on %(day)s."),
}

SENTENCES: dict[str, object] = {
    "no_adoption": _l("This entry is not there any more."),
    "not_your_adoption": _l("Only who made this entry can change it."),
    "adopted_already": _l(
        "For this city you have made an entry already. You can change it on the page of the report."
    ),
    "choose_a_city": _l("Please choose the city in which you have tried it."),
    "tried_when": _l("Please choose a day in the past, not before the year 2000."),
}
