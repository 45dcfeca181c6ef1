"""The steps of a report that are one button: hand in, take back, verify, recommend, outdate."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.verdict import require
from forum.practices import actions
from forum.practices.fields import BY_NAME, record_of
from forum.practices.models import ExperienceReport, ReportState, Stage
from forum.practices.queries.record import report_in
from forum.practices.states import Verb
from forum.web.auth import acting, members_only
from forum.web.forms.reports import StepForm, VerifyForm
from forum.web.report_reading import report_for
from forum.web.texts.reports import FIELDS, STEP_TEXTS
from forum.web.writing import posting_limit, refusals_shown
from forum.web.written_reports import composed_record

blueprint = Blueprint("report_steps", __name__)

# The steps that ask for a reason on a page of their own, and whether they cannot go without.
_ASKING: dict[str, Callable[..., ExperienceReport]] = {
    "recommend": actions.recommend,
    "unrecommend": actions.unrecommend,
    "mark_outdated": actions.mark_outdated,
    "renew": actions.renew,
}


@blueprint.get("/threads/<public_id>/report")
@members_only
def of_thread(public_id: str) -> ResponseReturnValue:
    """Lead from a thread to the report it stands for: what is told of reports comes here."""
    return redirect(url_for("report_drafts.show", public_id=report_in(db.session(), public_id)))


@blueprint.post("/reports/<public_id>/submit")
@members_only
def submit(public_id: str) -> ResponseReturnValue:
    """Hand the report in, first or again."""
    report = report_for(public_id).report
    hand_in = actions.resubmit if report.state is ReportState.RETURNED else actions.submit
    form = StepForm()
    text = composed_record(record_of(report))
    try:
        with posting_limit, unit_of_work() as session:
            hand_in(session, acting(), report, version=form.version.data or 0, text=text)
    except Invalid as refused:
        return _lead_to_the_gap(public_id, refused)
    except Conflict as conflict:
        if conflict.reason != "edited_meanwhile":
            raise
        flash(_("The report was changed in another window. Look at it once more."), "warning")
        return _back(public_id)
    flash(_("Handed in. You are told as soon as somebody has read it."), "success")
    return _back(public_id)


@blueprint.post("/reports/<public_id>/withdraw")
@members_only
def withdraw(public_id: str) -> ResponseReturnValue:
    """Take the report back."""
    return _done(public_id, actions.withdraw, str(_("The report is a draft again.")))


@blueprint.post("/reports/<public_id>/rework")
@members_only
def rework(public_id: str) -> ResponseReturnValue:
    """Take a rejected report up again."""
    return _done(public_id, actions.rework, str(_("The report is a draft again.")))


@blueprint.route("/reports/<public_id>/discard", methods=["GET", "POST"])
@members_only
def discard(public_id: str) -> ResponseReturnValue:
    """Throw a report away, after asking."""
    reading = report_for(public_id)
    require(reading.may(Verb.DISCARD))
    form = StepForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            actions.discard(session, acting(), reading.report)
        flash(_("The report is gone."), "success")
        return redirect(url_for("report_drafts.mine"), 303)
    return render_template("reports/discard.html", form=form, report=reading.report), form.status


@blueprint.route("/reports/<public_id>/<step>", methods=["GET", "POST"])
@members_only
def take(public_id: str, step: str) -> ResponseReturnValue:
    """Take a step with a released report that asks for a word on why."""
    if step not in _ASKING:
        abort(404)
    reading = report_for(public_id)
    report = reading.report
    require(reading.may(Verb(step)))
    form = StepForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            _ASKING[step](session, acting(), report, reason=form.reason.data or "")
        if not form.refused:
            flash(_("Noted. It stands in the history of the report."), "success")
            return _back(public_id)
    text = STEP_TEXTS[step]
    return render_template("reports/step.html", form=form, report=report, text=text), form.status


@blueprint.post("/reports/<public_id>/verify")
@members_only
def verify(public_id: str) -> ResponseReturnValue:
    """Stand for a stage of the verification."""
    report, form = report_for(public_id).report, VerifyForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            actions.verify(
                session, acting(), report, Stage(form.stage.data), note=form.reason.data or ""
            )
        flash(_("Thank you. It stands below the report, with your name."), "success")
    return _back(public_id)


@blueprint.post("/reports/<public_id>/verify/withdraw")
@members_only
def withdraw_verification(public_id: str) -> ResponseReturnValue:
    """Take a verification back."""
    report, form = report_for(public_id).report, VerifyForm()
    if form.validate_on_submit():
        with unit_of_work() as session:
            actions.withdraw_verification(session, acting(), report, Stage(form.stage.data))
    return _back(public_id)


def _done(
    public_id: str, action: Callable[[Session, Actor, ExperienceReport], object], said: str
) -> ResponseReturnValue:
    report = report_for(public_id).report
    with unit_of_work() as session:
        action(session, acting(), report)
    flash(said, "success")
    return _back(public_id)


def _back(public_id: str) -> ResponseReturnValue:
    """Lead to the page of the report: its author's, its reviewer's, or its thread."""
    return redirect(url_for("report_drafts.show", public_id=public_id), 303)


def _lead_to_the_gap(public_id: str, refused: Invalid) -> ResponseReturnValue:
    """Lead to the page of the form where something is missing."""
    one = BY_NAME.get(refused.field or "")
    if one is None:
        raise refused
    flash(_("Still missing: %(field)s", field=FIELDS[one.name].label), "warning")
    section = one.section.value
    return redirect(
        url_for("report_drafts.edit", public_id=public_id, section=section, _anchor=one.name), 303
    )
