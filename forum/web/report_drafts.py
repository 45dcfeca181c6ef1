"""Experience reports as their authors write them: begin, save page by page, look over."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.queries import choosable_cities
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict
from forum.kernel.verdict import require
from forum.practices import actions, policy
from forum.practices.fields import Section, cleaned, record_of
from forum.practices.models import ExperienceReport, ReportState
from forum.practices.queries import record as records
from forum.practices.states import PUBLISHED, Verb
from forum.web.auth import acting, members_only
from forum.web.forms.reports import SECTION_FORMS, SectionForm, StepForm
from forum.web.presenters.report_form import ClashRow, clash_rows, edit_page
from forum.web.presenters.reports import own_rows
from forum.web.report_pages import report_page
from forum.web.report_reading import report_for
from forum.web.standing import standing_in
from forum.web.writing import posting_limit, refusals_shown
from forum.web.written_reports import composed_record

blueprint = Blueprint("report_drafts", __name__)
_ORDER = list(Section)


@blueprint.get("/reports/mine")
@members_only
def mine() -> ResponseReturnValue:
    """Show the reports that one has written, whatever became of them."""
    reports = records.own_reports(db.session(), acting())
    return render_template("reports/mine.html", rows=own_rows(reports))


@blueprint.get("/reports/new")
@members_only
def choose_channel() -> ResponseReturnValue:
    """Choose the channel that a new report belongs to."""
    channels = records.channels_to_report_in(db.session(), acting())
    return render_template("reports/choose.html", channels=channels)


@blueprint.route("/channels/<slug>/reports/new", methods=["GET", "POST"])
@members_only
def begin(slug: str) -> ResponseReturnValue:
    """Write the first page of a new report; saving it begins the report."""
    standing = standing_in(slug)
    require(policy.can_begin(acting(), standing.channel, standing.membership))
    form = _form(Section.FRAME)
    if form.validate_on_submit():
        with refusals_shown(form), posting_limit, unit_of_work() as session:
            report = actions.begin(
                session,
                acting(),
                standing.channel,
                values=form.values(),
                submission_key=form.key,
            )
        if not form.refused:
            flash(_("Saved. Nobody but you sees it until you submit it."), "success")
            return redirect(_next_page(report, form), 303)
    page = edit_page(form, standing.channel, None)
    return render_template("reports/edit.html", form=form, page=page), form.status


@blueprint.get("/reports/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show a report to its author: where it stands, what is missing, what was asked."""
    reading = report_for(public_id)
    report = reading.report
    if not reading.is_author:
        if reading.may_review():
            return redirect(url_for("report_reviews.show", public_id=public_id))
        thread = report.thread.public_id if report.thread else abort(404)
        return redirect(url_for("threads.show", public_id=thread))
    page = report_page(reading)
    form = StepForm(version=report.version)
    return render_template("reports/show.html", page=page, form=form)


@blueprint.route("/reports/<public_id>/edit/<section>", methods=["GET", "POST"])
@members_only
def edit(public_id: str, section: str) -> ResponseReturnValue:
    """Write one page of the report; what is sent is saved, and the next page follows."""
    if section not in _ORDER:
        abort(404)
    reading = report_for(public_id)
    report = reading.report
    require(reading.may(Verb.REVISE if report.state in PUBLISHED else Verb.SAVE))
    form = _form(Section(section))
    form.fill(record_of(report), report.version)
    if not form.validate_on_submit():
        return _shown(form, report)
    try:
        with refusals_shown(form), posting_limit:
            _save(form, report)
    except Conflict as conflict:
        if conflict.reason != "edited_meanwhile":
            raise
        return _both_versions(form, public_id)
    if form.refused:
        return _shown(form, records.report_of(db.session(), public_id))
    return redirect(_next_page(report, form), 303)


def _save(form: SectionForm, report: ExperienceReport) -> None:
    """Save a draft; of a released report, publish the change."""
    version = form.version.data or 0
    if report.state not in PUBLISHED:
        with unit_of_work() as session:
            actions.save(session, acting(), report, version=version, values=form.values())
        flash(_("Saved."), "success")
        return
    text = composed_record({**record_of(report), **cleaned(form.values())})
    with unit_of_work() as session:
        actions.revise(session, acting(), report, version=version, values=form.values(), text=text)
    flash(_("The change is published."), "success")


def _both_versions(form: SectionForm, public_id: str) -> ResponseReturnValue:
    """Show what stands there by now beside what was just sent, which stays in the fields."""
    session = db.session()
    report = records.report_of(session, public_id)
    standing, sent = record_of(report), form.values()
    names = records.names_of(session, standing)
    form.begin_from(report.version)
    return _shown(form, report, clash_rows(form.section, standing, sent, names))


def _shown(
    form: SectionForm, report: ExperienceReport, clash: tuple[ClashRow, ...] = ()
) -> ResponseReturnValue:
    is_asked = report.state is ReportState.RETURNED
    remarks = records.remarks_of(db.session(), report) if is_asked else ()
    page = edit_page(form, report.channel, report, remarks, clash)
    shown = render_template("reports/edit.html", form=form, page=page)
    return shown, 409 if clash else form.status


def _form(section: Section) -> SectionForm:
    form = SECTION_FORMS[section]()
    if section is Section.FRAME:
        session = db.session()
        form.offer(choosable_cities(session), records.themes(session))
    return form


def _next_page(report: ExperienceReport, form: SectionForm) -> str:
    """Return where the pressed button leads: the next page of the form, or the overview."""
    after = _ORDER.index(form.section) + 1
    if form.intent.data == "close" or after == len(_ORDER) or report.state in PUBLISHED:
        return url_for("report_drafts.show", public_id=report.public_id)
    return url_for("report_drafts.edit", public_id=report.public_id, section=_ORDER[after].value)
