"""Keeping a conversation: choosing a part, writing the thread, asking those who are quoted."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict, ForumError, Invalid, NotAllowed, NotFound
from forum.kernel.markup import render
from forum.kernel.verdict import require
from forum.messaging.actions.answer import answer as give_answer
from forum.messaging.actions.ask import ask as ask_for_consent
from forum.messaging.actions.ask import reconsider as take_question_back
from forum.messaging.actions.keep import (
    SUMMARY_LIMIT,
    drop_keeping,
    edit_keeping,
    keep,
)
from forum.messaging.actions.publish_keeping import publish_keeping
from forum.messaging.keeping_policy import (
    NO_KEEPING,
    can_edit_keeping,
    can_keep,
    can_see_keeping,
)
from forum.messaging.models import Keeping, KeptPart, Treatment
from forum.messaging.queries.keepings import (
    channels_to_keep_in,
    keeping_by_public_id,
    keepings_shown,
    parts_of,
    stretch_between,
    voices_of,
)
from forum.messaging.quotes import body_of
from forum.threads.queries import known_names
from forum.threads.text import compose
from forum.web.auth import acting, members_only
from forum.web.context import settings
from forum.web.forms.keepings import KeepingForm
from forum.web.keeping_choice import choice_page, choice_url, number_of
from forum.web.keeping_words import title_for, words_around
from forum.web.limits import changes_of_account, message_changes_of_account
from forum.web.presenters.keepings import (
    KeepingPage,
    keeping_lines,
    keeping_page,
)
from forum.web.room_reading import room_address, room_reading
from forum.web.texts import sentence
from forum.web.threadpool import off_the_loop
from forum.web.writing import posting_limit, refusals_shown, rendered

blueprint = Blueprint("keepings", __name__)


@blueprint.get("/keepings")
@members_only
def overview() -> ResponseReturnValue:
    """Show what the reader keeps, and what they are asked about."""
    lines = keeping_lines(keepings_shown(db.session(), acting()))
    return render_template("keepings/overview.html", lines=lines)


@blueprint.get("/chat/<public_id>/keep")
@members_only
def choose(public_id: str) -> ResponseReturnValue:
    """Show what was said, to choose where the part begins and ends; a script names both."""
    reading = room_reading(public_id)
    require(can_keep(reading.actor, reading.room, reading.own))
    return choice_page(reading)


@blueprint.post("/chat/<public_id>/keep")
@members_only
@message_changes_of_account
def begin(public_id: str) -> ResponseReturnValue:
    """Freeze the chosen part, and go on to write the thread; or look on for its ends."""
    reading = room_reading(public_id)
    if "step" in request.form:
        return redirect(choice_url(reading), 303)
    first, last = sorted((number_of("from"), number_of("to")))
    try:
        with unit_of_work() as session:
            found = stretch_between(session, reading.room, reading.own, first, last, limit=1)
            title = title_for(found[0].created_at) if found else ""
            keeping = keep(
                session, reading.actor, reading.room, first=first, last=last, title=title
            )
    except Invalid as refusal:
        flash(sentence(refusal.reason, **refusal.values), "error")
        return choice_page(reading), 422
    return redirect(url_for(".edit", public_id=keeping.public_id), 303)


@blueprint.get("/keepings/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show a keeping to whom it concerns; everybody else is led to its thread."""
    session, actor = db.session(), acting()
    keeping = keeping_by_public_id(session, public_id)
    voices = voices_of(session, keeping)
    if not can_see_keeping(actor, keeping, voices):
        if keeping.post is None:
            raise NotFound(NO_KEEPING)
        return redirect(url_for("posts.show", public_id=keeping.post.public_id))
    return render_template("keepings/show.html", page=_page(keeping))


