"""Polls: voting, taking a vote back, changing and closing the poll."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.extensions import db, unit_of_work
from forum.kernel.errors import NotFound
from forum.kernel.verdict import require
from forum.threads import actions, policy, queries
from forum.threads.models import Poll
from forum.web.auth import acting, members_only
from forum.web.forms.polls import PollForm, VoteForm
from forum.web.kinds import poll_in
from forum.web.presenters.posts import thread_head
from forum.web.reading import Reading, reading_of
from forum.web.writing import refusals_shown

blueprint = Blueprint("polls", __name__)


@blueprint.route("/threads/<public_id>/vote", methods=["GET", "POST"])
@members_only
def vote(public_id: str) -> ResponseReturnValue:
    """Vote, or vote anew; alone, the page is for whoever has to choose again."""
    reading, form = reading_of(public_id), VoteForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.vote(session, acting(), reading.thread, choice=form.choice.data or ())
        if not form.refused:
            flash(_("Your vote has been counted."), "success")
            return redirect(_back(public_id), 303)
    poll = poll_in(reading)
    if poll is None:
        raise NotFound("no_poll")
    head = thread_head(reading)
    return render_template("polls/vote.html", form=form, poll=poll, head=head), form.status


@blueprint.post("/threads/<public_id>/vote/withdraw")
@members_only
def withdraw(public_id: str) -> ResponseReturnValue:
    """Take one's vote back."""
    reading = reading_of(public_id)
    with unit_of_work() as session:
        actions.withdraw_vote(session, acting(), reading.thread)
    flash(_("You have taken your vote back."), "success")
    return redirect(_back(public_id), 303)


@blueprint.route("/threads/<public_id>/poll", methods=["GET", "POST"])
@members_only
def change(public_id: str) -> ResponseReturnValue:
    """Change what the poll asks, as long as nobody has voted."""
    reading = reading_of(public_id)
    poll, form = _poll(reading), PollForm()
    form.show(poll)
    if form.validate_on_submit():
        with refusals_shown(form):
            plan = form.plan()
            with unit_of_work() as session:
                actions.change_poll(session, acting(), reading.thread, plan=plan)
            flash(_("The poll has been changed."), "success")
            return redirect(_back(public_id), 303)
    head = thread_head(reading)
    return render_template("polls/change.html", form=form, head=head), form.status


@blueprint.route("/threads/<public_id>/poll/close", methods=["GET", "POST"])
@members_only
def close(public_id: str) -> ResponseReturnValue:
    """Close the poll for good, after asking."""
    reading = reading_of(public_id)
    _poll(reading)
    if request.method == "GET":
        return render_template("polls/close.html", head=thread_head(reading))
    with unit_of_work() as session:
        actions.close_poll(session, acting(), reading.thread)
    flash(_("The poll is closed."), "success")
    return redirect(_back(public_id), 303)


def _poll(reading: Reading) -> Poll:
    """Return the poll that this person may change, or raise why they may not."""
    poll = queries.poll_with_options(db.session(), reading.thread)
    if poll is None:
        raise NotFound("no_poll")
    require(policy.can_change_poll(reading.actor, reading.thread, reading.membership, poll))
    return poll


def _back(public_id: str) -> str:
    return url_for("threads.show", public_id=public_id) + "#poll"
