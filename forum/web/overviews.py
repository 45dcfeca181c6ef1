"""Lists across all channels: every thread, narrowed as one likes, and one's own."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.extensions import db
from forum.threads.queries.overview import all_threads, threads_answered_by, threads_begun_by
from forum.web.auth import acting, current_actor, members_only
from forum.web.frame import listed_channels
from forum.web.presenters.overviews import (
    asked_for,
    filter_form,
    list_tabs,
    own_page,
    pages_asked,
    stretch_of,
)
from forum.web.presenters.threads import thread_rows

blueprint = Blueprint("overviews", __name__)


@blueprint.get("/threads")
def show() -> ResponseReturnValue:
    """Show threads by theme, city and kind, in the order asked for; each list has one address."""
    actor, channels = current_actor(), listed_channels()
    is_member = actor is not None
    asked = asked_for(request.args, channels, is_member=is_member)
    if not asked.left_out and request.full_path.rstrip("?") != asked.own_address:
        return redirect(asked.own_address)
    found = all_threads(db.session(), actor, asked.narrowing, asked.stretch)
    return render_template(
        "overviews/show.html",
        tabs=list_tabs("overviews.show", is_member=is_member),
        form=filter_form(asked, channels, is_member=is_member),
        rows=thread_rows(found.items),
        pages=pages_asked(found, asked),
    )


@blueprint.get("/threads/mine")
@members_only
def mine() -> ResponseReturnValue:
    """Show the threads that the reader has begun, or answered in."""
    has_answered = request.args.get("show") == "answered"
    query = threads_answered_by if has_answered else threads_begun_by
    found = query(db.session(), acting(), stretch_of(request.args))
    return render_template(
        "overviews/mine.html",
        tabs=list_tabs("overviews.mine", is_member=True),
        page=own_page(found, has_answered=has_answered),
    )
