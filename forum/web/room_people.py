"""Who takes part in a conversation, and what its hosts decide about it."""

from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.accounts.queries import person_by_handle
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.messaging import actions
from forum.messaging.meeting_policy import can_add_to, can_leave_room, can_see_people
from forum.messaging.models import Room
from forum.messaging.queries import participants_of, people_called
from forum.web.auth import acting, members_only
from forum.web.forms.rooms import RoomNameForm
from forum.web.limits import message_changes_of_account
from forum.web.presenters.room_people import room_people
from forum.web.room_reading import RoomReading, room_reading
from forum.web.room_titles import title_of
from forum.web.standing import standing_in

blueprint = Blueprint("room_people", __name__)
RoomChange = Callable[[Session, Actor, Room], object]


@blueprint.get("/chat/<public_id>/people")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show who takes part; a channel has a list of its own."""
    reading = room_reading(public_id)
    if reading.room.channel is not None:
        slug = reading.room.channel.slug
        return redirect(url_for("memberships.show", slug=slug))
    require(can_see_people(reading.actor, reading.room, reading.own))
    form = RoomNameForm()
    form.show(reading.room)
    return _page(reading, form)


@blueprint.post("/chat/<public_id>/people/<handle>/add")
@members_only
@message_changes_of_account
def add(public_id: str, handle: str) -> ResponseReturnValue:
    """Bring somebody in, who reads what is said from now on."""
    reading = room_reading(public_id)
    person = person_by_handle(db.session(), reading.actor, handle)
    with unit_of_work() as session:
        actions.add_participant(session, reading.actor, reading.room, person=person)
    return _done(public_id, _("%(name)s takes part now.", name=person.name))


@blueprint.post("/chat/<public_id>/people/<handle>/remove")
@members_only
@message_changes_of_account
def remove(public_id: str, handle: str) -> ResponseReturnValue:
    """Take somebody out, who reads no further."""
    reading = room_reading(public_id)
    person = person_by_handle(db.session(), reading.actor, handle)
    with unit_of_work() as session:
        actions.remove_participant(session, reading.actor, reading.room, person=person)
    return _done(public_id, _("%(name)s does not take part any more.", name=person.name))


@blueprint.route("/chat/<public_id>/leave", methods=["GET", "POST"])
@members_only
@message_changes_of_account
def leave(public_id: str) -> ResponseReturnValue:
    """Leave a conversation, after asking: what is said afterwards is not read any more."""
    reading = room_reading(public_id)
    title = title_of(db.session(), reading)
    if request.method == "GET":
        require(can_leave_room(reading.actor, reading.room, reading.own))
        return render_template("room_people/leave.html", reading=reading, title=title)
    with unit_of_work() as session:
        actions.leave(session, reading.actor, reading.room)
    flash(_("You have left “%(name)s”.", name=title), "success")
    return redirect(url_for("conversations.overview"), 303)


@blueprint.post("/chat/<public_id>/name")
@members_only
@message_changes_of_account
def rename(public_id: str) -> ResponseReturnValue:
    """Call the room something else."""
    reading, form = room_reading(public_id), RoomNameForm()
    name, description = form.name.data or "", form.description.data or ""
    with form.showing_refusals(), unit_of_work() as session:
        actions.rename(session, reading.actor, reading.room, name=name, description=description)
    if form.errors:
        return _page(room_reading(public_id), form)
    return _done(public_id, _("The room has its new name."))


@blueprint.post("/chat/<public_id>/close")
@members_only
@message_changes_of_account
def close(public_id: str) -> ResponseReturnValue:
    """Let nobody write here any more."""
    _change(room_reading(public_id), actions.close)
    return _done(public_id, _("The room is closed. It can still be read."))


@blueprint.post("/chat/<public_id>/reopen")
@members_only
@message_changes_of_account
def reopen(public_id: str) -> ResponseReturnValue:
    """Let people write here again."""
    _change(room_reading(public_id), actions.open_again)
    return _done(public_id, _("The room is open again."))


@blueprint.post("/channels/<slug>/chat/off")
@members_only
@message_changes_of_account
def switch_off(slug: str) -> ResponseReturnValue:
    """Have no chat in a channel; what was said can still be read."""
    return _switch(slug, actions.switch_off, _("The chat of this channel is switched off."))


@blueprint.post("/channels/<slug>/chat/on")
@members_only
@message_changes_of_account
def switch_on(slug: str) -> ResponseReturnValue:
    """Have a chat in the channel again."""
    return _switch(slug, actions.switch_on, _("The chat of this channel is switched on."))


def _switch(slug: str, verb: RoomChange, told: str) -> ResponseReturnValue:
    channel = standing_in(slug).channel
    with unit_of_work() as session:
        room = actions.room_for_channel(session, channel)
        verb(session, acting(), room)
    flash(told, "success")
    return redirect(url_for("channels.about", slug=channel.slug), 303)


def _change(reading: RoomReading, verb: RoomChange) -> None:
    with unit_of_work() as session:
        verb(session, reading.actor, reading.room)


def _done(public_id: str, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for(".show", public_id=public_id), 303)


def _page(reading: RoomReading, form: RoomNameForm) -> ResponseReturnValue:
    session = db.session()
    search = request.args.get("find", "").replace("\0", "").strip()[:100]
    found: Sequence[Actor] = ()
    if search and can_add_to(reading.actor, reading.room, reading.own):
        found = people_called(session, reading.actor, reading.room, search)
    page = room_people(
        reading,
        participants_of(session, reading.room),
        found,
        title=title_of(session, reading),
        search=search,
    )
    return render_template("room_people/show.html", page=page, form=form), form.status
