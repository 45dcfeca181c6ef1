"""The living summary on top of a thread: writing it, its versions, taking it away."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from forum.curation import actions
from forum.curation.models import Summary
from forum.curation.policy import can_summarise
from forum.curation.queries import summary_of, versions_of
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict, NotFound
from forum.kernel.verdict import require
from forum.web.auth import acting, members_only
from forum.web.forms.curation import ProseForm, SummaryForm
from forum.web.presenters.history import marked
from forum.web.presenters.posts import thread_head
from forum.web.presenters.summaries import summary_history
from forum.web.reading import Reading, reading_of
from forum.web.writing import posting_limit, refusals_shown, rendered

blueprint = Blueprint("summaries", __name__)


@blueprint.route("/threads/<public_id>/summary", methods=["GET", "POST"])
@members_only
def edit(public_id: str) -> ResponseReturnValue:
    """Write what the thread comes down to, or change it."""
    reading = _summing_up(public_id)
    summary = summary_of(db.session(), reading.thread)
    form = SummaryForm(
        body=summary.source if summary else "",
        version=summary.version if summary else 0,
        up_to=reading.thread.highest_number,
    )
    if form.validate_on_submit() and not form.wants_preview:
        try:
            with refusals_shown(form), posting_limit, unit_of_work() as session:
                _write(form, reading, session)
        except Conflict:
            return _both_versions(public_id, form)
        if not form.refused:
            flash(_("The summary stands on top of the thread."), "success")
            return redirect(url_for("threads.show", public_id=public_id), 303)
    page = _edit_page(reading, form, summary)
    return page, form.status


def _write(form: SummaryForm, reading: Reading, session: Session) -> None:
    actions.write_summary(
        session,
        acting(),
        reading.thread,
        source=form.body.data or "",
        version=form.version.data or 0,
        up_to=form.up_to.data or 0,
    )


def _edit_page(reading: Reading, form: SummaryForm, summary: Summary | None, **more: object) -> str:
    return render_template(
        "summaries/edit.html",
        form=form,
        head=thread_head(reading),
        exists=summary is not None,
        preview=preview_of(form),
        **more,
    )


def preview_of(form: ProseForm) -> Markup | None:
    """Return the rendered text where the button "Preview" was pressed."""
    return rendered(form.body.data or "") if form.wants_preview else None


def _both_versions(public_id: str, form: SummaryForm) -> ResponseReturnValue:
    """Show what somebody else has made of the summary beside what was just sent."""
    reading = _summing_up(public_id)
    summary = summary_of(db.session(), reading.thread)
    form.begin_from(summary.version if summary else 0)
    standing = summary.source if summary else ""
    changes = marked(standing, form.body.data or "")
    return _edit_page(reading, form, summary, changes=changes, standing=standing), 409


@blueprint.get("/threads/<public_id>/summary/history")
def history(public_id: str) -> ResponseReturnValue:
    """Show the versions of a summary, and what changed from one to the next."""
    reading, session = reading_of(public_id), db.session()
    versions, summary = versions_of(session, reading.thread), summary_of(session, reading.thread)
    page = summary_history(public_id, versions, summary, request.args.get("version", type=int))
    if page is None:
        raise NotFound("no_summary")
    return render_template("summaries/history.html", page=page, head=thread_head(reading))


@blueprint.route("/threads/<public_id>/summary/remove", methods=["GET", "POST"])
@members_only
def remove(public_id: str) -> ResponseReturnValue:
    """Take the summary away, after asking."""
    reading = _summing_up(public_id)
    if request.method == "GET":
        if summary_of(db.session(), reading.thread) is None:
            raise NotFound("no_summary")
        return render_template("summaries/remove.html", head=thread_head(reading))
    with unit_of_work() as session:
        actions.remove_summary(session, acting(), reading.thread)
    flash(_("The summary is gone. Its versions are kept."), "success")
    return redirect(url_for("threads.show", public_id=public_id), 303)


def _summing_up(public_id: str) -> Reading:
    """Return the thread for who may sum it up, or raise why they may not."""
    reading = reading_of(public_id)
    require(can_summarise(reading.actor, reading.thread, reading.membership))
    return reading
