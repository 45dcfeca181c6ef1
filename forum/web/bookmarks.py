"""Bookmarks: the reader's own list, keeping a post in it with a note and a reminder."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.bookmarks import actions, queries
from forum.bookmarks.policy import can_bookmark
from forum.bookmarks.queries import Show
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.web.auth import acting, members_only
from forum.web.forms.bookmarks import BookmarkForm
from forum.web.limits import bookmarks_of_account
from forum.web.locale import select_timezone
from forum.web.presenters.bookmarks import bookmarks_page, kept_post
from forum.web.presenters.posts import thread_head
from forum.web.reading import post_for_reader
from forum.web.writing import refusals_shown

blueprint = Blueprint("bookmarks", __name__)


@blueprint.get("/bookmarks")
@members_only
def overview() -> ResponseReturnValue:
    """Show what the reader wants to find again."""
    asked = request.args.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.ALL
    session = db.session()
    found = queries.bookmarks_of(session, acting(), show, after=request.args.get("after"))
    page = bookmarks_page(found, show, due=queries.due_count(session, acting()))
    return render_template("bookmarks/overview.html", page=page)


@blueprint.route("/posts/<public_id>/bookmark", methods=["GET", "POST"])
@members_only
@bookmarks_of_account
def keep(public_id: str) -> ResponseReturnValue:
    """Keep a post, or change what was noted about it."""
    post, reading = post_for_reader(public_id)
    require(can_bookmark(reading.actor, post, reading.thread, reading.membership))
    bookmark = queries.bookmark_for(db.session(), acting(), post)
    form, kept, head = BookmarkForm(), kept_post(post), thread_head(reading)
    form.offer(bookmark, ZoneInfo(select_timezone()))
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            note, moment = form.note.data or "", form.moment()
            actions.keep_bookmark(session, acting(), post, note=note, remind_at=moment)
        if not form.refused:
            flash(_("The post is in your bookmarks."), "success")
            return redirect(url_for("posts.show", public_id=public_id), 303)
    page = render_template(
        "bookmarks/keep.html", form=form, kept=kept, bookmark=bookmark, head=head
    )
    return page, form.status


@blueprint.post("/bookmarks/<public_id>/remove")
@members_only
def remove(public_id: str) -> ResponseReturnValue:
    """Take a bookmark out of the list."""
    with unit_of_work() as session:
        bookmark = queries.bookmark_by_public_id(session, acting(), public_id)
        actions.remove_bookmark(session, bookmark)
    flash(_("The bookmark is removed."), "success")
    return redirect(url_for("bookmarks.overview"), 303)


@blueprint.post("/bookmarks/<public_id>/done")
@members_only
def done(public_id: str) -> ResponseReturnValue:
    """End the reminder, and keep the bookmark."""
    with unit_of_work() as session:
        bookmark = queries.bookmark_by_public_id(session, acting(), public_id)
        actions.end_reminder(session, bookmark)
    flash(_("Done. The bookmark stays in your list."), "success")
    return redirect(url_for("bookmarks.overview"), 303)
