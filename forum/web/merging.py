"""Merging threads, and splitting posts off: what follows is shown before anything happens."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.models import Actor
from forum.channels.models import Membership
from forum.channels.queries import membership_of
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.verdict import Verdict, require
from forum.threads import actions, policy, queries
from forum.threads.models import Thread
from forum.web.auth import acting, members_only
from forum.web.forms.ordering import OtherThreadForm, SplitForm
from forum.web.presenters.ordering import OtherThread, other_thread, question_of
from forum.web.presenters.posts import thread_head
from forum.web.reading import Reading, reading_of
from forum.web.texts.ordering import DONE
from forum.web.writing import refusals_shown

blueprint = Blueprint("merging", __name__)

Question = Callable[[Actor | None, Thread, Membership | None, Thread, Membership | None], Verdict]

# As many posts as can be looked through on one page.
MOST = 500


@blueprint.route("/threads/<public_id>/merge", methods=["GET", "POST"])
@members_only
def merge(public_id: str) -> ResponseReturnValue:
    """Put the thread into another one; asked for with its address, the page says what follows."""
    reading, form = _ordered(public_id), OtherThreadForm()
    other = None
    with refusals_shown(form):
        other = _other(form) if form.is_submitted() or request.args.get("into") else None
        if other is not None and form.seen.data and form.validate_on_submit():
            return _merged(reading, form, other)
    return render_template(
        "merging/merge.html",
        form=form,
        head=thread_head(reading),
        question=question_of("merge", reading),
        other=_shown(reading, other, policy.can_merge) if other else None,
    ), form.status


def _merged(reading: Reading, form: OtherThreadForm, other: Thread) -> ResponseReturnValue:
    with unit_of_work() as session:
        actions.merge(session, acting(), reading.thread, into=other, reason=form.reason.data or "")
    return _there("merge", other.public_id)


@blueprint.route("/threads/<public_id>/split", methods=["GET", "POST"])
@members_only
def split(public_id: str) -> ResponseReturnValue:
    """Let some posts be a thread of their own, or go to another one."""
    reading, form = _ordered(public_id), SplitForm()
    posts = queries.standing_posts(db.session(), reading.thread, most=MOST)
    other = None
    if not form.is_submitted() and (start := request.args.get("from", 0, type=int)):
        form.posts.data = [post.public_id for post in posts if post.number >= start]
    with refusals_shown(form):
        other = _other(form) if (form.into.data or "").strip() else None
        if form.is_submitted() and (other is None or form.seen.data) and form.validate():
            return _split(reading, form, other)
    return render_template(
        "merging/split.html",
        form=form,
        head=thread_head(reading),
        question=question_of("split", reading),
        posts=posts,
        other=_shown(reading, other, policy.can_take_from) if other else None,
    ), form.status


def _split(reading: Reading, form: SplitForm, other: Thread | None) -> ResponseReturnValue:
    posts, reason = form.chosen, form.reason.data or ""
    with unit_of_work() as session:
        if other is None:
            into = actions.split_off(
                session,
                acting(),
                reading.thread,
                posts=posts,
                title=form.title.data or "",
                reason=reason,
            )
        else:
            into = actions.split_into(
                session, acting(), reading.thread, posts=posts, into=other, reason=reason
            )
    return _there("split", into.public_id)


def _ordered(public_id: str) -> Reading:
    reading = reading_of(public_id)
    require(policy.can_order(reading.actor, reading.thread, reading.membership))
    return reading


def _other(form: OtherThreadForm) -> Thread:
    """Return the thread at the address. Raises `Invalid` for the field ``into``."""
    if not form.other:
        raise Invalid("choose_thread", field="into")
    session = db.session()
    try:
        thread = queries.thread_by_public_id(session, form.other)
    except NotFound as error:
        raise Invalid("no_thread_there", field="into") from error
    membership = membership_of(session, acting(), thread.channel_id)
    if not policy.can_read_thread(acting(), thread, membership):
        raise Invalid("no_thread_there", field="into")
    return thread


def _shown(reading: Reading, other: Thread, question: Question) -> OtherThread:
    """Return where the posts would go, or why they cannot."""
    there = membership_of(db.session(), acting(), other.channel_id)
    verdict = question(reading.actor, reading.thread, reading.membership, other, there)
    return other_thread(other, verdict)


def _there(code: str, public_id: str) -> ResponseReturnValue:
    flash(str(DONE[code]), "success")
    return redirect(url_for("threads.show", public_id=public_id), 303)
