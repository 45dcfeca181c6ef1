"""Cases of the moderation: the queue, holding a case, deciding it, notes."""

from collections.abc import Callable

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.queries import moderates_anywhere
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Conflict, ForumError
from forum.kernel.verdict import require
from forum.moderation import actions
from forum.moderation.models import Case
from forum.moderation.policy import can_moderate_anything, holder_of
from forum.moderation.queries.dossier import canned_texts, case_for
from forum.web.auth import acting, members_only
from forum.web.case_desk import (
    BULK_STATUS,
    Outcome,
    bulk_form,
    decision_form,
    desk,
    list_page,
    outcome_of,
)
from forum.web.errors import STATUS
from forum.web.forms.cases import BulkForm, DecisionForm, NoteForm
from forum.web.presenters.case import filled
from forum.web.presenters.cases import carried
from forum.web.texts import sentence
from forum.web.writing import refusals_shown

blueprint = Blueprint("cases", __name__)

Step = Callable[[Session, Actor, Case], Case]


@blueprint.get("/moderation/cases")
@members_only
def overview() -> ResponseReturnValue:
    """List what waits for a decision, or what was decided."""
    anywhere = moderates_anywhere(db.session(), acting())
    require(can_moderate_anything(acting(), moderates_anywhere=anywhere))
    return list_page(bulk_form())


@blueprint.get("/moderation/cases/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show a case beside the list."""
    case = case_for(db.session(), acting(), public_id)
    return desk(case, decision_form(case), NoteForm(formdata=None))


@blueprint.post("/moderation/cases/<public_id>/claim")
@members_only
def claim(public_id: str) -> ResponseReturnValue:
    """Hold a case for a while."""
    return _stepped(public_id, actions.claim)


@blueprint.post("/moderation/cases/<public_id>/take-over")
@members_only
def take_over(public_id: str) -> ResponseReturnValue:
    """Hold a case that somebody else holds; they are told."""
    form = DecisionForm()

    def take(session: Session, actor: Actor, case: Case) -> Case:
        return actions.take_over(session, actor, case, fence=form.fence_seen)

    return _stepped(public_id, take)


@blueprint.post("/moderation/cases/<public_id>/let-go")
@members_only
def let_go(public_id: str) -> ResponseReturnValue:
    """Leave a case to the others."""
    return _stepped(public_id, actions.let_go)


@blueprint.post("/moderation/cases/<public_id>/renew")
@members_only
def renew(public_id: str) -> ResponseReturnValue:
    """Hold a case longer; a script asks while somebody works on the page."""
    case = case_for(db.session(), acting(), public_id)
    try:
        with unit_of_work() as session:
            renewed = actions.renew(session, acting(), case)
    except Conflict as refusal:
        return jsonify(reason=sentence(refusal.reason)), 409
    left = (renewed.claimed_until or clock.now()) - clock.now()
    return jsonify(fence=renewed.fence, lease=int(left.total_seconds()))


@blueprint.post("/moderation/cases/<public_id>/notes")
@members_only
def note(public_id: str) -> ResponseReturnValue:
    """Leave a word for the other moderators."""
    case = case_for(db.session(), acting(), public_id)
    form = NoteForm()
    with refusals_shown(form), unit_of_work() as session:
        actions.note(session, acting(), case, text=form.text.data or "")
    if form.refused:
        case = case_for(db.session(), acting(), public_id)
        return desk(case, decision_form(case, sent=False), form)
    return redirect(url_for("cases.show", public_id=public_id, **carried()) + "#notes", 303)


@blueprint.post("/moderation/cases/<public_id>/decide")
@members_only
def decide(public_id: str) -> ResponseReturnValue:
    """Decide a case; or put a ready-made text into the form, and show it again."""
    case = case_for(db.session(), acting(), public_id)
    form = decision_form(case)
    if form.intent == "fill":
        texts = {text.public_id: text.text for text in canned_texts(db.session())}
        form.insert(filled(texts.get(form.canned.data or "", ""), case, form.ground_chosen))
        return desk(case, form, NoteForm(formdata=None), opened=True)
    try:
        with refusals_shown(form), unit_of_work() as session:
            _decide(session, case, form)
    except Conflict as refusal:
        return _again(case, form, refusal)
    if form.refused:
        case = case_for(db.session(), acting(), public_id)
        return desk(case, form, NoteForm(formdata=None), opened=True)
    flash(_("Decided: “%(title)s”.", title=case.title), "success")
    return redirect(url_for("cases.overview", **carried()), 303)


def _decide(session: Session, case: Case, form: DecisionForm) -> None:
    words = form.wording()
    measure = form.measure_chosen
    actions.decide(session, acting(), case, fence=form.fence_seen, measure=measure, **words)


def _again(case: Case, form: DecisionForm, refusal: Conflict) -> ResponseReturnValue:
    """Show the case as it is now, with what was written, and held again where it is free."""
    present = case_for(db.session(), acting(), case.public_id)
    is_free = holder_of(present, clock.now()) in {None, acting().id}
    if refusal.reason in {"claim_ran_out", "case_changed"} and is_free:
        try:
            with unit_of_work() as session:
                actions.claim(session, acting(), present)
        except ForumError as other:
            form.refuse(other)
        present = case_for(db.session(), acting(), case.public_id)
    form.begin_again(present.fence)
    form.refuse(refusal)
    form.refused = STATUS[Conflict]
    return desk(present, form, NoteForm(formdata=None), opened=True)


@blueprint.post("/moderation/cases/decide")
@members_only
def decide_several() -> ResponseReturnValue:
    """Decide several cases alike, each in a transaction of its own, and say what became of each."""
    form = bulk_form()
    if form.intent == "fill":
        texts = {text.public_id: text.text for text in canned_texts(db.session())}
        form.insert(texts.get(form.canned.data or "", ""))
        return list_page(form, ticked=set(form.chosen()))
    chosen = form.chosen()
    with refusals_shown(form):
        form.require_complete()
    if form.refused:
        return list_page(form, ticked=set(chosen))
    outcomes = [_one_of_several(form, public_id, fence) for public_id, fence in chosen.items()]
    return render_template(
        "cases/outcomes.html", outcomes=outcomes, url=url_for("cases.overview", **carried())
    ), BULK_STATUS


def _one_of_several(form: BulkForm, public_id: str, fence: int) -> Outcome:
    try:
        case = case_for(db.session(), acting(), public_id)
    except ForumError as refusal:
        return outcome_of(None, public_id, refusal)
    reason = filled(form.reason.data or "", case, form.ground_chosen)
    try:
        with unit_of_work() as session:
            actions.decide(
                session,
                acting(),
                case,
                fence=fence,
                measure=form.measure_chosen,
                reason=reason,
                ground=form.ground_chosen,
            )
    except ForumError as refusal:
        return outcome_of(case, public_id, refusal)
    return outcome_of(case, public_id, None)


def _stepped(public_id: str, step: Step) -> ResponseReturnValue:
    case = case_for(db.session(), acting(), public_id)
    try:
        with unit_of_work() as session:
            step(session, acting(), case)
    except Conflict as refusal:
        flash(sentence(refusal.reason), "warning")
    return redirect(url_for("cases.show", public_id=public_id, **carried()), 303)
