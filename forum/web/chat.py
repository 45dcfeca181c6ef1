"""The pages of a room: reading and writing in it, correcting a message, and taking one down.

Everything works by forms and reloading; the script of the page adds what happens meanwhile.
"""

import uuid

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.channels.models import SubscriptionLevel
from forum.channels.queries import moderators_of
from forum.consultations.queries import consultation_of_room, taker_of
from forum.extensions import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.kernel.verdict import require
from forum.messaging import actions, policy, queries
from forum.messaging.emoji import EMOJI, QUICK_SIGNS
from forum.messaging.models import ChatWishes, RoomKind
from forum.messaging.queries import MessageState, states_of
from forum.messaging.queries.hours import next_hour
from forum.web.auth import members_only, owner
from forum.web.presenters.channels import channel_head
from forum.web.presenters.chat import RoomPage, Shown, blank_message, room_page
from forum.web.presenters.chat_hours import hour_line
from forum.web.presenters.consultations import ConsultationBar, consultation_bar
from forum.web.room_reading import (
    RoomReading,
    message_for_reader,
    reading_of_room,
    room_reading,
    wants_json,
)
from forum.web.room_titles import title_of
from forum.web.standing import standing_in

blueprint = Blueprint("chat", __name__)
PAGE = 50
# A link to a message shows what was said before it, and some of what came after.
AFTER = 25


@blueprint.get("/channels/<slug>/chat")
@members_only
def of_channel(slug: str) -> ResponseReturnValue:
    """Show the room of a channel; it is opened when somebody first looks into it."""
    standing = standing_in(slug)
    session, channel = db.session(), standing.channel
    room = queries.room_of_channel(session, channel)
    if room is None:
        with unit_of_work() as unit:
            actions.room_for_channel(unit, channel)
        standing = standing_in(slug)
        channel = standing.channel
        room = queries.room_of_channel(session, channel)
    if room is None:
        raise NotFound(policy.NO_ROOM)
    room.channel = channel
    is_muted = standing.level is SubscriptionLevel.MUTED
    page = _page(reading_of_room(room), is_muted=is_muted)
    head = channel_head(standing, moderators_of(session, channel.id), "chat.of_channel")
    coming = next_hour(session, room)
    return render_template(
        "chat/of_channel.html",
        page=page,
        channel=head,
        hour=None if coming is None else hour_line(coming),
        hours_url=url_for("chat_hours.overview", slug=channel.slug),
        **_words(),
    )


@blueprint.get("/chat/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    """Show any other room; that of a channel has its place among the channel's pages."""
    reading = room_reading(public_id)
    if reading.room.channel is not None:
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{reading.url}?{query}" if query else reading.url)
    people_url = url_for("room_people.show", public_id=public_id)
    shown = {**_words(), "people_url": people_url, "bar": _consultation(reading)}
    return render_template("chat/show.html", page=_page(reading), **shown)


@blueprint.get("/chat/<public_id>/messages/<message_id>/edit")
@members_only
def edit(public_id: str, message_id: str) -> ResponseReturnValue:
    """Show the text of a message to its author; a script edits it in its place."""
    message, reading = message_for_reader(public_id, message_id)
    require(policy.can_edit_message(reading.actor, message, reading.room, reading.own))
    if wants_json():
        return jsonify(source=message.source, version=message.version)
    title = title_of(db.session(), reading)
    return render_template("chat/edit.html", message=message, reading=reading, title=title)


@blueprint.get("/chat/<public_id>/messages/<message_id>/remove")
@members_only
def remove(public_id: str, message_id: str) -> ResponseReturnValue:
    """Ask before a message is taken down, and for the reason where one is owed."""
    message, reading = message_for_reader(public_id, message_id)
    require(policy.can_remove_message(reading.actor, message, reading.room, reading.own))
    title = title_of(db.session(), reading)
    is_own = message.author_id == reading.actor.id
    return render_template(
        "chat/remove.html", message=message, reading=reading, title=title, is_own=is_own
    )


def _consultation(reading: RoomReading) -> ConsultationBar | None:
    """Return where the consultation stands whose room this is."""
    session, room = db.session(), reading.room
    if room.kind is not RoomKind.CONSULTATION:
        return None
    consultation = consultation_of_room(session, room)
    if consultation is None:
        raise NotFound(policy.NO_ROOM)
    own = taker_of(session, consultation, reading.actor)
    if own is None:
        raise NotFound(policy.NO_ROOM)
    return consultation_bar(reading.actor, consultation, own)


def _words() -> dict[str, object]:
    """Return what the templates need besides the page."""
    return {
        "blank": blank_message(),
        "gone": blank_message,
        "client_id": str(uuid.uuid4()),
        "quick_signs": QUICK_SIGNS,
        "emoji": EMOJI,
    }


def _page(reading: RoomReading, *, is_muted: bool = False) -> RoomPage:
    session, room = db.session(), reading.room
    reader = queries.reader_of(session, reading.actor, room)
    unread = queries.unread_of(session, reading.actor, [room.id]).get(room.id)
    wishes = session.get(ChatWishes, owner().account.id)
    messages, is_all, is_end, linked = _window(reading)
    page = room_page(
        Shown(
            reading=reading,
            messages=messages,
            is_all=is_all,
            is_end=is_end,
            pinned=queries.pinned_in(session, room, reading.own),
            reader=reader,
            unread=unread,
            answering=_answering(reading),
            title=title_of(session, reading),
            wishes=wishes,
            is_muted=is_muted,
            message=linked,
            since=_number("new"),
            leaving=queries.leaving_soon(session, room, reading.own),
        )
    )
    # Who follows a link, that of the bell above all, has seen what its page shows, like in threads;
    # but for who has never been here, nothing becomes new by that.
    shown_up_to = messages[-1]["sequence"] if linked and messages and reader is not None else 0
    seen = room.last_sequence if is_end else shown_up_to
    _remember(reading, 0 if reader is None else reader.read_up_to, seen)
    return page


def _window(reading: RoomReading) -> tuple[list[MessageState], bool, bool, str]:
    """Return the messages of the page, whether it has the first and the last one, and the link."""
    session, room, own = db.session(), reading.room, reading.own
    before = _number("before")
    linked = request.args.get("message", "")
    if linked:
        before = queries.message_in(session, room, own, linked).sequence + AFTER
    elif start := _number("from") or _number("new"):
        before = start + AFTER
    is_end = before is None or before > room.last_sequence
    found = queries.history(session, room, own, before=before, limit=PAGE + 1)
    shown = found[-PAGE:]
    return states_of(session, shown), len(found) <= PAGE, is_end, linked


def _remember(reading: RoomReading, before: int, number: int) -> None:
    """Note how far the room was seen; a page that is fetched ahead was not."""
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if number > before and "prefetch" not in purpose:
        with unit_of_work() as session:
            actions.mark_read(session, reading.actor, reading.room, up_to=number)


def _answering(reading: RoomReading) -> MessageState | None:
    public_id = request.args.get("reply", "")
    if not public_id:
        return None
    return queries.state_of(db.session(), reading.room, reading.own, public_id)


def _number(name: str) -> int | None:
    digits = request.args.get(name, "")
    return int(digits[:15]) if digits.isascii() and digits.isdigit() else None
