"""From what went wrong to a page, a status and a sentence in the reader's language."""

import datetime as dt
import math

import structlog
from flask import Flask, Response, g, jsonify, make_response, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from forum.extensions import db, limiter
from forum.kernel import clock
from forum.kernel.errors import Conflict, ForumError, Invalid, NotAllowed, NotFound, TooMany
from forum.web.presenters.parts import Action, ErrorPage
from forum.web.texts import sentence

STATUS: dict[type[ForumError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    Conflict: 409,
    TooMany: 429,
}
TITLES = {
    400: _l("That did not arrive as it should"),
    403: _l("This is not open to you"),
    404: _l("Not found"),
    405: _l("That does not work here"),
    409: _l("Changed in the meantime"),
    413: _l("Too large"),
    422: _l("Something is missing or cannot be accepted"),
    429: _l("One moment, please"),
    500: _l("Something went wrong"),
}
# Where the reason says more than the status does.
TITLES_BY_REASON = {"signed_out": _l("This is for members")}


def register(app: Flask) -> None:
    """Answer every error with a page of our own."""
    app.register_error_handler(ForumError, _show_forum_error)
    app.register_error_handler(CSRFError, _show_expired_form)
    app.register_error_handler(HTTPException, _show_http_error)


def _show_forum_error(error: ForumError) -> Response:
    # Whatever a view was in the middle of, the page starts from the committed state; the reader,
    # loaded whole by then, stays as loaded instead of being emptied by the rollback.
    db.session.expunge_all()
    db.session.rollback()
    text = sentence(error.reason, **error.values)
    until = error.values.get("until")
    until = until if isinstance(until, dt.datetime) else None
    return answer(STATUS[type(error)], text, error.reason, until)


def _show_expired_form(_error: CSRFError) -> Response:
    return answer(400, sentence("expired_form"), "expired_form")


def _show_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    if status >= 500:
        # The page must also appear when the database is what is broken.
        g.without_database = True
    until = None
    if status == 429 and (limit := limiter.current_limit) is not None:
        until = dt.datetime.fromtimestamp(limit.reset_at, dt.UTC)
    return answer(status, sentence(f"http_{status}"), f"http_{status}", until)


def answer(status: int, text: str, reason: str, until: dt.datetime | None = None) -> Response:
    """Return the error as a page, or as JSON to a script that asked for JSON.

    `until` then it will be refused again; a script can count down to it.
    """
    if request.accept_mimetypes.best == "application/json":
        told: dict[str, object] = {"error": text, "reason": reason}
        told["until"] = None if until is None else until.isoformat()
        if status == 429 and until is not None:
            # For browsers whose clock is wrong.
            told["retry_after"] = seconds_until(until)
        response = make_response(jsonify(told), status)
    else:
        page = render_template("errors/error.html", error=_page(status, text, reason))
        response = make_response(page, status)
    if status == 429 and until is not None:
        response.headers["Retry-After"] = str(seconds_until(until))
    return response


def seconds_until(moment: dt.datetime) -> int:
    """Return how long to wait, at least a second."""
    return max(1, math.ceil((moment - clock.now()).total_seconds()))


def seconds_left(error: ForumError) -> int | None:
    """Return how long to wait until it is not refused any more, where that is known."""
    until = error.values.get("until")
    return seconds_until(until) if isinstance(until, dt.datetime) else None


def _page(status: int, text: str, reason: str) -> ErrorPage:
    action = None
    if reason == "signed_out":
        action = Action(label=str(_l("Sign in")), url=url_for("sign_in.show", next=request.path))
    elif request.method == "POST" and status in {400, 413, 429} and request.referrer:
        action = Action(label=str(_l("Back to the form")), url=request.path)
    is_safe = status in {400, 413, 429} and request.method == "POST"
    return ErrorPage(
        status=status,
        title=str(TITLES_BY_REASON.get(reason) or TITLES.get(status, TITLES[500])),
        text=text,
        safe=sentence("nothing_lost") if is_safe else None,
        action=action,
        reference=structlog.contextvars.get_contextvars().get("request_id"),
    )
