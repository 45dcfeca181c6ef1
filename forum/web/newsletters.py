"""Newsletters: to be read by members, and written, tried and scheduled by their editors."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.digests.actions import newsletter as actions
from forum.digests.models import Newsletter
from forum.digests.policy import can_edit_letters
from forum.digests.prose import newsletter_text
from forum.digests.queries import newsletters as queries
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.verdict import require
from forum.threads.queries import known_names
from forum.web.auth import acting, members_only, owner
from forum.web.forms.newsletters import NewsletterForm, ScheduleForm
from forum.web.frame import listed_channels
from forum.web.presenters.editions import editorial_tabs
from forum.web.presenters.newsletters import (
    newsletter_lines,
    newsletter_page,
    newsletters_crumbs,
    reach_in_words,
)
from forum.web.summaries import preview_of
from forum.web.texts import sentence
from forum.web.threadpool import off_the_loop
from forum.web.writing import posting_limit, refusals_shown

blueprint = Blueprint("newsletters", __name__)


@blueprint.get("/newsletters")
@members_only
def overview() -> ResponseReturnValue:
    """Show the newsletters that went out, and to their editors those to come."""
    actor = acting()
    return render_template(
        "newsletters/overview.html",
        lines=newsletter_lines(queries.newsletters_shown(db.session(), actor), actor),
        edits=can_edit_letters(actor),
        tabs=editorial_tabs(actor, "newsletters.overview"),
    )


@blueprint.route("/newsletters/new", methods=["GET", "POST"])
@members_only
def begin() -> ResponseReturnValue:
    """Begin a newsletter."""
    require(can_edit_letters(acting()))
    form = _form()
    if form.validate_on_submit() and not form.wants_preview:
        with refusals_shown(form), posting_limit:
            draft = _draft(form)
            with unit_of_work() as session:
                made = actions.begin_newsletter(session, acting(), draft)
        if not form.refused:
            return redirect(url_for(".show", public_id=made.public_id), 303)
    return _form_page(form, None), form.status


@blueprint.get("/newsletters/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show a newsletter, and to its editors what can be done with it."""
    session, actor = db.session(), acting()
    newsletter = queries.newsletter_by_public_id(session, actor, public_id)
    if not can_edit_letters(actor):
        page = newsletter_page(newsletter, None, {})
    else:
        reach = queries.reach_of(session, newsletter, clock.now())
        page = newsletter_page(newsletter, reach, queries.outcome_of(session, newsletter))
    return render_template("newsletters/show.html", page=page, crumbs=newsletters_crumbs())


@blueprint.route("/newsletters/<public_id>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str) -> ResponseReturnValue:
    """Change a draft; the second of two editors is shown both."""
    newsletter, form, newer = _edited(public_id), _form(), None
    form.show(newsletter)
    if form.validate_on_submit() and not form.wants_preview:
        try:
            with refusals_shown(form), posting_limit:
                _edit(form, newsletter)
        except Conflict as conflict:
            if conflict.reason != "newsletter_changed":
                raise
            newer = _edited(public_id)
            form.begin_from(newer.version)
        if not form.refused and newer is None:
            flash(_("The draft is saved."), "success")
            return redirect(url_for(".show", public_id=public_id), 303)
    return _form_page(form, newsletter, newer=newer), 409 if newer else form.status


@blueprint.post("/newsletters/<public_id>/try")
@members_only
def send_to_oneself(public_id: str) -> ResponseReturnValue:
    """Let the draft come to one's own mailbox."""
    newsletter, account = _edited(public_id), owner().account
    with posting_limit, unit_of_work() as session:
        actions.try_newsletter(session, acting(), newsletter, account)
    flash(_("It is on its way to %(address)s.", address=account.email), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.route("/newsletters/<public_id>/schedule", methods=["GET", "POST"])
@members_only
def schedule(public_id: str) -> ResponseReturnValue:
    """Set the moment when a newsletter goes out; the page says how many people it reaches."""
    newsletter, form = _edited(public_id), ScheduleForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            send_at, version = form.moment, form.version.data or 0
            actions.schedule_newsletter(
                session, acting(), newsletter, send_at=send_at, version=version
            )
        if not form.refused:
            flash(_("The newsletter goes out at that moment."), "success")
            return redirect(url_for(".show", public_id=public_id), 303)
        newsletter = _edited(public_id)
    form.version.data = newsletter.version
    reach = queries.reach_of(db.session(), newsletter, clock.now())
    page = newsletter_page(newsletter, reach, {})
    given = {"page": page, "reach": reach_in_words(reach), "crumbs": newsletters_crumbs()}
    return render_template("newsletters/schedule.html", form=form, **given), form.status


@blueprint.post("/newsletters/<public_id>/take-back")
@members_only
def take_back(public_id: str) -> ResponseReturnValue:
    """Make a draft of it again before it goes out."""
    newsletter = _edited(public_id)
    try:
        with unit_of_work() as session:
            actions.take_back_newsletter(session, acting(), newsletter)
    except Conflict as conflict:
        flash(sentence(conflict.reason), "warning")
    else:
        flash(_("It does not go out. It is a draft again."), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.route("/newsletters/<public_id>/drop", methods=["GET", "POST"])
@members_only
def drop(public_id: str) -> ResponseReturnValue:
    """Throw a draft away, after asking."""
    newsletter = _edited(public_id)
    if request.method == "GET":
        page = newsletter_page(newsletter, None, {})
        return render_template("newsletters/drop.html", page=page, crumbs=newsletters_crumbs())
    with unit_of_work() as session:
        actions.drop_newsletter(session, acting(), newsletter)
    flash(_("The draft is gone."), "success")
    return redirect(url_for(".overview"), 303)


def _edit(form: NewsletterForm, newsletter: Newsletter) -> None:
    draft = _draft(form)
    with unit_of_work() as session:
        version = form.version.data or 0
        actions.edit_newsletter(session, acting(), newsletter, draft, version=version)


def _draft(form: NewsletterForm) -> actions.Draft:
    """Return what the form says, rendered before any transaction begins."""
    source = form.body.data or ""
    known = known_names(db.session(), source, home_id=None)
    prose = off_the_loop(newsletter_text, source, known)
    return actions.Draft(subject=form.subject.data or "", prose=prose, **form.audience)


def _edited(public_id: str) -> Newsletter:
    require(can_edit_letters(acting()))
    return queries.newsletter_by_public_id(db.session(), acting(), public_id)


def _form() -> NewsletterForm:
    form = NewsletterForm()
    form.offer([entry.channel for entry in listed_channels() if entry.is_readable])
    return form


def _form_page(
    form: NewsletterForm, newsletter: Newsletter | None, *, newer: Newsletter | None = None
) -> str:
    return render_template(
        "newsletters/edit.html",
        form=form,
        public_id=None if newsletter is None else newsletter.public_id,
        newer=newer,
        preview=preview_of(form),
        crumbs=newsletters_crumbs(),
    )
