"""What arrives while a thread is read: new posts as parts of its page, and how far one has seen.

A part is asked for by "what came after n", so a browser that slept, was offline or has no socket
gets the same as one that heard of every post.
"""

from dataclasses import replace

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from forum.extensions import unit_of_work
from forum.notifications.actions import mark_thread_read
from forum.threads.actions import mark_read
from forum.threads.queries import PAGE
from forum.web.auth import acting, members_only, owner
from forum.web.limits import arrivals_of_account
from forum.web.presenters.posts import thread_page
from forum.web.reading import reading_of
from forum.web.shelves import shelf_of

blueprint = Blueprint("arrivals", __name__)


@blueprint.get("/threads/<public_id>/part")
@arrivals_of_account
def show(public_id: str) -> ResponseReturnValue:
    """Return the posts after a number, a page of them at most, and nothing around them.

    `only` asks for one post as it is now. Nothing counts as read: it has not been seen yet.
    """
    reading = reading_of(public_id)
    highest = reading.thread.highest_number
    only = _number("only", highest)
    after = only - 1 if only else min(_number("after", highest), highest)
    shelf = shelf_of(reading, after)
    if only:
        shelf = replace(shelf, posts=tuple(one for one in shelf.posts if one.number == only))
    # Without the frame: the page around has it, and it costs more than the posts.
    part = current_app.jinja_env.get_template("threads/_part.html")
    until = min(after + PAGE, highest)
    return part.render(page=thread_page(shelf), until=until, highest=highest)


@blueprint.post("/threads/<public_id>/read")
@members_only
@arrivals_of_account
def read(public_id: str) -> ResponseReturnValue:
    """Remember that the reader has seen everything up to a number."""
    reading = reading_of(public_id)
    number = request.form.get("number", 0, type=int)
    if 0 < number <= reading.thread.highest_number:
        with unit_of_work() as session:
            mark_read(session, acting(), reading.thread, number=number)
            mark_thread_read(session, owner().account, reading.thread, number=number)
    return "", 204


def _number(name: str, most: int) -> int:
    """Return a number from the query; whatever was asked for, it is one that can be."""
    return min(max(request.args.get(name, 0, type=int), 0), most + 1)
