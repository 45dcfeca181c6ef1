"""Chat hours: planning them, saying whether one comes, taking them into one's calendar."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.channels.queries import moderators_of
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.messaging.actions import room_for_channel
from forum.messaging.actions.attend_hour import answer_hour, see_hour
from forum.messaging.actions.plan_hour import call_off_hour, change_hour, plan_hour
from forum.messaging.hour_policy import can_change_hour, can_plan_hour
from forum.messaging.models import ChatHour
from forum.messaging.queries.hours import (
    coming_count,
    hour_by_public_id,
    hour_reader_of,
    hours_ahead,
    hours_past,
    news_key,
    next_hour,
)
from forum.web.auth import members_only, owner
from forum.web.context import settings
from forum.web.forms.chat_hours import AnswerForm, ChatHourForm
from forum.web.limits import message_changes_of_account
from forum.web.presenters.calendar import calendar_of
from forum.web.presenters.channels import audience_of
from forum.web.presenters.chat_hours import hour_line, hour_lines, hour_page
from forum.web.room_reading import RoomReading, reading_of_room, room_reading
from forum.web.room_titles import title_of
from forum.web.standing import standing_in
from forum.web.writing import refusals_shown

blueprint = Blueprint("chat_hours", __name__)


@blueprint.get("/channels/<slug>/chat/hours")
@members_only
def overview(slug: str) -> ResponseReturnValue:
    """Show what is planned in the chat of a channel, and what was."""
    reading = _of_channel(slug)
    session, room = db.session(), reading.room
    plans = can_plan_hour(reading.actor, room, reading.own)
    return render_template(
        "chat_hours/overview.html",
        reading=reading,
        title=title_of(session, reading),
        ahead=hour_lines(hours_ahead(session, room)),
        past=hour_lines(hours_past(session, room)),
        plan_url=url_for(".plan", slug=slug) if plans else None,
    )


@blueprint.get("/channels/<slug>/chat/hours/_now")
@members_only
def now(slug: str) -> ResponseReturnValue:
    """Return the hour that runs or comes next, for a page that is open."""
    coming = next_hour(db.session(), _of_channel(slug).room)
    return render_template(
        "chat/_hour.html",
        hour=None if coming is None else hour_line(coming),
        hours_url=url_for(".overview", slug=slug),
    )


@blueprint.route("/channels/<slug>/chat/hours/new", methods=["GET", "POST"])
@members_only
@message_changes_of_account
def plan(slug: str) -> ResponseReturnValue:
    """Plan one."""
    reading = _of_channel(slug)
    require(can_plan_hour(reading.actor, reading.room, reading.own))
    form = ChatHourForm()
    form.offer(_hosts(reading))
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            hour = plan_hour(session, reading.actor, reading.room, form.plan())
        if not form.refused:
            flash(_("The chat hour is planned. The members of the channel are told."), "success")
            return redirect(url_for(".show", public_id=hour.public_id), 303)
    return _form_page(form, reading, url_for(".overview", slug=slug)), form.status


@blueprint.get("/chat-hours/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show one; who has seen it is not told of it again."""
    hour, reading = _hour(public_id)
    session = db.session()
    page = hour_page(
        hour,
        reading.actor,
        reading.own,
        hour_reader_of(session, reading.actor, hour),
        coming=coming_count(session, hour),
        chat_url=reading.url,
    )
    channel, zone = hour.room.channel, owner().account.timezone.replace("_", " ")
    rendered = render_template(
        "chat_hours/show.html",
        page=page,
        title=title_of(session, reading),
        audience=None if channel is None else audience_of(channel.audience),
        zone=zone,
    )
    _remember(hour, reading)
    return rendered


