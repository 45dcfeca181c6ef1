"""Which language and time zone a page is made in."""

from flask import Flask, has_request_context, request, session
from flask_babel import get_locale

from forum.extensions import babel
from forum.settings import ROOT
from forum.web.auth import current_account
from forum.web.context import settings

LOCALES = ("de", "en")


def register(app: Flask) -> None:
    """Let Flask-Babel ask us."""
    app.config["BABEL_DEFAULT_LOCALE"] = settings(app).default_locale
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    babel.init_app(app, locale_selector=select_locale, timezone_selector=select_timezone)
    app.jinja_env.globals["current_locale"] = lambda: str(get_locale())


def select_locale() -> str:
    """Return the account's language, else the one chosen here, else what the browser asks for."""
    if not has_request_context():
        return settings().default_locale
    account = current_account()
    if account is not None:
        return account.locale
    chosen = session.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES) or settings().default_locale


def select_timezone() -> str:
    """Return the account's time zone, else the hub's."""
    account = current_account()
    return settings().timezone if account is None else account.timezone