@blueprint.route("/keepings/<public_id>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str) -> ResponseReturnValue:
    """Write what the thread is to be, and leave out what it does not need."""
    session, actor = db.session(), acting()
    keeping = _own(public_id)
    require(can_edit_keeping(actor, keeping))
    form, parts = KeepingForm(), parts_of(session, keeping)
    form.offer(channels_to_keep_in(session, actor))
    form.show(keeping)
    if form.validate_on_submit():
        plan = form.plan(parts, request.form.getlist("part"))
        with refusals_shown(form), unit_of_work() as unit:
            edit_keeping(unit, actor, keeping, plan, version=form.version.data or 0)
        if not form.refused:
            return redirect(url_for(".show", public_id=public_id), 303)
    return _edit_page(form, _own(public_id)), form.status


@blueprint.post("/keepings/<public_id>/ask")
@members_only
@changes_of_account
def ask(public_id: str) -> ResponseReturnValue:
    """Ask everybody who is quoted."""
    keeping = _own(public_id)
    try:
        with unit_of_work() as session:
            ask_for_consent(session, acting(), keeping)
    except (Invalid, NotAllowed) as refusal:
        return _refused(public_id, refusal)
    flash(_("Those who are quoted are told by mail. They decide about their words."), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/keepings/<public_id>/reconsider")
@members_only
@changes_of_account
def reconsider(public_id: str) -> ResponseReturnValue:
    """Take the question back, to change something."""
    keeping = _own(public_id)
    try:
        with unit_of_work() as session:
            take_question_back(session, acting(), keeping)
    except NotAllowed as refusal:
        return _refused(public_id, refusal)
    return redirect(url_for(".edit", public_id=public_id), 303)


@blueprint.post("/keepings/<public_id>/drop")
@members_only
def drop(public_id: str) -> ResponseReturnValue:
    """Let there be no thread; what was frozen is deleted."""
    keeping = _own(public_id)
    try:
        with unit_of_work() as session:
            drop_keeping(session, acting(), keeping)
    except NotAllowed as refusal:
        return _refused(public_id, refusal)
    flash(_("Dropped. Nothing of it is kept."), "success")
    return redirect(url_for(".overview"), 303)


@blueprint.post("/keepings/<public_id>/publish")
@members_only
@posting_limit
def publish(public_id: str) -> ResponseReturnValue:
    """Begin the thread."""
    keeping = _own(public_id)
    try:
        thread_id = _published(keeping)
    except (Invalid, NotAllowed, Conflict) as refusal:
        return _refused(public_id, refusal)
    return redirect(url_for("threads.show", public_id=thread_id), 303)


@blueprint.post("/keepings/<public_id>/answer")
@members_only
@message_changes_of_account
def answer(public_id: str) -> ResponseReturnValue:
    """Take what somebody says about their own words."""
    keeping = keeping_by_public_id(db.session(), public_id)
    words = words_around(keeping, parts_of(db.session(), keeping))
    try:
        with unit_of_work() as session:
            give_answer(
                session,
                acting(),
                keeping,
                treatments=_treatments(),
                words=words,
                agrees=request.form.get("agrees", "yes") != "no",
            )
    except (Invalid, NotAllowed, Conflict) as refusal:
        return _refused(public_id, refusal)
    flash(_("Your answer is noted."), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


def _own(public_id: str) -> Keeping:
    """Return the keeping for who may see it; the actions ask for the rest."""
    session = db.session()
    keeping = keeping_by_public_id(session, public_id)
    if not can_see_keeping(acting(), keeping, voices_of(session, keeping)):
        raise NotFound(NO_KEEPING)
    return keeping


def _refused(public_id: str, refusal: ForumError) -> ResponseReturnValue:
    flash(sentence(refusal.reason, **refusal.values), "error")
    return redirect(url_for(".show", public_id=public_id), 303)


def _published(keeping: Keeping) -> str:
    """Compose the text, begin the thread, and return its public id."""
    session = db.session()
    parts = parts_of(session, keeping)
    words = words_around(keeping, parts)
    source = body_of(keeping.summary, parts, words).source
    known = known_names(session, source, home_id=keeping.channel_id)
    own_host = urlsplit(settings().public_url).netloc
    text = off_the_loop(compose, source, known, own_host=own_host)
    with unit_of_work() as unit:
        return publish_keeping(unit, acting(), keeping, text=text, words=words).public_id


def _treatments() -> dict[str, Treatment]:
    """Return what was chosen for each part, by its public id; what is no treatment is none."""
    prefix, known = "part-", {treatment.value: treatment for treatment in Treatment}
    return {
        name.removeprefix(prefix): known[value]
        for name, value in request.form.items()
        if name.startswith(prefix) and value in known
    }


def _page(keeping: Keeping) -> KeepingPage:
    session, actor = db.session(), acting()
    parts = parts_of(session, keeping)
    return keeping_page(
        actor,
        keeping,
        voices_of(session, keeping),
        _rendered(parts),
        summary=rendered(keeping.summary),
        chat_url=room_address(keeping.room) if keeping.room else None,
    )


def _edit_page(form: KeepingForm, keeping: Keeping) -> str:
    return render_template(
        "keepings/edit.html", form=form, page=_page(keeping), summary_limit=SUMMARY_LIMIT
    )


def _rendered(parts: Sequence[KeptPart]) -> list[tuple[KeptPart, Markup]]:
    pieces = off_the_loop(_render_each, [part.source for part in parts])
    return list(zip(parts, pieces, strict=True))


def _render_each(sources: list[str]) -> list[Markup]:
    return [Markup(render(source, is_short=True).html) for source in sources]  # noqa: S704
