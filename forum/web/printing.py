"""A whole thread on one page, for paper."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.curation.queries import summary_of
from forum.extensions import db
from forum.threads import queries
from forum.web.presenters.posts import thread_head
from forum.web.presenters.printing import MOST, printed_thread
from forum.web.reading import reading_of

blueprint = Blueprint("printing", __name__)


@blueprint.get("/threads/<public_id>/print")
def show(public_id: str) -> ResponseReturnValue:
    """Show a thread without anything around it; nothing is remembered as read."""
    reading = reading_of(public_id)
    posts = queries.posts_after(
        db.session(), reading.actor, reading.thread, 0, moderates=reading.moderates, most=MOST
    )
    sheet = printed_thread(reading, posts, summary_of(db.session(), reading.thread))
    return render_template("threads/print.html", head=thread_head(reading), sheet=sheet)
