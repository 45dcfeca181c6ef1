"""Tags: the vocabulary, the threads of a tag, and choosing the tags of a thread."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.threads import actions, policy, queries
from forum.threads.queries.following import watches_tag
from forum.web.auth import acting, current_actor, members_only
from forum.web.forms.kinds import TagsForm
from forum.web.presenters.posts import thread_head
from forum.web.presenters.subscriptions import watch_button
from forum.web.presenters.tags import tag_page, tag_rows
from forum.web.presenters.threads import pages_of, thread_rows
from forum.web.reading import reading_of
from forum.web.writing import refusals_shown

blueprint = Blueprint("tags", __name__)


@blueprint.get("/tags")
def overview() -> ResponseReturnValue:
    """Show the vocabulary, and how many threads there are under each tag."""
    rows = tag_rows(queries.counted_tags(db.session(), current_actor()))
    return render_template("tags/overview.html", rows=rows)


@blueprint.get("/tags/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """Show the threads of a tag, from all channels that the reader may read."""
    session = db.session()
    tag = queries.tag_by_slug(session, slug)
    keys = {key: request.args.get(key) for key in ("before", "after")}
    threads = queries.threads_with_tag(session, current_actor(), tag, **keys)
    return render_template(
        "tags/show.html",
        tag=tag_page(tag),
        watch=watch_button(
            current_actor(), tag, watches=watches_tag(session, current_actor(), tag)
        ),
        rows=thread_rows(threads.items),
        pages=pages_of(threads, "tags.show", slug=slug),
    )


@blueprint.route("/threads/<public_id>/tags", methods=["GET", "POST"])
@members_only
def choose(public_id: str) -> ResponseReturnValue:
    """Choose the tags of a thread."""
    reading, session = reading_of(public_id), db.session()
    require(policy.can_tag(reading.actor, reading.thread, reading.membership))
    form = TagsForm()
    form.show(queries.vocabulary(session).tags, queries.tags_of(session, reading.thread))
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as writing:
            actions.tag(writing, acting(), reading.thread, words=form.words)
        if not form.refused:
            flash(_("The tags have been changed."), "success")
            return redirect(url_for("threads.show", public_id=public_id), 303)
    head = thread_head(reading)
    return render_template("tags/choose.html", form=form, head=head), form.status
