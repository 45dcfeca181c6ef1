"""Ending letters by the link in them, without signing in: whoever has the letter may."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.extensions import csrf, db, unit_of_work
from forum.notifications.actions import end_mail
from forum.notifications.ending import PURPOSE, Ending
from forum.notifications.queries import ended_by
from forum.threads.actions import mute_thread
from forum.web import limits
from forum.web.context import signer
from forum.web.presenters.notification_settings import ending_page

blueprint = Blueprint("unsubscriptions", __name__)


@blueprint.get("/unsubscribe/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Ask before letters are ended: the scanners of mail servers open links, too."""
    page = ending_page(ended_by(db.session(), _ending(token)), token)
    return render_template("notifications/unsubscribe.html", page=page)


@blueprint.post("/unsubscribe/<token>")
@csrf.exempt  # The mail program of the receiver sends it (RFC 8058), with no cookie of ours.
@limits.links_from_here
def end(token: str) -> ResponseReturnValue:
    """End the letters that the link came with; ending twice is ending once."""
    ending = _ending(token)
    with unit_of_work() as session:
        ended = ended_by(session, ending)
        end_mail(session, ended.account, ending)
        if ended.thread is not None:
            mute_thread(session, ended.account.actor, ended.thread)
    page = ending_page(ended, token)
    return render_template("notifications/unsubscribed.html", page=page)


def _ending(token: str) -> Ending:
    """Read the link; it has no age, because letters are kept for years."""
    return Ending.read(signer().read(PURPOSE, token))
