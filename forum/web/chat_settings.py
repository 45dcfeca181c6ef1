"""One's wishes about chat: for all rooms, and of what one is told of a single one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import choose_ways
from forum.extensions import db, unit_of_work
from forum.messaging import actions
from forum.messaging.models import ChatWishes
from forum.web import limits
from forum.web.auth import members_only, owner
from forum.web.forms.chat_settings import ChatWishesForm, RoomLevelForm
from forum.web.presenters.settings import settings_pages
from forum.web.room_reading import room_reading
from forum.web.texts.chat_settings import LEVELS

blueprint = Blueprint("chat_settings", __name__)


@blueprint.route("/settings/chat", methods=["GET", "POST"])
@members_only
@limits.changes_of_account
def show() -> ResponseReturnValue:
    """Choose keys, letters, quiet hours, and who may write and see."""
    form = ChatWishesForm()
    if request.method == "GET":
        form.show(owner().account, db.session().get(ChatWishes, owner().account.id))
    if form.validate_on_submit():
        with form.showing_refusals():
            _choose(form)
        if not form.errors:
            flash(_("Saved."), "success")
            return redirect(url_for("chat_settings.show"), 303)
    pages = settings_pages("chat_settings.show")
    zone = owner().account.timezone.replace("_", " ")
    page = render_template("settings/chat.html", form=form, settings_pages=pages, zone=zone)
    return page, form.status


@blueprint.post("/chat/<public_id>/level")
@members_only
@limits.message_changes_of_account
def choose_level(public_id: str) -> ResponseReturnValue:
    """Choose of what one is told in a room."""
    reading = room_reading(public_id)
    level = RoomLevelForm().chosen()
    with unit_of_work() as session:
        actions.choose_level(session, reading.actor, reading.room, level=level)
    flash(str(LEVELS[level].effect), "success")
    return redirect(reading.url, 303)


def _choose(form: ChatWishesForm) -> None:
    account = owner().account
    with unit_of_work() as session:
        actions.choose_chat(session, account, form.chosen())
        choose_ways(
            session,
            account,
            uses_shortcuts=account.uses_shortcuts,
            shows_presence=form.shows_presence.data,
        )
