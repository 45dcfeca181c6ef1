"""The administrators' page about all other mail: what is unclear or failed, and what came in."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from forum.accounts.models import Actor
from forum.digests.policy import can_look_after_letters
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.mail.desk_page import mails_page, send_again

mails = Blueprint("mails", __name__, url_prefix="/delivery/mails")


@mails.before_request
def only_for_administrators() -> ResponseReturnValue | None:
    """Keep subjects and addresses from everybody else; guests are asked to sign in."""
    if not current_user.is_authenticated:
        target = request.path if request.method == "GET" else None
        return redirect(url_for("sign_in.show", next=target))
    require(can_look_after_letters(cast("Actor", current_user.actor)))
    return None


@mails.get("")
def overview() -> ResponseReturnValue:
    """Show what is unclear or failed, and what came in."""
    return render_template("delivery/mails.html", page=mails_page(db.session()))


@mails.post("/<public_id>/resend")
def resend(public_id: str) -> ResponseReturnValue:
    """Send a mail again of which nobody knows whether it arrived."""
    with unit_of_work() as session:
        was_unclear = send_again(session, public_id)
    if was_unclear:
        flash(_("It is sent again within the next minutes."), "success")
    else:
        flash(_("This mail is not unclear any more."), "warning")
    return redirect(url_for(".overview"), 303)
