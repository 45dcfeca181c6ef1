"""Changing messages: the text, taking it away and back, reactions, pins.

Each is a small form; a script that asks for JSON gets the state of the message as it is then.
"""

from collections.abc import Callable

from flask import Blueprint, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.attachments.actions import show_attachments_in_message
from forum.extensions import unit_of_work
from forum.kernel.errors import Conflict, ForumError, Invalid, NotAllowed, TooMany
from forum.messaging import actions
from forum.messaging.models import Message
from forum.web import limits
from forum.web.messages import composed, kept_for_later
from forum.web.room_reading import RoomReading, message_for_reader, state_for, wants_json
from forum.web.texts import sentence

blueprint = Blueprint("message_changes", __name__)
ADDRESS = "/chat/<public_id>/messages/<message_id>"
Change = Callable[[Session, Actor, Message], Message]


@blueprint.post(f"{ADDRESS}/edit")
@limits.message_changes_of_account
def edit(public_id: str, message_id: str) -> ResponseReturnValue:
    """Change the text; `version` is the one that the author saw."""
    _message, reading = message_for_reader(public_id, message_id)
    try:
        text = composed(reading)
    except Invalid as error:
        return _refused(error, reading)

    def change(session: Session, actor: Actor, message: Message) -> Message:
        version = request.form.get("version", 0, type=int)
        edited = actions.edit(session, actor, message, text=text, version=version)
        show_attachments_in_message(session, actor, edited)
        return edited

    return _changed(public_id, message_id, change)


@blueprint.post(f"{ADDRESS}/remove")
@limits.message_changes_of_account
def remove(public_id: str, message_id: str) -> ResponseReturnValue:
    """Take the words away; who keeps order says why."""
    reason = request.form.get("reason", "")
    return _changed(
        public_id,
        message_id,
        lambda session, actor, message: actions.remove(session, actor, message, reason=reason),
    )


@blueprint.post(f"{ADDRESS}/restore")
@limits.message_changes_of_account
def restore(public_id: str, message_id: str) -> ResponseReturnValue:
    """Take a removal back."""
    return _changed(public_id, message_id, actions.restore)


@blueprint.post(f"{ADDRESS}/react")
@limits.message_changes_of_account
def react(public_id: str, message_id: str) -> ResponseReturnValue:
    """Say something about it with a sign."""
    sign = request.form.get("sign", "")
    return _changed(
        public_id,
        message_id,
        lambda session, actor, message: actions.give_reaction(session, actor, message, sign=sign),
    )


@blueprint.post(f"{ADDRESS}/unreact")
@limits.message_changes_of_account
def unreact(public_id: str, message_id: str) -> ResponseReturnValue:
    """Take one's sign back."""
    sign = request.form.get("sign", "")
    return _changed(
        public_id,
        message_id,
        lambda session, actor, message: actions.withdraw_reaction(
            session, actor, message, sign=sign
        ),
    )


@blueprint.post(f"{ADDRESS}/pin")
@limits.message_changes_of_account
def pin(public_id: str, message_id: str) -> ResponseReturnValue:
    """Pin it at the head of the room."""
    return _changed(public_id, message_id, actions.pin)


@blueprint.post(f"{ADDRESS}/unpin")
@limits.message_changes_of_account
def unpin(public_id: str, message_id: str) -> ResponseReturnValue:
    """Take the pin off."""
    return _changed(public_id, message_id, actions.unpin)


def _changed(public_id: str, message_id: str, change: Change) -> ResponseReturnValue:
    """Change the message and answer with how it looks then, or lead back to it."""
    message, reading = message_for_reader(public_id, message_id)
    try:
        with unit_of_work() as session:
            change(session, reading.actor, message)
    except (Conflict, Invalid, NotAllowed, TooMany) as error:
        return _refused(error, reading)
    if wants_json():
        return jsonify(message=state_for(reading, message))
    return redirect(f"{reading.url}?message={message_id}#message-{message_id}", 303)


def _refused(error: ForumError, reading: RoomReading) -> ResponseReturnValue:
    """Lead back to the room and say why; a script is answered with the reason.

    The words of a correction that came too late stand in the composer.
    """
    if "body" in request.form or wants_json():
        return kept_for_later(reading, error)
    flash(sentence(error.reason, **error.values), "error")
    return redirect(reading.url, 303)
