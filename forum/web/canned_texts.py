"""Texts that moderators write often: the list, writing, changing and dropping one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.channels.queries import moderates_anywhere
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.moderation import actions
from forum.moderation.models import CannedText
from forum.moderation.policy import can_keep_canned_texts
from forum.moderation.queries.dossier import canned_text_called, canned_texts
from forum.web.auth import acting, members_only
from forum.web.forms.cases import CannedTextForm
from forum.web.presenters.case import VARIABLES
from forum.web.texts.cases import MEASURES
from forum.web.writing import refusals_shown

blueprint = Blueprint("canned_texts", __name__)


@blueprint.get("/moderation/texts")
@members_only
def overview() -> ResponseReturnValue:
    """List the texts."""
    _require()
    texts = canned_texts(db.session())
    return render_template("canned_texts/overview.html", texts=texts, measures=MEASURES)


@blueprint.route("/moderation/texts/new", methods=["GET", "POST"])
@members_only
def add() -> ResponseReturnValue:
    """Write a new text."""
    _require()
    return _page(CannedTextForm(), None)


@blueprint.route("/moderation/texts/<public_id>", methods=["GET", "POST"])
@members_only
def change(public_id: str) -> ResponseReturnValue:
    """Change a text."""
    _require()
    canned = canned_text_called(db.session(), public_id)
    return _page(CannedTextForm(obj=canned), canned)


@blueprint.post("/moderation/texts/<public_id>/drop")
@members_only
def drop(public_id: str) -> ResponseReturnValue:
    """Offer a text no more."""
    _require()
    canned = canned_text_called(db.session(), public_id)
    with unit_of_work() as session:
        actions.drop_canned_text(session, acting(), canned)
    flash(_("The text “%(name)s” is offered no more.", name=canned.name), "success")
    return redirect(url_for("canned_texts.overview"), 303)


def _page(form: CannedTextForm, canned: CannedText | None) -> ResponseReturnValue:
    form.offer()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.save_canned_text(
                session,
                acting(),
                canned,
                name=form.name.data or "",
                text=form.text.data or "",
                measure=form.measure_chosen,
            )
        if not form.refused:
            flash(_("The text is saved."), "success")
            return redirect(url_for("canned_texts.overview"), 303)
    page = render_template("canned_texts/form.html", form=form, canned=canned, variables=VARIABLES)
    return page, form.status


def _require() -> None:
    anywhere = moderates_anywhere(db.session(), acting())
    require(can_keep_canned_texts(acting(), moderates_anywhere=anywhere))
