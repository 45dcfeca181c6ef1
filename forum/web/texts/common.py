"""Why something is refused, whatever it is about."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "signed_out": _l("Please sign in first."),
    "admins_only": _l("Only administrators may do that."),
    "page_changed": _l("Somebody else has changed this page in the meantime."),
    "link": _l("This link is not valid any more, or it was cut off in the mail."),
    "expired_form": _l(
        "The form was open for too long, or the browser did not send its cookie. "
        "Please go back, load the page again and send it once more."
    ),
    "nothing_lost": _l("Go back in the browser: what you typed is still there."),
    "http_403": _l("You may not see this page."),
    "http_400": _l("The server did not understand the request. Please go back and try again."),
    "http_404": _l("There is no page at this address."),
    "http_405": _l("This address cannot be called in this way."),
    "http_413": _l("That was too large to be accepted. Nothing was saved."),
    "http_429": _l("That was a little too often. Please wait a moment and try again."),
    "http_500": _l("Something went wrong on our side. What you saved before is safe."),
}
