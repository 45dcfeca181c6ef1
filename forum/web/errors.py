"""From what went wrong to a page, a status and a sentence in the reader's language."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from forum.extensions import db
from forum.kernel.errors import Conflict, ForumError, Invalid, NotAllowed, NotFound, TooMany
from forum.web.texts import sentence

STATUS: dict[type[ForumError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    Conflict: 409,
    TooMany: 429,
}


def register(app: Flask) -> None:
    """Answer every error with a page of our own."""
    app.register_error_handler(ForumError, _show_forum_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_crash)


def _show_forum_error(error: ForumError) -> ResponseReturnValue:
    status = STATUS[type(error)]
    return _page(status, sentence(error.reason, **error.values)), status


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    return _page(status, sentence(f"http_{status}")), status


def _show_crash(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    raise error


def _page(status: int, text: str) -> str:
    return render_template("errors/error.html", status=status, text=text)
