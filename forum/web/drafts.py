"""Drafts: the list of one's own, saving from the editor, discarding."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_babel import gettext as _

from forum.channels.policy import can_start_thread
from forum.extensions import db, limiter, unit_of_work
from forum.kernel.errors import NotFound
from forum.kernel.verdict import require
from forum.threads import actions, policy, queries
from forum.web.auth import acting, members_only
from forum.web.forms.threads import EditForm, ReplyForm, WritingForm
from forum.web.presenters.drafts import draft_rows, way_back_to
from forum.web.reading import post_for_reader, reading_of
from forum.web.standing import standing_in
from forum.web.starting import start_form
from forum.web.writing import Target, keep, own_key

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/drafts")
@members_only
def overview() -> ResponseReturnValue:
    """Show the reader's own unfinished texts."""
    return render_template(
        "drafts/overview.html", rows=draft_rows(queries.drafts_of(db.session(), acting()))
    )


@blueprint.route("/drafts/<kind>/<target>", methods=["POST", "PUT"])
@members_only
@limiter.limit("60/minute", key_func=own_key)
def save(kind: str, target: str) -> ResponseReturnValue:
    """Keep what stands in an editor, and say when: a short sentence, no page."""
    row, form = _target(kind, target)
    draft = keep(form, row)
    if draft is None:
        return "", 204
    return str(_("Saved at %(time)s", time=format_time(draft.updated_at, "short")))


@blueprint.post("/drafts/<public_id>/discard")
@members_only
def discard(public_id: str) -> ResponseReturnValue:
    """Throw an unfinished text away."""
    with unit_of_work() as session:
        draft = queries.draft_by_public_id(session, acting(), public_id)
        before = queries.drafts_of(session, acting())
        actions.discard_draft(session, draft)
    # The way back holds the text itself: what was thrown away is kept nowhere else.
    way_back = way_back_to(draft, before)
    rows = draft_rows(queries.drafts_of(db.session(), acting()))
    return render_template("drafts/overview.html", rows=rows, way_back=way_back)


@blueprint.post("/drafts/<kind>/<target>/restore")
@members_only
@limiter.limit("60/minute", key_func=own_key)
def restore(kind: str, target: str) -> ResponseReturnValue:
    """Bring a draft back that was just discarded."""
    row, form = _target(kind, target)
    if keep(form, row) is not None:
        flash(_("Your draft is back."), "success")
    return redirect(url_for("drafts.overview"), 303)


def _target(kind: str, target: str) -> tuple[Target, WritingForm]:
    """Return what the text is for, where the writer may publish it there, and its form."""
    if kind == "thread":
        standing = standing_in(target)
        require(can_start_thread(acting(), standing.channel, standing.membership))
        return standing.channel, start_form(standing)
    if kind == "reply":
        reading = reading_of(target)
        require(policy.can_reply(reading.actor, reading.thread, reading.membership))
        return reading.thread, ReplyForm()
    if kind == "edit":
        post, reading = post_for_reader(target)
        require(policy.can_edit(reading.actor, post, reading.thread, reading.membership))
        return post, EditForm()
    raise NotFound("no_draft")
