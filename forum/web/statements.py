"""Statements of reasons: one's own, with the form that objects; also by the link in the letter.

The link stands for whom the decision concerns: who is shut out can read why, and object.
"""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.extensions import db, unit_of_work
from forum.moderation.actions import object_to
from forum.moderation.models import Statement
from forum.moderation.queries.statements import (
    is_lifted,
    objection_to,
    statement_by_link,
    statement_for,
    statements_about,
)
from forum.web import limits
from forum.web.auth import acting, members_only
from forum.web.context import signer
from forum.web.forms.statements import ObjectionForm
from forum.web.presenters.settings import settings_pages
from forum.web.presenters.statements import PURPOSE, statement_page, statement_rows
from forum.web.writing import refusals_shown

blueprint = Blueprint("statements", __name__)


@blueprint.get("/settings/decisions")
@members_only
def overview() -> ResponseReturnValue:
    """List what the moderation has decided about the reader."""
    return render_template(
        "statements/overview.html",
        rows=statement_rows(statements_about(db.session(), acting())),
        settings_pages=settings_pages("statements.overview"),
    )


@blueprint.route("/statements/<public_id>", methods=["GET", "POST"])
@members_only
@limits.changes_of_account
def show(public_id: str) -> ResponseReturnValue:
    """Show a statement to whom it concerns, who made it, and the administrators."""
    return _page(statement_for(db.session(), acting(), public_id), acting())


@blueprint.route("/decisions/<token>", methods=["GET", "POST"])
@limits.links_from_here
def by_link(token: str) -> ResponseReturnValue:
    """Show a statement to whoever has the letter."""
    statement = statement_by_link(db.session(), signer().read(PURPOSE, token))
    return _page(statement, statement.addressee)


def _page(statement: Statement, reader: Actor) -> ResponseReturnValue:
    form = ObjectionForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            object_to(session, reader, statement, text=form.text.data or "")
        if not form.refused:
            flash(_("We have your objection. Somebody else of the moderation decides."), "success")
            return redirect(request.path, 303)
    session = db.session()
    fresh = statement_by_link(session, statement.public_id)
    page = statement_page(
        fresh, objection_to(session, fresh), reader, is_lifted=is_lifted(session, fresh)
    )
    return render_template("statements/show.html", page=page, form=form), form.status
