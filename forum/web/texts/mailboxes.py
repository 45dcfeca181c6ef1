"""What is said about letters that come back."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "not_own_account": _l("This is about somebody else’s mailbox."),
}
