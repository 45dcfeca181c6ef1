"""Posts: their permalinks, changing and removing them, and the preview of one."""

import datetime as dt
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.attachments.actions import show_attachments
from forum.extensions import db, limiter, unit_of_work
from forum.kernel.errors import Conflict
from forum.kernel.verdict import require
from forum.threads import actions, policy, queries
from forum.threads.models import Draft, Post
from forum.web.auth import acting, members_only
from forum.web.context import settings
from forum.web.forms.threads import EditForm, RemovalForm
from forum.web.presenters.history import clash, history_page
from forum.web.presenters.posts import thread_head
from forum.web.presenters.threads import thread_address
from forum.web.reading import Reading, post_for_reader
from forum.web.writing import composed, own_key, preview_of, refusals_shown, rendered, written

blueprint = Blueprint("posts", __name__)


@blueprint.get("/posts/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    """Lead to the place of a post, on whichever page of its thread that is."""
    post, reading = post_for_reader(public_id)
    path = url_for("threads.show", public_id=reading.thread.public_id)
    return redirect(thread_address(path, post.number, f"#post-{post.public_id}"))


@blueprint.route("/posts/<public_id>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str) -> ResponseReturnValue:
    """Change the text of a post, and the title of a thread with its first post."""
    post, reading = post_for_reader(public_id)
    require(policy.can_edit(reading.actor, post, reading.thread, reading.membership))
    draft = queries.draft_for(db.session(), reading.actor, post)
    form = EditForm(
        title=reading.thread.title if post.number == 1 else None,
        body=post.source,
        version=post.version,
    )
    form.take_over(draft)
    try:
        answer = written(form, post, partial(_edit, form, post))
    except Conflict:
        return _both_versions(public_id, form)
    return answer or (_edit_page(form, post, reading, draft), form.status)


def _edit(form: EditForm, post: Post) -> str:
    text = composed(form, post)
    with unit_of_work() as session:
        edited = actions.edit(
            session,
            acting(),
            post,
            text=text,
            version=form.version.data or 0,
            title=form.title.data if post.number == 1 else None,
            grace=dt.timedelta(seconds=settings().edit_grace_seconds),
        )
        show_attachments(session, acting(), edited)
    return url_for("posts.show", public_id=post.public_id)


def _edit_page(form: EditForm, post: Post, reading: Reading, draft: Draft | None) -> str:
    return render_template(
        "posts/edit.html",
        form=form,
        post=post,
        head=thread_head(reading),
        draft=draft,
        preview=preview_of(form, post),
    )


def _both_versions(public_id: str, form: EditForm) -> ResponseReturnValue:
    """Show what somebody else has made of the post beside what was just sent; save the latter."""
    keep_aside = form.body.data or ""
    post, reading = post_for_reader(public_id)
    form.begin_from(post.version)
    page = clash(post, keep_aside, form.title.data or "")
    return render_template(
        "posts/clash.html", form=form, post=post, head=thread_head(reading), clash=page
    ), 409


@blueprint.get("/posts/<public_id>/history")
def history(public_id: str) -> ResponseReturnValue:
    """Show the versions of a post, and what changed from one to the next."""
    post, reading = post_for_reader(public_id)
    require(policy.can_read_text(reading.actor, post, reading.thread, reading.membership))
    revisions = queries.revisions_of(db.session(), post)
    page = history_page(post, revisions, request.args.get("version", type=int))
    return render_template("posts/history.html", page=page, head=thread_head(reading))


@blueprint.route("/posts/<public_id>/remove", methods=["GET", "POST"])
@members_only
def remove(public_id: str) -> ResponseReturnValue:
    """Make a post a tombstone, after asking."""
    post, reading = post_for_reader(public_id)
    require(policy.can_remove(reading.actor, post, reading.thread, reading.membership))
    form = RemovalForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            actions.remove(session, acting(), post, reason=form.reason.data or "")
        if not form.refused:
            return redirect(url_for("posts.show", public_id=public_id), 303)
    head = thread_head(reading)
    owed = post.author_id != acting().id
    page = render_template("posts/remove.html", form=form, post=post, head=head, reason_owed=owed)
    return page, form.status


@blueprint.post("/posts/<public_id>/withdraw")
@members_only
def withdraw(public_id: str) -> ResponseReturnValue:
    """Take a post back that waits for release; restoring it lets it wait again."""
    post, _reading = post_for_reader(public_id)
    with unit_of_work() as session:
        actions.withdraw(session, acting(), post)
    flash(_("You have taken your post back before others could read it."), "success")
    return redirect(url_for("posts.show", public_id=public_id), 303)


@blueprint.post("/posts/<public_id>/restore")
@members_only
def restore(public_id: str) -> ResponseReturnValue:
    """Take a removal back."""
    post, _reading = post_for_reader(public_id)
    with unit_of_work() as session:
        actions.restore(session, acting(), post)
    return redirect(url_for("posts.show", public_id=public_id), 303)


@blueprint.post("/posts/<public_id>/unread")
@members_only
def mark_unread(public_id: str) -> ResponseReturnValue:
    """Make this post and all after it new again; leave the thread, or it would be read at once."""
    post, reading = post_for_reader(public_id)
    with unit_of_work() as session:
        actions.mark_unread(session, acting(), reading.thread, number=post.number)
    flash(_("From this post on, the thread is new again."), "success")
    return redirect(url_for("channels.show", slug=reading.thread.channel.slug), 303)


@blueprint.post("/preview")
@members_only
@limiter.limit("60/minute", key_func=own_key)
def preview() -> ResponseReturnValue:
    """Return the text of a form as it would stand in a post: a piece of HTML, no page."""
    return str(rendered(request.form.get("body", "")))
