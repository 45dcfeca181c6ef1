"""Suggested edits to summaries and reports: making them, and deciding them piece by piece."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.curation import actions
from forum.curation.models import Suggestion
from forum.curation.policy import can_read_suggestion, can_suggest
from forum.curation.queries import suggestion_by_public_id, suggestions_about
from forum.curation.queries.wordings import Wording, report_about, wording_in, wording_of
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.verdict import require
from forum.practices.fields import PROSE
from forum.web.auth import acting, members_only
from forum.web.forms.curation import PiecesForm, SuggestionForm
from forum.web.presenters.edit_suggestions import suggestion_lines, suggestion_page
from forum.web.presenters.history import marked
from forum.web.presenters.posts import thread_head
from forum.web.reading import Reading, reading_of
from forum.web.summaries import preview_of
from forum.web.texts import sentence
from forum.web.texts.curation import place_name
from forum.web.writing import posting_limit, refusals_shown

blueprint = Blueprint("edit_suggestions", __name__)
NOTHING = Wording("", 0)


@blueprint.get("/threads/<public_id>/suggestions")
@members_only
def overview(public_id: str) -> ResponseReturnValue:
    """Show what was suggested for a thread, as far as it is the reader's business."""
    reading = reading_of(public_id)
    found = suggestions_about(db.session(), reading.actor, reading.thread)
    return render_template(
        "edit_suggestions/overview.html", lines=suggestion_lines(found), head=thread_head(reading)
    )


@blueprint.get("/threads/<public_id>/suggestions/fields")
@members_only
def choose(public_id: str) -> ResponseReturnValue:
    """Show which texts of an experience report another wording can be suggested for."""
    reading = reading_of(public_id)
    require(can_suggest(reading.actor, reading.thread, reading.membership))
    report = report_about(db.session(), reading.thread)
    fields = [(one, place_name(one)) for one in PROSE if (wording_in(report, one) or NOTHING).text]
    if not fields:
        raise NotFound("nothing_to_suggest_about")
    head = thread_head(reading)
    return render_template("edit_suggestions/choose.html", fields=fields, head=head)


@blueprint.route("/threads/<public_id>/suggestions/new", methods=["GET", "POST"])
@members_only
def begin(public_id: str) -> ResponseReturnValue:
    """Suggest another wording for the summary, or for a field of the report."""
    reading, field = reading_of(public_id), request.args.get("field", "")[:40]
    require(can_suggest(reading.actor, reading.thread, reading.membership))
    present = _present(reading, field)
    form = SuggestionForm(body=present.text, version=present.version)
    if form.validate_on_submit() and not form.wants_preview:
        try:
            with refusals_shown(form), posting_limit, unit_of_work() as session:
                suggestion = _suggest(session, form, reading, field)
        except Conflict:
            return _both_versions(public_id, field, form)
        if not form.refused:
            flash(
                _("Thank you. Whoever looks after the text decides, and you are told."), "success"
            )
            return redirect(url_for(".show", public_id=suggestion.public_id), 303)
    return _begin_page(reading, field, form), form.status


def _suggest(session: Session, form: SuggestionForm, reading: Reading, field: str) -> Suggestion:
    return actions.suggest(
        session,
        acting(),
        reading.thread,
        field=field,
        proposed=form.body.data or "",
        version=form.version.data or 0,
        reason=form.reason.data or "",
    )


def _present(reading: Reading, field: str) -> Wording:
    found = wording_of(db.session(), reading.thread, field)
    if found is None:
        raise NotFound("nothing_to_suggest_about")
    return found


def _begin_page(reading: Reading, field: str, form: SuggestionForm, **more: object) -> str:
    return render_template(
        "edit_suggestions/begin.html",
        form=form,
        head=thread_head(reading),
        place=place_name(field),
        preview=preview_of(form),
        **more,
    )


def _both_versions(public_id: str, field: str, form: SuggestionForm) -> ResponseReturnValue:
    """Show what has become of the text beside what was just suggested for it."""
    reading = reading_of(public_id)
    present = _present(reading, field)
    form.begin_from(present.version)
    changes = marked(present.text, form.body.data or "")
    return _begin_page(reading, field, form, changes=changes), 409


@blueprint.get("/edit-suggestions/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show a suggestion with its pieces, for who made it and who decides."""
    session, (suggestion, reading) = db.session(), _suggestion(public_id)
    decides = actions.can_replace(
        session, acting(), reading.thread, reading.membership, suggestion.field
    )
    page = suggestion_page(
        suggestion,
        wording_of(session, reading.thread, suggestion.field),
        decides=bool(decides),
        is_own=suggestion.author_id == acting().id,
    )
    return render_template("edit_suggestions/show.html", page=page, head=thread_head(reading))


@blueprint.post("/edit-suggestions/<public_id>/accept")
@members_only
def accept(public_id: str) -> ResponseReturnValue:
    """Take a piece over, or all that fit."""
    places = PiecesForm().places
    return _decided(
        public_id,
        lambda session, one: actions.accept_pieces(session, acting(), one, places=places),
        _("This stands in the text now."),
    )


@blueprint.post("/edit-suggestions/<public_id>/refuse")
@members_only
def refuse(public_id: str) -> ResponseReturnValue:
    """Leave a piece out, or all that are left."""
    places = PiecesForm().places
    return _decided(
        public_id,
        lambda session, one: actions.refuse_pieces(session, acting(), one, places=places),
        _("This is left out."),
    )


@blueprint.post("/edit-suggestions/<public_id>/withdraw")
@members_only
def withdraw(public_id: str) -> ResponseReturnValue:
    """Take one's own suggestion back."""
    return _decided(
        public_id,
        lambda session, one: actions.withdraw_suggestion(session, acting(), one),
        _("You have taken your suggestion back."),
    )


def _decided(
    public_id: str, decide: Callable[[Session, Suggestion], object], done: str
) -> ResponseReturnValue:
    """Do it and go back to the suggestion; what others have decided meanwhile is said there."""
    suggestion, _reading = _suggestion(public_id)
    try:
        with unit_of_work() as session:
            decide(session, suggestion)
    except (Conflict, Invalid) as refusal:
        flash(sentence(refusal.reason, **refusal.values), "warning")
    else:
        flash(done, "success")
    return redirect(url_for(".show", public_id=public_id), 303)


def _suggestion(public_id: str) -> tuple[Suggestion, Reading]:
    """Return the suggestion with its thread, for who may read it; for others there is none."""
    suggestion = suggestion_by_public_id(db.session(), public_id)
    reading = reading_of(suggestion.thread.public_id)
    if not can_read_suggestion(reading.actor, suggestion, reading.thread, reading.membership):
        raise NotFound("no_suggestion")
    return suggestion, reading
