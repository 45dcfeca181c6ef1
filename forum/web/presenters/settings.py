"""The settings' list of pages, and what stands on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _l

from forum.accounts.models import SignIn
from forum.web.presenters.parts import Choice

_PAGES = (
    ("settings.profile", _l("Profile")),
    ("email_changes.show", _l("E-mail address")),
    ("passwords.change", _l("Password")),
    ("sign_ins.overview", _l("Sign-ins")),
    ("letter_orders.overview", _l("Letters")),
    ("notification_settings.show", _l("Notifications")),
    ("chat_settings.show", _l("Chat")),
    ("feeds.show", _l("Feeds")),
    ("settings.display", _l("Display")),
    ("attachments.overview", _l("Files")),
    ("statements.overview", _l("Decisions")),
)


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A browser that is signed in."""

    device: str
    since: datetime
    last_seen_at: datetime
    is_this: bool
    end_url: str


def settings_pages(current: str) -> list[Choice]:
    """Return the pages as tabs; `current` is the endpoint of the present one."""
    return [
        Choice(label=str(label), url=url_for(endpoint), is_current=endpoint == current)
        for endpoint, label in _PAGES
    ]


def sign_in_rows(sign_ins: Iterable[SignIn], this: SignIn) -> list[SignInRow]:
    """Return the browsers, this one first."""
    rows = [
        SignInRow(
            device=one.device or str(_l("A browser we do not know")),
            since=one.created_at,
            last_seen_at=one.last_seen_at,
            is_this=one.id == this.id,
            end_url=url_for("sign_ins.end", public_id=one.public_id),
        )
        for one in sign_ins
    ]
    return sorted(rows, key=lambda row: not row.is_this)
