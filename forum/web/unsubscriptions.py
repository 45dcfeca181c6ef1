"""Ending letters by the link in them, without signing in: whoever has the letter may."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from forum.digests.actions.order import end_order
from forum.extensions import csrf, db, unit_of_work
from forum.notifications.actions import end_mail
from forum.notifications.ending import PURPOSE, Ending
from forum.notifications.queries import Ended, ended_by
from forum.threads.actions import mute_thread
from forum.web import limits
from forum.web.context import signer
from forum.web.letter_desk import Letter, letters_of_keys
from forum.web.presenters.notification_settings import ending_page

blueprint = Blueprint("unsubscriptions", __name__)


@blueprint.get("/unsubscribe/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Ask before letters are ended: the scanners of mail servers open links, too."""
    ending = _ending(token)
    ended = ended_by(db.session(), ending)
    page = ending_page(ended, _letters(ended, ending), token)
    return render_template("notifications/unsubscribe.html", page=page)


@blueprint.post("/unsubscribe/<token>")
@csrf.exempt  # The mail program of the receiver sends it (RFC 8058), with no cookie of ours.
@limits.endings_from_here
def end(token: str) -> ResponseReturnValue:
    """End the letters that the link came with; ending twice is ending once."""
    ending = _ending(token)
    with unit_of_work() as session:
        ended = ended_by(session, ending)
        letters = _letters(ended, ending)
        end_mail(session, ended.account, ending)
        if ended.thread is not None:
            mute_thread(session, ended.account.actor, ended.thread)
        for key in ending.lists:
            end_order(session, ended.account, key, how=_how())
    page = ending_page(ended, letters, token)
    return render_template("notifications/unsubscribed.html", page=page)


def _letters(ended: Ended, ending: Ending) -> list[Letter]:
    return letters_of_keys(ended.account, ending.lists) if ending.lists else []


def _how() -> str:
    """Tell a mail program, which asks nobody (RFC 8058), from somebody who pressed a button."""
    is_one_click = request.form.get("List-Unsubscribe") == "One-Click"
    return "one_click" if is_one_click else "link"


def _ending(token: str) -> Ending:
    """Read the link; it has no age, because letters are kept for years."""
    return Ending.read(signer().read(PURPOSE, token))
