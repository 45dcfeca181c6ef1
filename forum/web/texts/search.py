"""What the page says about a search that could not be done as it was written."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "query_cut": _l("Your search was very long. Only its first 200 characters were looked for."),
    "query_too_many_terms": _l("These were many words. Only the first twelve were looked for."),
    "query_open_quote": _l(
        "A quotation mark has no partner, so the words were looked for one by one."
    ),
    "query_operator_alone": _l("A filter has nothing after its colon and was left out."),
    "query_no_date": _l(
        "A date could not be read. Please write it like 31.12.2026, 12/2026 or 2026."
    ),
    "query_no_such_place": _l("There is no such channel, city or theme, or it is not open to you."),
    "query_no_such_tag": _l("There is no such tag."),
    "query_no_such_author": _l("There is nobody of this name."),
}
