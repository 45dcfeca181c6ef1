"""Peer consultations: one's own, a new one, and what is decided on the way through the phases."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.accounts.queries import person_by_handle
from forum.consultations import actions, queries
from forum.consultations.models import Consultation, Part, Taker
from forum.consultations.phases import after, before
from forum.consultations.policy import NO_CONSULTATION
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.verdict import require
from forum.messaging.meeting_policy import can_begin_conversation
from forum.messaging.queries import people_called, people_to_write_to
from forum.threads.text import Text
from forum.web.auth import acting, members_only
from forum.web.conversations import people_chosen, without_null
from forum.web.forms.consultations import ConsultationForm
from forum.web.limits import message_changes_of_account
from forum.web.presenters.consultations import (
    consultation_bar,
    consultation_lines,
    consultation_page,
    phase_text,
)
from forum.web.presenters.people import person_of
from forum.web.texts import sentence
from forum.web.texts.consultations import RULES

blueprint = Blueprint("consultations", __name__)
_PARTS = {part.value: part for part in Part}


@blueprint.get("/consultations")
@members_only
def overview() -> ResponseReturnValue:
    """Show one's own consultations, and what this is."""
    lines = consultation_lines(queries.my_consultations(db.session(), acting()))
    begins = bool(can_begin_conversation(acting()))
    return render_template("consultations/overview.html", lines=lines, begins=begins)


@blueprint.get("/consultations/new")
@members_only
def choose() -> ResponseReturnValue:
    """Ask what it is about, and who is to take part."""
    require(can_begin_conversation(acting()))
    return _choose_page(ConsultationForm(), [])


@blueprint.post("/consultations/new")
@members_only
@message_changes_of_account
def begin() -> ResponseReturnValue:
    """Look for people, or begin with them."""
    require(can_begin_conversation(acting()))
    form = ConsultationForm()
    handles = [*without_null(request.form.getlist("people")), *form.handles]
    if request.form.get("step") == "find":
        return _choose_page(form, handles)
    try:
        people = people_chosen(handles)
        with unit_of_work() as session:
            name, pace = form.name.data or "", form.chosen_pace
            begun = actions.begin(session, acting(), people, name=name, pace=pace)
    except Invalid as refusal:
        form.refuse(refusal)
        form.refused = 422
        return _choose_page(form, handles)
    return redirect(url_for(".show", public_id=begun.public_id), 303)


