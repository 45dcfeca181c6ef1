"""The start page: what is new for a member, and what this is for everybody else."""

import datetime as dt

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.models import Actor
from forum.bookmarks.queries import Show, bookmarks_of
from forum.digests.models import LetterKind
from forum.digests.queries.orders import counts_as_ordered
from forum.extensions import db
from forum.kernel import clock
from forum.practices.queries import newest_reports
from forum.threads import queries
from forum.web.auth import current_actor, owner
from forum.web.context import settings
from forum.web.frame import listed_channels
from forum.web.presenters.report_lists import report_teasers
from forum.web.presenters.start import Found, Step, first_steps, start_page
from forum.web.presenters.threads import thread_rows

blueprint = Blueprint("start", __name__)

# Who has not taken the first steps by then does not want to be asked any more.
NEWCOMER_FOR = dt.timedelta(days=14)
REPORTS = 3


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Show what is new for this reader, or what this hub is."""
    actor, session = current_actor(), db.session()
    reports = report_teasers(newest_reports(session, actor, limit=REPORTS))
    if actor is None:
        return render_template(
            "start/guest.html",
            featured=thread_rows(queries.featured_threads(session, None)),
            rows=thread_rows(queries.latest_threads(session, None)),
            sign_up=settings().sign_up,
            reports=reports,
        )
    found = Found(
        answers=queries.answers_for(session, actor),
        begun=queries.begun_by(session, actor),
        new=queries.new_in_own_channels(session, actor),
        waiting=queries.waiting_for_answer(session, actor),
        latest=queries.latest_threads(session, actor),
        featured=queries.featured_threads(session, actor),
        due=bookmarks_of(session, actor, Show.DUE),
    )
    page = start_page(found, _steps(actor))
    return render_template("start/member.html", page=page, reports=reports)


def _steps(actor: Actor) -> tuple[Step, ...]:
    if clock.now() - actor.created_at > NEWCOMER_FOR:
        return ()
    introductions = settings().introductions
    done = queries.first_steps_of(db.session(), actor, introductions)
    slugs = {entry.channel.slug for entry in listed_channels() if entry.is_readable}
    has_ordered = counts_as_ordered(db.session(), owner().account, LetterKind.WEEKLY)
    where = introductions if introductions in slugs else None
    return first_steps(done, where, has_ordered=has_ordered)
