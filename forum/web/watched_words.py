"""Words that the moderation watches for, kept by the administrators."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.screening.actions import end_watching, watch_word
from forum.screening.models import WatchedFor
from forum.screening.policy import can_watch_words
from forum.screening.queries import watched_words
from forum.web.auth import acting, members_only
from forum.web.forms.holding import WatchedWordForm
from forum.web.texts.holding import WATCHED_FOR_SHORT
from forum.web.writing import refusals_shown

blueprint = Blueprint("watched_words", __name__)


@blueprint.route("/watched-words", methods=["GET", "POST"])
@members_only
def overview() -> ResponseReturnValue:
    """List the words, and watch for another one."""
    require(can_watch_words(acting()))
    form = WatchedWordForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            word = watch_word(
                session,
                acting(),
                phrase=form.phrase.data or "",
                watched_for=WatchedFor(form.watched_for.data),
                note=form.note.data or "",
            )
            phrase = word.phrase
        if not form.refused:
            flash(_("“%(phrase)s” is watched for from now on.", phrase=phrase), "success")
            return redirect(url_for("watched_words.overview"), 303)
    words = watched_words(db.session())
    page = render_template(
        "watched_words/overview.html", form=form, words=words, what_follows=WATCHED_FOR_SHORT
    )
    return page, form.status


@blueprint.post("/watched-words/<public_id>/drop")
@members_only
def drop(public_id: str) -> ResponseReturnValue:
    """Watch for a word no more."""
    with unit_of_work() as session:
        end_watching(session, acting(), public_id)
    flash(_("The word is not watched for any more."), "success")
    return redirect(url_for("watched_words.overview"), 303)
