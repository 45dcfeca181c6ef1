"""Where the outline of a long thread comes from."""

from flask import url_for

from forum.extensions import db
from forum.threads.queries import PAGE, outline_of
from forum.web.presenters.outline import OutlineLine, has_outline, outline_lines, rows_on_page
from forum.web.presenters.posts import Shelf


def outline_for(shelf: Shelf) -> tuple[OutlineLine, ...]:
    """Return the outline of a long thread, none of a short one; one page needs no statement."""
    reading, thread = shelf.reading, shelf.reading.thread
    if not has_outline(thread, shelf.posts):
        return ()
    rows = rows_on_page(shelf.posts)
    if thread.highest_number > PAGE:
        rows = outline_of(db.session(), reading.actor, thread, moderates=reading.moderates)
    path = url_for("threads.show", public_id=thread.public_id)
    return outline_lines(path, thread, rows, shelf.posts, shelf.after)
