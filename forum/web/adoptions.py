"""The adoption log of a report, and its confirmation by another city."""

import datetime as dt
from typing import TypedDict

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.queries import choosable_cities
from forum.extensions import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.kernel.verdict import require
from forum.practices import actions, policy, queries
from forum.practices.models import Adoption, ExperienceReport, Stage
from forum.web.auth import acting, members_only
from forum.web.forms.adoptions import AdoptionForm, ConfirmationForm
from forum.web.forms.base import RefusableForm
from forum.web.limits import changes_of_account
from forum.web.presenters.posts import thread_head
from forum.web.reading import Reading, reading_of
from forum.web.writing import refusals_shown

blueprint = Blueprint("adoptions", __name__)


@blueprint.route("/reports/<public_id>/adoptions/new", methods=["GET", "POST"])
@members_only
@changes_of_account
def adopt(public_id: str) -> ResponseReturnValue:
    """Enter in the log of a report that one has tried it."""
    report, reading = _report(public_id)
    require(policy.can_adopt(reading.actor, report, reading.membership))
    form = AdoptionForm()
    form.offer(choosable_cities(db.session()), acting().city_id)
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            adoption = actions.adopt(
                session, acting(), report.id, city_id=form.city_id.data, **_said(form)
            )
        if not form.refused:
            flash(_("Thank you. Your entry stands below the report."), "success")
            return _back(reading, adoption.public_id)
    page = render_template("adoptions/edit.html", form=form, head=thread_head(reading))
    return page, form.status


@blueprint.route("/adoptions/<public_id>/edit", methods=["GET", "POST"])
@members_only
@changes_of_account
def change(public_id: str) -> ResponseReturnValue:
    """Reword an own entry."""
    adoption, report, reading = _entry(public_id)
    allowed = policy.can_change_adoption(
        reading.actor, report, reading.membership, adopter_id=adoption.actor_id
    )
    require(allowed)
    form = AdoptionForm()
    form.begin_from(adoption)
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.change_adoption(session, acting(), adoption, **_said(form))
        if not form.refused:
            flash(_("Your entry has been changed."), "success")
            return _back(reading, public_id)
    head = thread_head(reading)
    page = render_template("adoptions/edit.html", form=form, head=head, city=adoption.city.name)
    return page, form.status


@blueprint.route("/adoptions/<public_id>/remove", methods=["GET", "POST"])
@members_only
def remove(public_id: str) -> ResponseReturnValue:
    """Take an entry out of the log, after asking."""
    adoption, report, reading = _entry(public_id)
    allowed = policy.can_remove_adoption(
        reading.actor, report, reading.membership, adopter_id=adoption.actor_id
    )
    require(allowed)
    form = RefusableForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            actions.remove_adoption(session, acting(), adoption)
        flash(_("The entry has been removed."), "success")
        return _back(reading)
    head = thread_head(reading)
    return render_template("adoptions/remove.html", form=form, head=head, adoption=adoption)


@blueprint.route("/reports/<public_id>/confirm", methods=["GET", "POST"])
@members_only
@changes_of_account
def confirm(public_id: str) -> ResponseReturnValue:
    """Stand for a report out of the experience of one's own city."""
    report, reading = _report(public_id)
    reached = {
        one.stage for one in queries.verifications_of(db.session(), [report.id]).get(report.id, ())
    }
    require(
        policy.can_verify(
            reading.actor, report, reading.membership, Stage.CONFIRMED, reached=reached
        )
    )
    form = ConfirmationForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.verify(session, acting(), report, Stage.CONFIRMED, note=form.reason.data or "")
        if not form.refused:
            flash(_("Thank you. Your city stands for this report now."), "success")
            return _back(reading)
    head = thread_head(reading)
    return render_template("adoptions/confirm.html", form=form, head=head), form.status


class _Said(TypedDict):
    outcome: str
    changed: str
    tried_on: dt.date | None


def _said(form: AdoptionForm) -> _Said:
    return {
        "outcome": form.outcome.data or "",
        "changed": form.changed.data or "",
        "tried_on": form.day(),
    }


def _report(public_id: str) -> tuple[ExperienceReport, Reading]:
    """Return a report for this reader, or raise why it cannot be read: as for its thread."""
    session = db.session()
    row = queries.report_by_public_id(session, public_id)
    reading = reading_of(row.thread_public_id)
    report = queries.report_in_thread(session, reading.thread)
    if report is None:
        raise NotFound("no_report")
    return report, reading


def _entry(public_id: str) -> tuple[Adoption, ExperienceReport, Reading]:
    adoption = queries.adoption_by_public_id(db.session(), public_id)
    report, reading = _report(adoption.report.public_id)
    return adoption, report, reading


def _back(reading: Reading, entry: str | None = None) -> ResponseReturnValue:
    anchor = f"adoption-{entry}" if entry else "adoptions-heading"
    url = url_for("threads.show", public_id=reading.thread.public_id, _anchor=anchor)
    return redirect(url, 303)
