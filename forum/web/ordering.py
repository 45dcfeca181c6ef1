"""Putting a thread in order: closing, archiving, pinning, featuring, moving and naming it."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forum.channels.models import Channel
from forum.channels.queries import channel_by_slug
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid, NotAllowed
from forum.kernel.verdict import require
from forum.threads import actions, policy, queries
from forum.web.auth import acting, members_only
from forum.web.forms.base import RefusableForm
from forum.web.forms.ordering import MoveForm, PinForm, ReasonForm, TitleForm, UntilForm
from forum.web.presenters.ordering import deeds_of, question_of, readers_now
from forum.web.presenters.posts import thread_head
from forum.web.reading import Reading, reading_of
from forum.web.texts.ordering import DONE
from forum.web.writing import refusals_shown

blueprint = Blueprint("ordering", __name__)

Act = Callable[[Session], object]


@blueprint.get("/threads/<public_id>/order")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show everything that this person may do to put the thread in order, with what follows."""
    reading = reading_of(public_id)
    places = queries.pinnable_places(db.session(), acting(), reading.thread)
    deeds = deeds_of(reading, places)
    if not deeds:
        raise NotAllowed("not_a_moderator")
    return render_template("ordering/show.html", head=thread_head(reading), deeds=deeds)


@blueprint.route("/threads/<public_id>/close", methods=["GET", "POST"])
@members_only
def close(public_id: str) -> ResponseReturnValue:
    """Close the thread, after asking."""
    reading, form = _ordered(public_id), ReasonForm()
    thread, reason = reading.thread, form.reason.data or ""
    return _asked(
        "close",
        reading,
        form,
        lambda session: actions.lock(session, acting(), thread, reason=reason),
    )


@blueprint.post("/threads/<public_id>/open-again")
@members_only
def reopen(public_id: str) -> ResponseReturnValue:
    """Let people write in it again."""
    return _did("reopen", reading_of(public_id), actions.unlock)


@blueprint.route("/threads/<public_id>/archive", methods=["GET", "POST"])
@members_only
def archive(public_id: str) -> ResponseReturnValue:
    """Put the thread aside, after asking."""
    reading, form = _ordered(public_id), ReasonForm()
    thread, reason = reading.thread, form.reason.data or ""
    return _asked(
        "archive",
        reading,
        form,
        lambda session: actions.archive(session, acting(), thread, reason=reason),
    )


@blueprint.post("/threads/<public_id>/unarchive")
@members_only
def unarchive(public_id: str) -> ResponseReturnValue:
    """Take it out of the archive."""
    return _did("unarchive", reading_of(public_id), actions.unarchive)


@blueprint.route("/threads/<public_id>/title", methods=["GET", "POST"])
@members_only
def retitle(public_id: str) -> ResponseReturnValue:
    """Give the thread another title."""
    reading = reading_of(public_id)
    require(policy.can_rename(reading.actor, reading.thread, reading.membership))
    form = TitleForm(title=reading.thread.title)
    thread, title = reading.thread, form.title.data or ""
    return _asked(
        "title",
        reading,
        form,
        lambda session: actions.retitle(session, acting(), thread, title=title),
    )


@blueprint.route("/threads/<public_id>/pin", methods=["GET", "POST"])
@members_only
def pin(public_id: str) -> ResponseReturnValue:
    """Let the thread stand on top of a channel's list."""
    reading, form = reading_of(public_id), PinForm()
    places = queries.pinnable_places(db.session(), acting(), reading.thread)
    if not places:
        raise NotAllowed("not_a_moderator")
    form.offer([channel for channel, _until in places])
    form.suggest(places[0][1])
    channel = {one.slug: one for one, _until in places}.get(form.channel.data or "", places[0][0])
    return _asked("pin", reading, form, partial(_pin, reading, form, channel))


def _pin(reading: Reading, form: PinForm, channel: Channel, session: Session) -> None:
    actions.pin(session, acting(), reading.thread, channel=channel, until=form.moment)


@blueprint.post("/threads/<public_id>/unpin")
@members_only
def unpin(public_id: str) -> ResponseReturnValue:
    """Let it stand where it belongs by its activity."""
    channel = channel_by_slug(db.session(), request.form.get("channel", ""))
    return _did("unpin", reading_of(public_id), partial(actions.unpin, channel=channel))


@blueprint.route("/threads/<public_id>/feature", methods=["GET", "POST"])
@members_only
def feature(public_id: str) -> ResponseReturnValue:
    """Show the thread on the first page."""
    reading, form = reading_of(public_id), UntilForm()
    require(policy.can_feature(reading.actor, reading.thread))
    form.suggest(reading.thread.featured_until)
    thread = reading.thread
    return _asked(
        "feature",
        reading,
        form,
        lambda session: actions.feature(session, acting(), thread, until=form.moment),
    )


@blueprint.post("/threads/<public_id>/unfeature")
@members_only
def unfeature(public_id: str) -> ResponseReturnValue:
    """Show it there no longer."""
    return _did("unfeature", reading_of(public_id), actions.unfeature)


@blueprint.route("/threads/<public_id>/move", methods=["GET", "POST"])
@members_only
def move(public_id: str) -> ResponseReturnValue:
    """Give the thread another home."""
    reading, form = _ordered(public_id), MoveForm()
    channels = queries.channels_to_move_to(db.session(), acting(), reading.thread)
    form.offer({channel.slug: readers_now(channel, named=True) for channel in channels})
    return _asked("move", reading, form, partial(_move, reading, form, channels))


def _move(reading: Reading, form: MoveForm, channels: list[Channel], session: Session) -> None:
    to = next((channel for channel in channels if channel.slug == form.to.data), None)
    if to is None:
        raise Invalid("choose_channel", field="to")
    actions.move(session, acting(), reading.thread, to=to, reason=form.reason.data or "")


def _ordered(public_id: str) -> Reading:
    """Return the thread for who may order it, or raise why they may not."""
    reading = reading_of(public_id)
    require(policy.can_order(reading.actor, reading.thread, reading.membership))
    return reading


def _asked(code: str, reading: Reading, form: RefusableForm, act: Act) -> ResponseReturnValue:
    """Ask before it is done, or do it and go back to the thread."""
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            act(session)
        if not form.refused:
            return _back(code, reading)
    question = question_of(code, reading)
    page = render_template(
        "ordering/ask.html", form=form, head=thread_head(reading), question=question
    )
    return page, form.status


def _did(code: str, reading: Reading, act: Callable[..., object]) -> ResponseReturnValue:
    with unit_of_work() as session:
        act(session, acting(), reading.thread)
    return _back(code, reading)


def _back(code: str, reading: Reading) -> ResponseReturnValue:
    flash(str(DONE[code]), "success")
    return redirect(url_for("threads.show", public_id=reading.thread.public_id), 303)