@blueprint.route("/chat-hours/<public_id>/edit", methods=["GET", "POST"])
@members_only
@message_changes_of_account
def edit(public_id: str) -> ResponseReturnValue:
    """Change one, also its time."""
    hour, reading = _hour(public_id)
    require(can_change_hour(reading.actor, hour, reading.own))
    form = ChatHourForm()
    form.offer(_hosts(reading, hour.host))
    form.show(hour)
    if form.validate_on_submit():
        version = form.version.data or 0
        with refusals_shown(form), unit_of_work() as session:
            change_hour(session, reading.actor, hour, form.plan(), version=version)
        if not form.refused:
            flash(_("The chat hour is changed. Who comes is told of another time."), "success")
            return redirect(url_for(".show", public_id=public_id), 303)
    return _form_page(form, reading, url_for(".show", public_id=public_id)), form.status


@blueprint.post("/chat-hours/<public_id>/call-off")
@members_only
@message_changes_of_account
def call_off(public_id: str) -> ResponseReturnValue:
    """Let it not take place."""
    hour, reading = _hour(public_id)
    with unit_of_work() as session:
        call_off_hour(session, reading.actor, hour)
    flash(_("The chat hour is called off. Who wanted to come is told."), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/chat-hours/<public_id>/answer")
@members_only
@message_changes_of_account
def answer(public_id: str) -> ResponseReturnValue:
    """Take whether somebody comes."""
    hour, reading = _hour(public_id)
    form = AnswerForm()
    if not form.validate():
        return redirect(url_for(".show", public_id=public_id), 303)
    comes = form.comes.data == "yes"
    with unit_of_work() as session:
        answer_hour(session, reading.actor, hour, comes=comes)
    said = (
        _("You come. One hour before you will be reminded by e-mail.")
        if comes
        else _("You do not come. You will not be reminded.")
    )
    flash(said, "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/chat-hours/<public_id>/read")
@members_only
@message_changes_of_account
def read(public_id: str) -> ResponseReturnValue:
    """Note that what was told of it was seen."""
    hour, reading = _hour(public_id)
    with unit_of_work() as session:
        see_hour(session, reading.actor, hour, told=request.args.get("told", ""))
    return redirect(url_for("notifications.overview"), 303)


@blueprint.get("/chat-hours/<public_id>.ics")
@members_only
def calendar(public_id: str) -> ResponseReturnValue:
    """Send it for the reader's calendar."""
    hour, reading = _hour(public_id)
    base = settings().public_url.rstrip("/")
    text = calendar_of(
        hour,
        host=urlsplit(base).hostname or "",
        url=base + url_for(".show", public_id=public_id),
        place=f"{title_of(db.session(), reading)} · {base}{reading.url}",
    )
    sent = Response(text, content_type="text/calendar; charset=utf-8")
    sent.headers["Content-Disposition"] = f'attachment; filename="{hour.public_id}.ics"'
    sent.headers["Cache-Control"] = "private, no-store"
    return sent


def _of_channel(slug: str) -> RoomReading:
    channel = standing_in(slug).channel
    with unit_of_work() as session:
        room_id = room_for_channel(session, channel).public_id
    return room_reading(room_id)


def _hour(public_id: str) -> tuple[ChatHour, RoomReading]:
    hour = hour_by_public_id(db.session(), public_id)
    return hour, reading_of_room(hour.room)


def _hosts(reading: RoomReading, present: Actor | None = None) -> list[Actor]:
    """Return who can lead it: who plans it, the moderation, and who was to lead it so far."""
    moderators = moderators_of(db.session(), reading.room.channel_id or 0)
    people = [reading.actor, *moderators, *([] if present is None else [present])]
    return list({one.id: one for one in people}.values())


def _form_page(form: ChatHourForm, reading: RoomReading, cancel_url: str) -> str:
    return render_template(
        "chat_hours/edit.html",
        form=form,
        reading=reading,
        title=title_of(db.session(), reading),
        zone=owner().account.timezone.replace("_", " "),
        cancel_url=cancel_url,
    )


def _remember(hour: ChatHour, reading: RoomReading) -> None:
    """Note that it was seen; a page that is fetched ahead was not."""
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    reader = hour_reader_of(db.session(), reading.actor, hour)
    key = news_key(hour)
    if "prefetch" not in purpose and (reader is None or reader.seen != key):
        with unit_of_work() as session:
            see_hour(session, reading.actor, hour, told=key)
