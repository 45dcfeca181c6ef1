"""The review of a report: remarks beside its fields, and a decision on its case."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict
from forum.kernel.verdict import require
from forum.moderation import actions as moderation
from forum.moderation.models import Case, Target
from forum.moderation.queries.targets import case_about
from forum.practices import actions
from forum.practices.models import ExperienceReport, ReportState, Stage
from forum.practices.policy import can_verify
from forum.practices.queries import verifications_of
from forum.practices.states import Verb
from forum.web.auth import acting, members_only
from forum.web.errors import STATUS
from forum.web.forms.reports import ReviewForm
from forum.web.presenters.reviews import review_desk, stages_of
from forum.web.report_pages import report_page
from forum.web.report_reading import ReportReading, report_for
from forum.web.texts import sentence
from forum.web.writing import refusals_shown

blueprint = Blueprint("report_reviews", __name__)


@blueprint.route("/reports/<public_id>/review", methods=["GET", "POST"])
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Read a report as its reviewer: what was handed in, what is new, what to say about it."""
    reading = report_for(public_id)
    require(reading.may_review())
    form = ReviewForm()
    if not form.validate_on_submit():
        return _desk(reading, form)
    try:
        with refusals_shown(form), unit_of_work() as session:
            _decide(session, reading.report, form)
    except Conflict as conflict:
        form.begin_again()
        form.refuse(conflict)
        form.refused = STATUS[Conflict]
    if form.refused:
        return _desk(report_for(public_id), form)
    flash(_("Decided, and told to the author."), "success")
    return redirect(url_for("report_drafts.show", public_id=public_id), 303)


@blueprint.post("/reports/<public_id>/review/begin")
@members_only
def begin(public_id: str) -> ResponseReturnValue:
    """Hold the case, and say that one reads the report."""
    return _stepped(report_for(public_id), Verb.BEGIN_REVIEW)


@blueprint.post("/reports/<public_id>/review/leave")
@members_only
def leave(public_id: str) -> ResponseReturnValue:
    """Leave the report to the others."""
    return _stepped(report_for(public_id), Verb.LEAVE_REVIEW)


def _decide(session: Session, report: ExperienceReport, form: ReviewForm) -> None:
    due_on = form.day()
    values = {
        "version": form.version.data,
        "remarks": form.remarks(),
        "due_on": None if due_on is None else due_on.isoformat(),
    }
    moderation.decide(
        session,
        acting(),
        _case(session, report),
        fence=form.fence.data or 0,
        measure=form.chosen(),
        reason=form.word(),
        ground=form.ground.data or "",
        values=values,
    )


def _stepped(reading: ReportReading, verb: Verb) -> ResponseReturnValue:
    public_id = reading.report.public_id
    require(reading.may_review())
    try:
        with unit_of_work() as session:
            _step(session, acting(), reading.report, verb)
    except Conflict as conflict:
        flash(sentence(conflict.reason), "warning")
    return redirect(url_for("report_reviews.show", public_id=public_id), 303)


def _step(session: Session, actor: Actor, report: ExperienceReport, verb: Verb) -> None:
    """Hold the case together with the state: one of them alone would tell others half of it."""
    case = _case(session, report)
    if verb is Verb.BEGIN_REVIEW:
        moderation.claim(session, actor, case)
        # Held before, and not answered: the lease ran out, the state says that it is being read.
        if report.state is not ReportState.IN_REVIEW:
            actions.begin_review(session, actor, report)
    else:
        moderation.let_go(session, actor, case)
        actions.leave_review(session, actor, report)


def _case(session: Session, report: ExperienceReport) -> Case:
    """Return the case of the report; the relay opens it within seconds of the submission."""
    case = case_about(session, Target.REPORT, report.id)
    if case is None:
        raise Conflict("report_moved_on")
    return case


def _desk(reading: ReportReading, form: ReviewForm) -> ResponseReturnValue:
    case = case_about(db.session(), Target.REPORT, reading.report.id)
    form.begin(reading.report.version, 0 if case is None else case.fence)
    page = report_page(reading, is_review=True)
    rows = verifications_of(db.session(), [reading.report.id]).get(reading.report.id, [])
    reached = {row.stage for row in rows}
    may = {
        stage: can_verify(reading.actor, reading.report, reading.membership, stage, reached=reached)
        for stage in Stage
    }
    stages = stages_of(rows, reading.actor, may)
    desk = review_desk(page, case, reading.actor, stages)
    return render_template("reports/review.html", page=page, desk=desk, form=form), form.status
