"""Messages: sending them, catching up with a room, what was said before, and how far one has read.

A script gets the state of the message as JSON, the same for everybody; a form leads back to the
page of the room. What is refused stays in the composer: the script keeps it, a form as a draft.
"""

from contextlib import suppress
from urllib.parse import urlsplit

from flask import Blueprint, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.attachments.actions import show_attachments_in_message
from forum.extensions import db, unit_of_work
from forum.kernel.errors import ForumError, Invalid, NotAllowed, TooMany
from forum.messaging import actions
from forum.messaging.queries import happened_after, message_in, states_of
from forum.messaging.queries import history as history_before
from forum.messaging.text import compose_message
from forum.threads.queries import known_names
from forum.threads.text import Text
from forum.web import limits
from forum.web.commands import command_in, follow_command
from forum.web.context import settings
from forum.web.errors import seconds_left
from forum.web.log_numbers import log_number
from forum.web.room_reading import RoomReading, room_reading, state_for, wants_json
from forum.web.texts import sentence
from forum.web.threadpool import off_the_loop

blueprint = Blueprint("messages", __name__)
PAGE = 50


@blueprint.get("/chat/<public_id>/events")
@limits.catching_up
def events(public_id: str) -> ResponseReturnValue:
    """Return what happened in the room after a number, without a gap."""
    reading = room_reading(public_id)
    after = log_number(request.args.get("after"))
    return jsonify(happened_after(db.session(), reading.room.id, reading.own, after))


@blueprint.get("/chat/<public_id>/history")
@limits.catching_up
def history(public_id: str) -> ResponseReturnValue:
    """Return the messages before a number, or the latest."""
    reading = room_reading(public_id)
    before = log_number(request.args.get("before")) or None
    found = history_before(db.session(), reading.room, reading.own, before=before, limit=PAGE + 1)
    shown = found[-PAGE:]
    return jsonify(messages=states_of(db.session(), shown), is_all=len(found) <= PAGE)


@blueprint.post("/chat/<public_id>/messages")
@limits.messages_of_account
def send(public_id: str) -> ResponseReturnValue:
    """Take a message; one that comes again under its id is answered as the first time."""
    reading = room_reading(public_id)
    try:
        if not wants_json() and (command := command_in(reading)):
            return follow_command(reading, command)
        message, is_new = _sent(reading)
    except (Invalid, NotAllowed, TooMany) as error:
        return kept_for_later(reading, error)
    if not wants_json():
        return redirect(f"{reading.url}#message-{message.public_id}", 303)
    if not is_new:
        return jsonify(message=state_for(reading, message)), 200
    # Its author is who is signed in, and all of it is known.
    return jsonify(message=states_of(db.session(), [message], fresh={message.id})[0]), 201


def _sent(reading: RoomReading) -> actions.Sent:
    client_id = request.form.get("client_id", "")
    text = composed(reading)
    answered = request.form.get("reply_to")
    with unit_of_work() as session:
        sent = actions.send(
            session,
            reading.actor,
            reading.room,
            client_id=client_id,
            text=text,
            reply_to=message_in(session, reading.room, reading.own, answered) if answered else None,
            is_paced=settings().rate_limits,
        )
        if sent.is_new:
            show_attachments_in_message(session, reading.actor, sent.message)
    return sent


def composed(reading: RoomReading) -> Text:
    """Return the cleaned and rendered message of the form, made before any transaction begins."""
    source = request.form.get("body", "")
    known = known_names(db.session(), source, home_id=reading.room.channel_id)
    own_host = urlsplit(settings().public_url).netloc
    return off_the_loop(compose_message, source, known, own_host=own_host)


def kept_for_later(reading: RoomReading, error: ForumError) -> ResponseReturnValue:
    """Lead back to the room with the text as a draft; a script keeps it itself."""
    if wants_json():
        raise error
    source = request.form.get("body", "")
    with suppress(Invalid), unit_of_work() as session:
        actions.save_draft(session, reading.actor, reading.room, source=source)
    words = sentence(error.reason, **error.values)
    if isinstance(error, TooMany) and (left := seconds_left(error)):
        words += " " + _("Please wait %(seconds)d s.", seconds=left)
    flash(words, "error")
    return redirect(reading.url, 303)


@blueprint.post("/chat/<public_id>/read")
@limits.catching_up
def read(public_id: str) -> ResponseReturnValue:
    """Remember that the reader has seen everything up to a number."""
    reading = room_reading(public_id)
    with unit_of_work() as session:
        actions.mark_read(
            session, reading.actor, reading.room, up_to=log_number(request.form.get("up_to"))
        )
    return _done(reading)


@blueprint.post("/chat/<public_id>/unread")
@limits.catching_up
def unread(public_id: str) -> ResponseReturnValue:
    """Make a message and all after it new again; leave the room, or they would be read at once."""
    reading = room_reading(public_id)
    with unit_of_work() as session:
        actions.mark_unread(
            session, reading.actor, reading.room, number=log_number(request.form.get("from"))
        )
    return ("", 204) if wants_json() else redirect("/chat", 303)


@blueprint.post("/chat/<public_id>/draft")
@limits.catching_up
def save_draft(public_id: str) -> ResponseReturnValue:
    """Keep the unfinished message."""
    reading = room_reading(public_id)
    with unit_of_work() as session:
        actions.save_draft(
            session,
            reading.actor,
            reading.room,
            source=request.form.get("body", ""),
            client_id=request.form.get("client_id", ""),
        )
    return _done(reading)


def _done(reading: RoomReading) -> ResponseReturnValue:
    return ("", 204) if wants_json() else redirect(reading.url, 303)
