"""What is read for a page of posts: the same for a whole page and for what arrives on it."""

from forum.bookmarks.queries import bookmarked_among
from forum.curation.queries import summary_row
from forum.extensions import db
from forum.threads import queries
from forum.threads.queries.following import thread_level
from forum.web.kinds import kind_of
from forum.web.presenters.attachments import hangings_of
from forum.web.presenters.posts import Shelf
from forum.web.reading import Reading, reactions_for


def shelf_of(reading: Reading, after: int) -> Shelf:
    """Read the page of posts that follow this number, with all that is shown beside them."""
    session, thread = db.session(), reading.thread
    posts = queries.posts_after(session, reading.actor, thread, after, moderates=reading.moderates)
    until = after + queries.PAGE
    notes = queries.notes_between(
        session, thread, after, until if until < thread.highest_number else None
    )
    return Shelf(
        reading,
        queries.channels_of(session, thread),
        tuple(posts),
        after,
        queries.read_mark_of(session, reading.actor, thread),
        kind=kind_of(reading),
        reactions=reactions_for(reading, posts),
        bookmarked=bookmarked_among(session, reading.actor, [post.id for post in posts]),
        hangings=hangings_of(session, posts),
        notes=tuple(notes),
        level=thread_level(session, reading.actor, thread),
        summary=summary_row(session, thread),
    )
