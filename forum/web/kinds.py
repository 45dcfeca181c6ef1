"""Reading what makes a thread more than a discussion."""

from forum.extensions import db
from forum.practices import policy as practices
from forum.practices import queries as reports
from forum.practices.models import ReportState, Stage
from forum.threads import policy, queries
from forum.threads.models import ThreadKind
from forum.web.presenters.kinds import KindView, kind_view
from forum.web.presenters.polls import PollView, poll_view
from forum.web.presenters.showcase import ReportArticle, ReportMaterial, report_article
from forum.web.reading import Reading


def kind_of(reading: Reading) -> KindView:
    """Return tags, and what the kind has of its own: one to five statements."""
    session, thread = db.session(), reading.thread
    answer = queries.accepted_answer_of(session, thread)
    tags = queries.tags_of(session, thread)
    return kind_view(thread.kind, tags, answer, poll_in(reading), report_in(reading))


def poll_in(reading: Reading) -> PollView | None:
    """Return the poll of the thread, with names where this reader may see them."""
    session, thread = db.session(), reading.thread
    row = queries.poll_of(session, reading.actor, thread)
    if row is None:
        return None
    named = policy.can_see_voters(reading.actor, row.poll, has_voted=row.has_voted)
    names = queries.voters_of(session, row.poll) if named else {}
    return poll_view(reading, row, names)


def report_in(reading: Reading) -> ReportArticle | None:
    """Return the report of the thread as an article; what was taken back is its author's alone."""
    session, actor, thread = db.session(), reading.actor, reading.thread
    if thread.kind is not ThreadKind.EXPERIENCE_REPORT:
        return None
    row = reports.report_of_thread(session, thread)
    is_own = row is not None and actor is not None and row.author_id == actor.id
    if row is None or (row.state is ReportState.DRAFT and not is_own):
        return None
    return report_article(material_of(reading, row))


def material_of(reading: Reading, row: reports.ReportRow) -> ReportMaterial:
    """Return what stands beside a report, and what the reader may do with it."""
    session, actor, membership = db.session(), reading.actor, reading.membership
    vouchers = reports.verifications_of(session, [row.id]).get(row.id, [])
    adoptions = reports.adoptions_of(session, [row.id]).get(row.id, [])
    report = reports.report_in_thread(session, reading.thread) if actor else None
    if actor is None or report is None:
        return ReportMaterial(row, vouchers, adoptions)
    confirmed = practices.can_verify(
        actor, report, membership, Stage.CONFIRMED, reached={one.stage for one in vouchers}
    )
    has_confirmed = any(
        one.actor_id == actor.id and one.stage is Stage.CONFIRMED for one in vouchers
    )
    return ReportMaterial(
        row,
        vouchers,
        adoptions,
        can_adopt=bool(practices.can_adopt(actor, report, membership)),
        can_confirm=bool(confirmed) and not has_confirmed,
        adopter_id=actor.id,
        moderates=reading.moderates,
    )
