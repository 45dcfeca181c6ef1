"""Where one is signed in, and ending it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import end_other_sign_ins, end_sign_in
from forum.accounts.queries import running_sign_ins
from forum.extensions import db, unit_of_work
from forum.web.auth import forget_sign_in, members_only, oldest_use, owner
from forum.web.presenters.settings import settings_pages, sign_in_rows

blueprint = Blueprint("sign_ins", __name__)


@blueprint.get("/settings/sign-ins")
@members_only
def overview() -> ResponseReturnValue:
    """List the browsers that are signed in."""
    visitor = owner()
    rows = running_sign_ins(db.session(), visitor.account, seen_after=oldest_use())
    return render_template(
        "settings/sign_ins.html",
        rows=sign_in_rows(rows, visitor.sign_in),
        settings_pages=settings_pages("sign_ins.overview"),
    )


@blueprint.post("/settings/sign-ins/<public_id>/end")
@members_only
def end(public_id: str) -> ResponseReturnValue:
    """Sign one browser out."""
    visitor = owner()
    with unit_of_work() as session:
        end_sign_in(session, visitor.account, public_id)
    if public_id == visitor.sign_in.public_id:
        forget_sign_in()
        return redirect(url_for("sign_in.show"))
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("sign_ins.overview"))


@blueprint.post("/settings/sign-ins/end-others")
@members_only
def end_others() -> ResponseReturnValue:
    """Sign all browsers but this one out."""
    visitor = owner()
    with unit_of_work() as session:
        end_other_sign_ins(session, visitor.account, keep=visitor.sign_in)
    flash(_("All other browsers are signed out."), "success")
    return redirect(url_for("sign_ins.overview"))
