"""Who is asking: from the session cookie to an account and its actor."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user

from forum.accounts import queries
from forum.accounts.models import Account, Actor, SignIn
from forum.extensions import db, login
from forum.kernel.errors import NotAllowed

P = ParamSpec("P")


class Visitor(UserMixin):
    """What Flask-Login knows of a signed-in person: the sign-in, and through it account and actor."""

    def __init__(self, sign_in: SignIn, key: str) -> None:
        """Keep the loaded sign-in and the key from the cookie."""
        self.sign_in = sign_in
        self.account = sign_in.account
        self.actor = sign_in.account.actor
        self.id = key


def register(app: Flask) -> None:
    """Let Flask-Login look keys up in our table of sign-ins."""
    login.init_app(app)
    login.session_protection = (
        None  # A changing address is normal on a phone; keys are random and ended on the server.
    )

    @login.user_loader
    def load(key: str) -> Visitor | None:
        sign_in = queries.sign_in_by_key(db.session(), key)
        return None if sign_in is None else Visitor(sign_in, key)


def current_visitor() -> Visitor | None:
    """Return who is signed in, or ``None``."""
    return cast("Visitor", current_user) if current_user and current_user.is_authenticated else None


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
    actor = current_actor()
    if actor is None:
        raise NotAllowed("signed_out")
    return actor


def members_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Send readers who are not signed in to the sign-in page, and back afterwards."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current_actor() is None:
            target = request.full_path if request.method == "GET" else None
            return redirect(url_for("sign_in.show", next=target))
        return view(*args, **kwargs)

    return guarded
