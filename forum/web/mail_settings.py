"""One's mail settings by the link in a letter, without signing in: letters, and nothing else.

Whoever has the letter may. What the link can do is little: end, pause and change letters, choose
what is told by mail. Ordering one sends a mail to the account's own address first.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.extensions import db, unit_of_work
from forum.messaging.actions import choose_chat_mail
from forum.messaging.queries.missed import is_told_by_mail
from forum.notifications import actions, queries
from forum.web import limits
from forum.web.forms.notifications import WaysForm
from forum.web.letter_desk import Desk, desk_behind
from forum.web.letter_pages import end_letter, list_of_letters, page_of_letter, pause_letter

blueprint = Blueprint("mail_settings", __name__)


@blueprint.route("/mail-settings/<token>", methods=["GET", "POST"])
@limits.links_from_here
def overview(token: str) -> ResponseReturnValue:
    """Show all letters of the account and how it is told; keep how it wishes to be told."""
    desk, form = desk_behind(token), WaysForm()
    if form.is_submitted() and form.validate():
        with form.showing_refusals(), unit_of_work() as session:
            actions.choose_ways(session, desk.account, form.ways())
            if form.chat_by_mail is not None:
                choose_chat_mail(session, desk.account, by_mail=form.chat_by_mail)
        if not form.errors:
            flash(_("Saved."), "success")
            return redirect(url_for("mail_settings.overview", token=token), 303)
    return _overview(desk, form), form.status


@blueprint.route("/mail-settings/<token>/<name>", methods=["GET", "POST"])
@limits.links_from_here
def show(token: str, name: str) -> ResponseReturnValue:
    """Order one letter, or change how it comes."""
    return page_of_letter(desk_behind(token), name, [])


@blueprint.post("/mail-settings/<token>/<name>/pause")
@limits.links_from_here
def pause(token: str, name: str) -> ResponseReturnValue:
    """Pause one letter until a day, or let it come again."""
    return pause_letter(desk_behind(token), name, [])


@blueprint.post("/mail-settings/<token>/<name>/end")
@limits.links_from_here
def end(token: str, name: str) -> ResponseReturnValue:
    """End one letter."""
    return end_letter(desk_behind(token), name)


def _overview(desk: Desk, form: WaysForm) -> str:
    account = desk.account
    if not form.is_submitted():
        wishes = queries.wishes_of(db.session(), account)
        chat = is_told_by_mail(db.session(), account)
        form.show(wishes, follows_written=account.follows_written, chat_by_mail=chat)
    return render_template(
        "letters/mail_settings.html",
        page=list_of_letters(desk),
        form=form,
        layout="layouts/mail_settings.html",
    )
