"""What can be learned from a consultation, as the draft of a report: by consent only."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.consultations.policy import can_write_result
from forum.extensions import db, unit_of_work
from forum.kernel.personal_data import personal_data
from forum.kernel.verdict import require
from forum.practices.actions import begin
from forum.practices.models import ExperienceReport
from forum.practices.queries.record import channels_to_report_in
from forum.web.auth import acting, members_only
from forum.web.consultations import consultation_and_own
from forum.web.forms.consultations import ResultForm
from forum.web.limits import message_changes_of_account
from forum.web.presenters.personal_data import (
    PersonalDataNote,
    personal_data_note,
    sign_of,
)
from forum.web.standing import standing_in
from forum.web.threadpool import off_the_loop

blueprint = Blueprint("consultation_results", __name__)


@blueprint.route("/consultations/<public_id>/result", methods=["GET", "POST"])
@members_only
@message_changes_of_account
def write(public_id: str) -> ResponseReturnValue:
    """Write down what others can use; it becomes a draft that nobody else sees yet."""
    consultation, own = consultation_and_own(public_id)
    require(can_write_result(acting(), consultation, own))
    form, note = ResultForm(), None
    form.offer(channels_to_report_in(db.session(), acting()))
    if form.validate_on_submit():
        note = _note(form)
        if note is None:
            with form.showing_refusals():
                report = _begun(form)
                flash(
                    _("The draft is begun. Nobody but you sees it until you submit it."), "success"
                )
                return redirect(url_for("report_drafts.show", public_id=report.public_id), 303)
        else:
            form.refused = 422
    page = render_template(
        "consultations/result.html",
        form=form,
        note=note,
        public_id=public_id,
        name=consultation.room.name,
    )
    return page, form.status


def _begun(form: ResultForm) -> ExperienceReport:
    channel = standing_in(form.channel.data).channel
    values = {"title": form.title.data or "", "transferable": form.transferable.data or ""}
    with unit_of_work() as session:
        return begin(session, acting(), channel, values=values, submission_key=form.key)


def _note(form: ResultForm) -> PersonalDataNote | None:
    """Return the question about what looks like personal data, unless it was asked already."""
    text = f"{form.title.data}\n{form.transferable.data}"
    if request.form.get("personal_data_seen") == sign_of(text):
        return None
    found = off_the_loop(personal_data, text)
    return personal_data_note(found, text) if found else None
