"""Where the outline of a long thread comes from."""

from dataclasses import replace

from flask import url_for

from forum.extensions import db
from forum.threads.queries import PAGE, PostRow, outline_of
from forum.web.presenters.outline import OutlineLine, has_outline, outline_lines, rows_on_page
from forum.web.presenters.posts import Shelf


def outline_for(shelf: Shelf) -> tuple[OutlineLine, ...]:
    """Return the outline of a long thread, none of a short one; one page needs no statement."""
    reading, thread = shelf.reading, shelf.reading.thread
    posts = _posts(shelf)
    if not has_outline(thread, posts):
        return ()
    rows = rows_on_page(posts)
    if thread.highest_number > PAGE:
        rows = outline_of(db.session(), reading.actor, thread, moderates=reading.moderates)
    path = url_for("threads.show", public_id=thread.public_id)
    return outline_lines(path, thread, rows, posts, shelf.after)


def _posts(shelf: Shelf) -> tuple[PostRow, ...]:
    """Leave the headings of a report's opening post out: the article in its place has its own."""
    if shelf.kind.report is None:
        return shelf.posts
    return tuple(replace(post, html="") if post.number == 1 else post for post in shelf.posts)
