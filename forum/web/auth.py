"""Who is asking: from the session cookie to an account and its actor."""

import datetime as dt
import secrets
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import urlsplit

import sqlalchemy as sa
import structlog
from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts import queries
from forum.accounts.actions import is_due, note_sign_in_seen, start_sign_in
from forum.accounts.models import Account, Actor, SignIn
from forum.extensions import db, login, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import NotAllowed
from forum.settings import Settings
from forum.web.devices import device_of

P = ParamSpec("P")
log = structlog.get_logger(__name__)


class Visitor(UserMixin):
    """What Flask-Login knows of a signed-in person: sign-in, account and actor."""

    def __init__(self, sign_in: SignIn, account: Account, key: str) -> None:
        """Keep the loaded rows and the key from the cookie."""
        self.sign_in = sign_in
        self.account = account
        self.actor = account.actor
        self.id = key


def register(app: Flask, settings: Settings) -> None:
    """Let Flask-Login look keys up in our table of sign-ins."""
    app.config["PERMANENT_SESSION_LIFETIME"] = dt.timedelta(days=settings.session_days)
    login.init_app(app, add_context_processor=False)
    login.session_protection = (
        None  # A changing address is normal on a phone; keys are random and ended on the server.
    )
    app.after_request(_note_seen)

    @login.user_loader
    def load(key: str) -> Visitor | None:
        sign_in = queries.sign_in_by_key(db.session(), key, seen_after=oldest_use())
        return None if sign_in is None else Visitor(sign_in, sign_in.account, key)


def oldest_use() -> dt.datetime:
    """Return the moment since which a sign-in must have been used to be good."""
    return clock.now() - cast("dt.timedelta", current_app.config["PERMANENT_SESSION_LIFETIME"])


def begin_sign_in(account: Account, *, better_hash: str | None = None) -> None:
    """Sign this browser in; whatever the session held before is gone, so nobody can plant one."""
    key = secrets.token_urlsafe(32)
    with unit_of_work() as unit:
        sign_in = start_sign_in(
            unit,
            account,
            key=key,
            device=device_of(request.user_agent.string),
            verified_hash=account.password_hash,
            better_hash=better_hash,
        )
    session.clear()
    session.permanent = True
    login_user(Visitor(sign_in, account, key))


def forget_sign_in() -> None:
    """Take the key out of this browser."""
    logout_user()
    session.clear()


def current_visitor() -> Visitor | None:
    """Return who is signed in, or ``None``; organisation and city of the actor are loaded."""
    # The page about a broken database is made for a guest: asking who reads would break it, too.
    if g.get("without_database") or not current_user or not current_user.is_authenticated:
        return None
    visitor = cast("Visitor", current_user)
    # A refused change is rolled back, and the page that says so shows the actor again.
    if not {"organisation", "city"}.isdisjoint(sa.inspect(visitor.actor).unloaded):
        queries.account_with_actor(db.session(), visitor.account.id)
    return visitor


def current_account() -> Account | None:
    """Return the login, or ``None`` for a reader who is not signed in."""
    visitor = current_visitor()
    return None if visitor is None else visitor.account


def current_actor() -> Actor | None:
    """Return the acting identity (organisation and city loaded), or ``None``."""
    visitor = current_visitor()
    return None if visitor is None else visitor.actor


def acting() -> Actor:
    """Return the acting identity on a page that needs one."""
    return owner().actor


def owner() -> Visitor:
    """Return who is signed in, on a page that is about their own login."""
    visitor = current_visitor()
    if visitor is None:
        raise NotAllowed("signed_out")
    return visitor


def members_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Send readers who are not signed in to the sign-in page, and back afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current_actor() is None:
            target = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("sign_in.show", next=target))
        return view(*args, **kwargs)

    return guarded


def own_path(target: str | None) -> str:
    """Return the target if it is a path of this hub, else the start page.

    A browser drops tabs and line ends, reads a backslash as "/", and "//host" as an address.
    """
    start = url_for("start.show") if "start.show" in current_app.view_functions else "/"
    if not target or not target.startswith("/") or target.startswith("//"):
        return start
    if "\\" in target or not target.isprintable():
        return start
    parts = urlsplit(target)
    return start if parts.scheme or parts.netloc else target


def _note_seen(response: Response) -> Response:
    # Only where the request has asked who signs in: a picture or a style sheet costs no query.
    visitor = current_visitor() if "_login_user" in g else None
    if visitor is not None and is_due(visitor.sign_in):
        try:
            with unit_of_work() as unit:
                note_sign_in_seen(unit, visitor.sign_in)
        except SQLAlchemyError:
            log.warning("sign_in_not_noted", exc_info=True)
    return response
