"""Reporting a message of chat: a form that works without a script, for whoever reads the room."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.messaging.models import Message
from forum.messaging.policy import can_report_message
from forum.moderation.actions import report_message
from forum.web import limits
from forum.web.auth import members_only
from forum.web.context import settings
from forum.web.forms.message_reports import MessageReportForm
from forum.web.room_reading import RoomReading, message_for_reader
from forum.web.room_titles import title_of

blueprint = Blueprint("message_reports", __name__)


@blueprint.route("/chat/<public_id>/messages/<message_id>/report", methods=["GET", "POST"])
@members_only
@limits.notices_from_here
@limits.notices_of_sender
def report(public_id: str, message_id: str) -> ResponseReturnValue:
    """Take a report of a message; a channel's moderation decides, or the administrators."""
    message, reading = message_for_reader(public_id, message_id)
    require(can_report_message(reading.actor, message, reading.room, reading.own))
    form = MessageReportForm()
    if form.validate_on_submit() and _is_reported(form, message, reading):
        flash(_("Thank you. We have received your report and will look at it."), "success")
        return redirect(f"{reading.url}?message={message_id}#message-{message_id}", 303)
    title = title_of(db.session(), reading)
    return render_template(
        "chat/report.html", form=form, message=message, reading=reading, title=title
    ), form.status


def _is_reported(form: MessageReportForm, message: Message, reading: RoomReading) -> bool:
    address = f"{settings().public_url}{reading.url}?message={message.public_id}"
    notice = None
    with form.showing_refusals(), unit_of_work() as session:
        notice = report_message(
            session,
            reading.actor,
            message,
            told=form.told(address),
            locale=str(get_locale()),
            submission_key=form.submission_key.data or "",
        )
    return notice is not None
