"""Notices: anybody tells the moderation about content, and follows what comes of it.

Whether there is anything at the address, and what, the pages never say: they answer the same to
somebody who may read it, who may not, and who has made it up.
"""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.extensions import db, unit_of_work
from forum.moderation.actions.give_notice import Sender, give_notice
from forum.moderation.models import Notice
from forum.moderation.queries.notices import decision_about, notice_by_public_id
from forum.web import limits
from forum.web.auth import current_actor
from forum.web.context import settings, signer
from forum.web.forms.notices import ADDRESS_LIMIT, NoticeForm
from forum.web.presenters.notices import PURPOSE, notice_page

blueprint = Blueprint("notices", __name__)


@blueprint.route("/notices/new", methods=["GET", "POST"])
@limits.notices_from_here
@limits.notices_of_sender
def give() -> ResponseReturnValue:
    """Take a notice, with the address of the page filled in where the reader came from."""
    form = NoticeForm(address=_whole(request.args.get("about", "")))
    if form.validate_on_submit():
        notice = _give(form)
        if notice is not None:
            flash(_("Thank you. We have received your notice and will look at it."), "success")
            token = signer().sign(PURPOSE, notice.public_id)
            return redirect(url_for("notices.show", token=token), 303)
    return render_template("notices/give.html", form=form), form.status


@blueprint.get("/notices/<token>")
def show(token: str) -> ResponseReturnValue:
    """Show the state of a notice to whoever has the link: its sender."""
    notice = notice_by_public_id(db.session(), signer().read(PURPOSE, token))
    page = notice_page(notice, decision_about(db.session(), notice))
    return render_template("notices/show.html", page=page), 200, {"Referrer-Policy": "no-referrer"}


def _give(form: NoticeForm) -> Notice | None:
    actor, locale = current_actor(), str(get_locale())
    sender = form.stranger(locale) if actor is None else Sender(actor, locale=locale)
    told = form.told(_path_here(form.address.data or ""))
    notice = None
    with form.showing_refusals(), unit_of_work() as session:
        key = form.submission_key.data or ""
        notice = give_notice(session, sender, told, submission_key=key)
    return notice


def _whole(path: str) -> str:
    """Return the whole address of a path of this hub, to be filled in; else ""."""
    is_path = path.startswith("/") and not path.startswith("//") and path.isprintable()
    return f"{settings().public_url}{path}"[:ADDRESS_LIMIT] if is_path else ""


def _path_here(address: str) -> str:
    """Return path and fragment of an address if it is one of this hub, however it was typed."""
    address = address.strip()
    if address.startswith("/") and not address.startswith("//"):
        address = f"{settings().public_url}{address}"
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = urlsplit(settings().public_url).hostname
        is_here = parts.scheme in {"http", "https"} and parts.hostname == host
    except ValueError:  # brackets in the host
        return ""
    return parts._replace(scheme="", netloc="").geturl() if is_here else ""
