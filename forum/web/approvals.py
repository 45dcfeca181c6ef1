"""Deciding who joins."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import accept_application, refuse_application
from forum.accounts.models import Application
from forum.accounts.policy import can_decide_applications
from forum.accounts.queries import (
    application_for,
    choosable_organisations,
    waiting_applications,
)
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.web.auth import acting, members_only
from forum.web.context import settings
from forum.web.forms.accounts import AcceptanceForm, RefusalForm
from forum.web.presenters.applications import application_view

blueprint = Blueprint("approvals", __name__)


@blueprint.get("/approvals")
@members_only
def overview() -> ResponseReturnValue:
    """List who waits, longest first."""
    require(can_decide_applications(acting()))
    waiting = waiting_applications(db.session(), acting())
    return render_template(
        "approvals/overview.html", applications=[application_view(row) for row in waiting]
    )


@blueprint.get("/approvals/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show one application with both decisions."""
    require(can_decide_applications(acting()))
    application = application_for(db.session(), acting(), public_id)
    acceptance = _acceptance(application)
    return _page(application, acceptance, RefusalForm(formdata=None)), 200


@blueprint.post("/approvals/<public_id>/accept")
@members_only
def accept(public_id: str) -> ResponseReturnValue:
    """Let somebody in."""
    require(can_decide_applications(acting()))
    application = application_for(db.session(), acting(), public_id)
    form = _acceptance(application)
    if not form.validate_on_submit():
        return _page(application, form, RefusalForm(formdata=None)), form.status
    with unit_of_work() as session:
        accept_application(
            session,
            acting(),
            application,
            organisation_id=form.organisation_id.data,
            timezone=settings().timezone,
        )
    flash(_("%(name)s is a member now and gets a letter.", name=application.name), "success")
    return redirect(url_for("approvals.overview"))


@blueprint.post("/approvals/<public_id>/refuse")
@members_only
def refuse(public_id: str) -> ResponseReturnValue:
    """Refuse somebody, with a reason."""
    require(can_decide_applications(acting()))
    application = application_for(db.session(), acting(), public_id)
    form = RefusalForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            with unit_of_work() as session:
                refuse_application(session, acting(), application, note=form.note.data or "")
            flash(_("%(name)s gets a letter with your reason.", name=application.name), "success")
            return redirect(url_for("approvals.overview"))
    return _page(application, _acceptance(application), form), form.status


def _acceptance(application: Application) -> AcceptanceForm:
    form = AcceptanceForm(obj=application)
    form.offer(choosable_organisations(db.session()))
    return form


def _page(application: Application, acceptance: AcceptanceForm, refusal: RefusalForm) -> str:
    return render_template(
        "approvals/show.html",
        application=application_view(application),
        acceptance=acceptance,
        refusal=refusal,
    )