@blueprint.get("/consultations/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show who takes part, the rules, the methods, and what can be decided now."""
    consultation, own = consultation_and_own(public_id)
    session, actor = db.session(), acting()
    takers = queries.takers_of(session, consultation)
    page = consultation_page(actor, consultation, own, takers)
    search, found = without_null([request.args.get("find", "")])[0].strip()[:100], []
    if search and page.can_cast:
        called = people_called(session, actor, consultation.room, search)
        found = [(one.handle, person_of(one)) for one in called]
    return render_template(
        "consultations/show.html", page=page, rules=RULES, search=search, found=found
    )


@blueprint.get("/consultations/<public_id>/_bar")
@members_only
def bar(public_id: str) -> ResponseReturnValue:
    """Return where it stands, for a page that is open."""
    consultation, own = consultation_and_own(public_id)
    shown = consultation_bar(acting(), consultation, own)
    return render_template("consultations/_bar.html", bar=shown)


@blueprint.post("/consultations/<public_id>/move")
@members_only
@message_changes_of_account
def move(public_id: str) -> ResponseReturnValue:
    """Go on, go back, extend, or end: by the button that was pressed."""
    consultation, _own = consultation_and_own(public_id)
    step, way = _step(), request.form.get("way", "")
    words = _words(consultation, way)
    try:
        with unit_of_work() as session:
            if way == "on":
                actions.go_on(session, acting(), consultation, step=step, words=words)
            elif way == "back":
                actions.go_back(session, acting(), consultation, step=step, words=words)
            elif way == "more":
                actions.extend(session, acting(), consultation, step=step)
            elif way == "end":
                actions.end(session, acting(), consultation)
            else:
                raise Invalid("no_further_phase")  # noqa: TRY301 - refused as the actions do
    except Invalid as refusal:
        flash(sentence(refusal.reason), "warning")
        return redirect(url_for(".show", public_id=public_id), 303)
    if way == "end":
        return redirect(url_for(".show", public_id=public_id), 303)
    return redirect(url_for("chat.show", public_id=_room_id(public_id)), 303)


@blueprint.post("/consultations/<public_id>/promise")
@members_only
@message_changes_of_account
def promise(public_id: str) -> ResponseReturnValue:
    """Confirm the rules, each of which was ticked."""
    consultation, _own = consultation_and_own(public_id)
    if len(set(request.form.getlist("rule"))) < len(RULES):
        flash(_("Please confirm each of the rules."), "warning")
        return redirect(url_for(".show", public_id=public_id, _anchor="rules"), 303)
    with unit_of_work() as session:
        actions.promise(session, acting(), consultation)
    flash(_("Thank you. The moderation sees that you have confirmed the rules."), "success")
    return redirect(url_for("chat.show", public_id=_room_id(public_id)), 303)


@blueprint.post("/consultations/<public_id>/question")
@members_only
@message_changes_of_account
def question(public_id: str) -> ResponseReturnValue:
    """Put the question into words."""
    consultation, _own = consultation_and_own(public_id)
    text = request.form.get("question", "").replace("\0", "")
    try:
        with unit_of_work() as session:
            actions.set_question(session, acting(), consultation, question=text)
    except Invalid as refusal:
        return _refused(public_id, refusal)
    return _done(public_id, _("The key question is written down."))


@blueprint.post("/consultations/<public_id>/method")
@members_only
@message_changes_of_account
def method(public_id: str) -> ResponseReturnValue:
    """Choose how to advise."""
    consultation, _own = consultation_and_own(public_id)
    chosen = request.form.get("method", "")
    try:
        with unit_of_work() as session:
            actions.choose_method(session, acting(), consultation, method=chosen)
    except Invalid as refusal:
        return _refused(public_id, refusal)
    return _done(public_id, _("The method is chosen."))


@blueprint.post("/consultations/<public_id>/people/<handle>")
@members_only
@message_changes_of_account
def cast(public_id: str, handle: str) -> ResponseReturnValue:
    """Give somebody a role; who was not there yet is brought in to advise."""
    consultation, _own = consultation_and_own(public_id)
    person = person_by_handle(db.session(), acting(), handle)
    part = request.form.get("part", "")
    try:
        with unit_of_work() as session:
            if part == "":
                actions.bring_in(session, acting(), consultation, person=person)
            elif part in _PARTS:
                chosen = _PARTS[part]
                actions.give_part(session, acting(), consultation, person=person, part=chosen)
            else:
                raise Invalid("no_such_part")  # noqa: TRY301 - refused as the actions do
    except Invalid as refusal:
        return _refused(public_id, refusal)
    return _done(public_id, _("The roles have been changed."))


@blueprint.post("/consultations/<public_id>/take-over")
@members_only
@message_changes_of_account
def take_over(public_id: str) -> ResponseReturnValue:
    """Moderate instead of who is missing."""
    consultation, _own = consultation_and_own(public_id)
    with unit_of_work() as session:
        actions.take_over(session, acting(), consultation)
    return _done(public_id, _("You moderate now."))


@blueprint.route("/consultations/<public_id>/leave", methods=["GET", "POST"])
@members_only
@message_changes_of_account
def leave(public_id: str) -> ResponseReturnValue:
    """Leave, after asking: there is no way back."""
    consultation, own = consultation_and_own(public_id)
    if request.method == "GET":
        name, gives = consultation.room.name, own.part is Part.GIVER
        return render_template(
            "consultations/leave.html", name=name, gives=gives, public_id=public_id
        )
    with unit_of_work() as session:
        actions.leave(session, acting(), consultation)
    flash(_("You have left the consultation."), "success")
    return redirect(url_for(".overview"), 303)


@blueprint.post("/consultations/<public_id>/share")
@members_only
@message_changes_of_account
def share(public_id: str) -> ResponseReturnValue:
    """Agree that the result becomes a report, or take it back."""
    consultation, _own = consultation_and_own(public_id)
    verb = actions.agree_to_share
    if request.form.get("agrees") != "yes":
        verb = actions.disagree_to_share
    with unit_of_work() as session:
        verb(session, acting(), consultation)
    return _done(public_id, _("Your decision is noted."))


def consultation_and_own(public_id: str) -> tuple[Consultation, Taker]:
    """Return the consultation and the reader's row in it; raises `NotFound` for all others."""
    session, actor = db.session(), acting()
    consultation = queries.consultation_for(session, actor, public_id)
    own = queries.taker_of(session, consultation, actor)
    if own is None:
        raise NotFound(NO_CONSULTATION)
    return consultation, own


def _words(consultation: Consultation, way: str) -> Text | None:
    phase = {"on": after, "back": before}.get(way, lambda _phase: None)(consultation.phase)
    return None if phase is None else phase_text(phase, consultation)


def _step() -> int:
    digits = request.form.get("step", "")[:9]
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _room_id(public_id: str) -> str:
    return queries.consultation_for(db.session(), acting(), public_id).room.public_id


def _refused(public_id: str, refusal: Invalid) -> ResponseReturnValue:
    flash(sentence(refusal.reason, **refusal.values), "warning")
    return redirect(url_for(".show", public_id=public_id), 303)


def _done(public_id: str, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for(".show", public_id=public_id), 303)


def _choose_page(form: ConsultationForm, handles: list[str]) -> ResponseReturnValue:
    session, actor = db.session(), acting()
    chosen = people_to_write_to(session, actor, list(dict.fromkeys(handles))[:100])
    found: list[Actor] = []
    if form.text and not form.refused:
        found = list(people_called(session, actor, None, form.text))
    there = {person.id for person in chosen}
    picks = [(person.handle, person_of(person), True) for person in chosen]
    picks += [(one.handle, person_of(one), False) for one in found if one.id not in there]
    page = render_template("consultations/new.html", form=form, picks=picks, has_found=bool(found))
    return page, form.status
