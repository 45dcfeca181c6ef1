"""Dates that members are told of: the coming ones for all, and the editors' side of them."""

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.digests.actions import occasion as actions
from forum.digests.models import Occasion
from forum.digests.policy import can_edit_letters
from forum.digests.queries.editions import occasion_by_public_id, occasions_shown
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.verdict import require
from forum.messaging.queries.hours import hours_shown
from forum.web.auth import acting, members_only
from forum.web.forms.editions import OccasionForm
from forum.web.frame import listed_channels
from forum.web.presenters.dates import date_views
from forum.web.presenters.editions import editorial_tabs, occasion_views
from forum.web.writing import refusals_shown

blueprint = Blueprint("occasions", __name__)
# What began today is still on.
STILL_SHOWN = dt.timedelta(days=1)


@blueprint.get("/occasions")
@members_only
def overview() -> ResponseReturnValue:
    """Show the coming dates that the reader may know of."""
    actor, now = acting(), clock.now()
    found = occasions_shown(db.session(), actor, since=now - STILL_SHOWN)
    hours = hours_shown(db.session(), actor)
    return render_template(
        "occasions/overview.html",
        occasions=date_views(found, hours, actor, now),
        edits=can_edit_letters(actor),
        tabs=editorial_tabs(actor, "occasions.overview"),
    )


@blueprint.route("/occasions/new", methods=["GET", "POST"])
@members_only
def add() -> ResponseReturnValue:
    """Add a date."""
    require(can_edit_letters(acting()))
    form = _form()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.add_occasion(session, acting(), form.plan())
        if not form.refused:
            flash(_("The date is noted. The weekly letters tell of it."), "success")
            return redirect(url_for(".overview"), 303)
    return render_template("occasions/edit.html", form=form, occasion=None), form.status


@blueprint.route("/occasions/<public_id>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str) -> ResponseReturnValue:
    """Move a date, or tell it otherwise."""
    occasion, form = _edited(public_id), _form()
    form.show(occasion)
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.edit_occasion(session, acting(), occasion, form.plan())
        if not form.refused:
            flash(_("Saved."), "success")
            return redirect(url_for(".overview"), 303)
    return render_template("occasions/edit.html", form=form, occasion=public_id), form.status


@blueprint.route("/occasions/<public_id>/remove", methods=["GET", "POST"])
@members_only
def remove(public_id: str) -> ResponseReturnValue:
    """Take a date away, after asking."""
    occasion = _edited(public_id)
    if request.method == "GET":
        shown = occasion_views([occasion], acting(), clock.now())[0]
        return render_template("occasions/remove.html", occasion=shown, public_id=public_id)
    with unit_of_work() as session:
        actions.remove_occasion(session, acting(), occasion)
    flash(_("The date is taken away."), "success")
    return redirect(url_for(".overview"), 303)


def _edited(public_id: str) -> Occasion:
    require(can_edit_letters(acting()))
    return occasion_by_public_id(db.session(), acting(), public_id)


def _form() -> OccasionForm:
    form = OccasionForm()
    form.offer([entry.channel for entry in listed_channels() if entry.is_readable])
    return form
