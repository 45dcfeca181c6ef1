"""Threads: reading, starting, answering, placing, removing, and lists of them."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.attachments.actions import show_attachments
from forum.attachments.queries import opening_post_of
from forum.channels.models import Channel
from forum.channels.policy import can_start_thread
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.threads import actions, policy, queries
from forum.threads.models import Thread
from forum.web.auth import acting, current_actor, members_only
from forum.web.forms.threads import PlacesForm, RemovalForm, ReplyForm, StartForm
from forum.web.outlines import outline_for
from forum.web.presenters.channels import audience_of
from forum.web.presenters.holding import say_if_waiting
from forum.web.presenters.overviews import list_tabs
from forum.web.presenters.posts import thread_head, thread_page
from forum.web.presenters.threads import page_start, pages_of, thread_rows
from forum.web.reading import quoted, reading_of, remember
from forum.web.shelves import shelf_of
from forum.web.standing import standing_in
from forum.web.starting import plan_of, start_form
from forum.web.texts.kinds import KIND_HINTS
from forum.web.writing import composed, preview_of, refusals_shown, written

blueprint = Blueprint("threads", __name__)


@blueprint.get("/threads/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    """Show a page of a thread, and remember how far it was read."""
    reading = reading_of(public_id)
    shelf = shelf_of(reading, _page_asked_for(reading.thread))
    page = thread_page(shelf)
    form, draft = ReplyForm(), queries.draft_for(db.session(), reading.actor, reading.thread)
    form.take_over(draft)
    remember(reading, shelf.posts, shelf.mark)
    outline = outline_for(shelf)
    return render_template("threads/show.html", page=page, outline=outline, form=form, draft=draft)


@blueprint.route("/channels/<slug>/threads/new", methods=["GET", "POST"])
@members_only
def start(slug: str) -> ResponseReturnValue:
    """Write a new thread."""
    standing = standing_in(slug)
    session, channel = db.session(), standing.channel
    require(can_start_thread(acting(), channel, standing.membership))
    form, draft = start_form(standing), queries.draft_for(session, acting(), channel)
    form.take_over(draft)
    return written(form, channel, partial(_start, form, channel)) or (
        render_template(
            "threads/start.html",
            form=form,
            channel=channel,
            audience=audience_of(channel.audience),
            kind_hints=KIND_HINTS,
            draft=draft,
            preview=preview_of(form, channel),
        ),
        form.status,
    )


def _start(form: StartForm, channel: Channel) -> str:
    text, plan = composed(form, channel), plan_of(form)
    with unit_of_work() as session:
        thread = actions.start_thread(
            session,
            acting(),
            channel,
            title=form.title.data or "",
            text=text,
            places=form.places.chosen,
            submission_key=form.key,
            plan=plan,
        )
        post = opening_post_of(session, thread)
        show_attachments(session, acting(), post)
    say_if_waiting(post)
    return url_for("threads.show", public_id=thread.public_id)


@blueprint.route("/threads/<public_id>/reply", methods=["GET", "POST"])
@members_only
def reply(public_id: str) -> ResponseReturnValue:
    """Write an answer, perhaps one that quotes a post."""
    reading = reading_of(public_id)
    thread = reading.thread
    if request.method == "GET":
        require(policy.can_reply(reading.actor, thread, reading.membership))
    form, draft = ReplyForm(), queries.draft_for(db.session(), reading.actor, thread)
    form.take_over(draft)
    if request.method == "GET" and (public_id_of_quoted := request.args.get("quote")):
        form.add_quote(*quoted(public_id_of_quoted, thread))
    return written(form, thread, partial(_reply, form, thread)) or (
        render_template(
            "threads/reply.html",
            form=form,
            head=thread_head(reading),
            draft=draft,
            preview=preview_of(form, thread),
        ),
        form.status,
    )


def _reply(form: ReplyForm, thread: Thread) -> str:
    text = composed(form, thread)
    with unit_of_work() as session:
        post = actions.reply(
            session,
            acting(),
            thread,
            text=text,
            reply_to=queries.post_in(session, thread, form.reply_to.data),
            submission_key=form.key,
        )
        show_attachments(session, acting(), post)
    say_if_waiting(post)
    return url_for("posts.show", public_id=post.public_id)


@blueprint.route("/threads/<public_id>/channels", methods=["GET", "POST"])
@members_only
def place(public_id: str) -> ResponseReturnValue:
    """Choose the further channels a thread is shown in."""
    reading = reading_of(public_id)
    require(policy.can_rename(reading.actor, reading.thread, reading.membership))
    form = PlacesForm()
    form.offer(*queries.places_of(db.session(), acting(), reading.thread))
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.place(session, acting(), reading.thread, places=form.places.chosen)
        if not form.refused:
            flash(_("Where the thread is shown has been changed."), "success")
            return redirect(url_for("threads.show", public_id=public_id), 303)
    return render_template("threads/place.html", form=form, head=thread_head(reading)), form.status


@blueprint.route("/threads/<public_id>/remove", methods=["GET", "POST"])
@members_only
def remove(public_id: str) -> ResponseReturnValue:
    """Take a whole thread away, after asking."""
    reading = reading_of(public_id)
    require(policy.can_remove_thread(reading.actor, reading.thread, reading.membership))
    form = RemovalForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.remove_thread(session, acting(), reading.thread, reason=form.reason.data or "")
        if not form.refused:
            flash(_("The thread has been removed."), "success")
            return redirect(url_for("threads.show", public_id=public_id), 303)
    head = thread_head(reading)
    return render_template("threads/remove.html", form=form, head=head), form.status


@blueprint.post("/threads/<public_id>/restore")
@members_only
def restore(public_id: str) -> ResponseReturnValue:
    """Bring a removed thread back."""
    reading = reading_of(public_id)
    with unit_of_work() as session:
        actions.restore_thread(session, acting(), reading.thread)
    flash(_("The thread is back."), "success")
    return redirect(url_for("threads.show", public_id=public_id), 303)


@blueprint.get("/threads/unanswered")
def unanswered() -> ResponseReturnValue:
    """Show what nobody has answered yet."""
    keys = {key: request.args.get(key) for key in ("before", "after")}
    threads = queries.unanswered_threads(db.session(), current_actor(), **keys)
    return render_template(
        "threads/unanswered.html",
        tabs=list_tabs("threads.unanswered", is_member=current_actor() is not None),
        rows=thread_rows(threads.items),
        pages=pages_of(threads, "threads.unanswered"),
    )


def _page_asked_for(thread: Thread) -> int:
    """Return the number before the page; whatever was asked for, it is one that exists."""
    after = request.args.get("after", 0, type=int)
    return page_start(min(max(after, 0) + 1, max(thread.highest_number, 1)))
