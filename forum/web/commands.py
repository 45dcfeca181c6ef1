"""The commands of chat, for who has no script: a question or a thread with what was written.

`static/src/js/chat/composer.js` follows the same ones.
"""

import re
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.channels.policy import can_start_thread
from forum.kernel.verdict import require
from forum.messaging.keeping_policy import can_keep
from forum.threads.models import ThreadKind
from forum.web.presenters.channels import audience_of
from forum.web.room_reading import RoomReading
from forum.web.standing import standing_in
from forum.web.starting import start_form
from forum.web.texts.kinds import KIND_HINTS

_COMMAND = re.compile(r"/(frage|question|thread|gespräch)(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_QUESTIONS = frozenset({"frage", "question"})
# A first line that is longer is no title.
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Command:
    """What was asked for, and the text that goes with it."""

    kind: ThreadKind
    text: str


def command_in(reading: RoomReading) -> Command | None:
    """Return the command that the form was sent with, where it means anything in this room."""
    found = _COMMAND.fullmatch(request.form.get("body", "").replace("\0", "").strip())
    if found is None:
        return None
    is_question = found[1].lower() in _QUESTIONS
    text = (found[2] or "").strip()
    kind = ThreadKind.QUESTION if is_question else ThreadKind.DISCUSSION
    if reading.room.channel is not None:
        return Command(kind, text)
    # A conversation has no threads; what was said in it can be kept as one.
    is_keeping = not is_question and not text
    return Command(kind, text) if is_keeping and _may_keep(reading) else None


def follow_command(reading: RoomReading, command: Command) -> ResponseReturnValue:
    """Show the form of a new thread with the text, or what was said, to keep a part of it.

    Raises `NotAllowed`.
    """
    if not command.text and command.kind is ThreadKind.DISCUSSION and _may_keep(reading):
        return redirect(url_for("keepings.choose", public_id=reading.room.public_id), 303)
    assert reading.room.channel is not None  # noqa: S101 - see command_in
    standing = standing_in(reading.room.channel.slug)
    channel = standing.channel
    require(can_start_thread(reading.actor, channel, standing.membership))
    form = start_form(standing)
    first = command.text.partition("\n")[0].strip()
    form.title.data = first if len(first) <= LONGEST_TITLE else ""
    form.body.data = command.text
    form.kind.data = command.kind.value
    flash(_("This is not in the chat: here it becomes a thread, once you publish it."), "info")
    return render_template(
        "threads/start.html",
        form=form,
        channel=channel,
        audience=audience_of(channel.audience),
        kind_hints=KIND_HINTS,
        draft=None,
        preview=None,
    )


def _may_keep(reading: RoomReading) -> bool:
    return bool(can_keep(reading.actor, reading.room, reading.own))
