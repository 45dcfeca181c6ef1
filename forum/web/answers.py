"""Answers to questions: accepting one, taking that back; and making a question of a discussion."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.extensions import db, unit_of_work
from forum.kernel.errors import Invalid
from forum.threads import actions, queries
from forum.threads.models import ThreadKind
from forum.web.auth import acting, current_actor, members_only
from forum.web.presenters.overviews import list_tabs
from forum.web.presenters.threads import pages_of, thread_rows
from forum.web.reading import post_for_reader, reading_of

blueprint = Blueprint("answers", __name__)


@blueprint.get("/threads/open-questions")
def open_questions() -> ResponseReturnValue:
    """Show the questions without an accepted answer, replied to or not."""
    keys = {key: request.args.get(key) for key in ("before", "after")}
    threads = queries.open_questions(db.session(), current_actor(), **keys)
    return render_template(
        "threads/open_questions.html",
        tabs=list_tabs("answers.open_questions", is_member=current_actor() is not None),
        rows=thread_rows(threads.items),
        pages=pages_of(threads, "answers.open_questions"),
    )


@blueprint.post("/posts/<public_id>/accept")
@members_only
def accept(public_id: str) -> ResponseReturnValue:
    """Let this post be the answer to its question."""
    post, _reading = post_for_reader(public_id)
    with unit_of_work() as session:
        actions.accept_answer(session, acting(), post)
    flash(_("The question is marked as solved."), "success")
    return redirect(url_for("posts.show", public_id=public_id), 303)


@blueprint.post("/threads/<public_id>/reopen")
@members_only
def withdraw(public_id: str) -> ResponseReturnValue:
    """Let the question be open again."""
    reading = reading_of(public_id)
    with unit_of_work() as session:
        actions.withdraw_acceptance(session, acting(), reading.thread)
    flash(_("The question is open again."), "success")
    return redirect(url_for("threads.show", public_id=public_id), 303)


@blueprint.post("/threads/<public_id>/kind")
@members_only
def change_kind(public_id: str) -> ResponseReturnValue:
    """Make a question of a discussion, or the other way round."""
    reading, wanted = reading_of(public_id), request.form.get("kind")
    if wanted not in set(ThreadKind):
        raise Invalid("http_400")
    with unit_of_work() as session:
        actions.change_kind(session, acting(), reading.thread, kind=ThreadKind(wanted))
    is_question = wanted == ThreadKind.QUESTION
    flash(_("This is a question now.") if is_question else _("This is a discussion now."))
    return redirect(url_for("threads.show", public_id=public_id), 303)
