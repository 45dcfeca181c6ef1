"""How fast a room goes, and how long it keeps what was said: for who keeps order in it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.messaging import actions
from forum.messaging.meeting_policy import can_keep_for_good, can_restrain_room
from forum.web.auth import members_only
from forum.web.forms.room_settings import RoomSettingsForm
from forum.web.limits import message_changes_of_account
from forum.web.room_reading import RoomReading, room_reading
from forum.web.room_titles import title_of
from forum.web.standing import standing_in

blueprint = Blueprint("room_settings", __name__)


@blueprint.route("/channels/<slug>/chat/settings", methods=["GET", "POST"])
@members_only
@message_changes_of_account
def of_channel(slug: str) -> ResponseReturnValue:
    """Let the moderation of a channel decide about its chat."""
    channel = standing_in(slug).channel
    with unit_of_work() as session:
        room_id = actions.room_for_channel(session, channel).public_id
    return _answer(room_reading(room_id))


@blueprint.route("/chat/<public_id>/settings", methods=["GET", "POST"])
@members_only
@message_changes_of_account
def show(public_id: str) -> ResponseReturnValue:
    """Let the hosts of a working room decide about it."""
    reading = room_reading(public_id)
    if reading.room.channel is not None:
        return redirect(url_for(".of_channel", slug=reading.room.channel.slug))
    return _answer(reading)


def _answer(reading: RoomReading) -> ResponseReturnValue:
    room = reading.room
    require(can_restrain_room(reading.actor, room, reading.own))
    form = RoomSettingsForm()
    form.offer(room, for_good=bool(can_keep_for_good(reading.actor, room, reading.own)))
    if form.validate_on_submit():
        with form.showing_refusals(), unit_of_work() as session:
            actions.restrain(
                session,
                reading.actor,
                room,
                slow_seconds=form.slow_seconds,
                kept_days=form.kept_days,
            )
        if not form.errors:
            flash(_("The settings of the chat have been saved."), "success")
            return redirect(reading.url, 303)
    title = title_of(db.session(), reading)
    page = render_template("room_settings/show.html", reading=reading, title=title, form=form)
    return page, form.status
