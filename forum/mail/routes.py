"""The outbox page: what would have been sent, to look at in the browser. Never in production."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from forum.extensions import db
from forum.mail.presenters import letter_page, outbox_page
from forum.mail.queries import latest_mail, mail_by_public_id

outbox = Blueprint("outbox", __name__, url_prefix="/outbox")

# The letter is shown as a mail program would show it, with its inline styles, as a page that may
# run nothing and is a stranger to the rest of the hub; its links can be followed.
_LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-top-navigation-by-user-activation"
)
_HERE = {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


@outbox.before_request
def only_from_this_machine() -> None:
    """Letters hold links that sign in: nobody else on the network may read them."""
    forwarded = {"Forwarded", "X-Forwarded-For", "Via"}.intersection(request.headers.keys())
    if forwarded or request.remote_addr not in _HERE:
        raise NotFound


@outbox.get("")
def show() -> ResponseReturnValue:
    """List the letters, the newest first."""
    return render_template("outbox/overview.html", outbox=outbox_page(latest_mail(db.session())))


@outbox.get("/<public_id>")
def letter(public_id: str) -> ResponseReturnValue:
    """Show one letter with its headers, as text."""
    mail = mail_by_public_id(db.session(), public_id)
    return render_template("outbox/letter.html", letter=letter_page(mail))


@outbox.get("/<public_id>/html")
def html(public_id: str) -> ResponseReturnValue:
    """Show the letter's HTML alone."""
    mail = mail_by_public_id(db.session(), public_id)
    return mail.html, {"Content-Security-Policy": _LETTER_POLICY}
