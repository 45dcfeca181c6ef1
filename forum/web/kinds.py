"""Reading what makes a thread more than a discussion."""

from forum.extensions import db
from forum.threads import policy, queries
from forum.web.presenters.kinds import KindView, kind_view
from forum.web.presenters.polls import PollView, poll_view
from forum.web.reading import Reading


def kind_of(reading: Reading) -> KindView:
    """Return tags, and of a question its answer, of a poll its state: one to four statements."""
    session, thread = db.session(), reading.thread
    answer = queries.accepted_answer_of(session, thread)
    return kind_view(thread.kind, queries.tags_of(session, thread), answer, poll_in(reading))


def poll_in(reading: Reading) -> PollView | None:
    """Return the poll of the thread, with names where this reader may see them."""
    session, thread = db.session(), reading.thread
    row = queries.poll_of(session, reading.actor, thread)
    if row is None:
        return None
    named = policy.can_see_voters(reading.actor, row.poll, has_voted=row.has_voted)
    names = queries.voters_of(session, row.poll) if named else {}
    return poll_view(reading, row, names)
