"""How much one wishes to hear of channels, threads and tags, and the page of what one follows."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.channels.actions.watch import end_subscription, mute, watch
from forum.channels.models import SubscriptionLevel
from forum.channels.queries import channel_by_slug
from forum.extensions import db, unit_of_work
from forum.threads import actions, queries
from forum.threads.models import ThreadLevel
from forum.threads.queries.following import watched_channels, watched_tags
from forum.threads.queries.lists import threads_followed_by
from forum.web.auth import acting, members_only
from forum.web.forms.channels import SubscriptionForm
from forum.web.forms.notifications import ThreadLevelForm
from forum.web.presenters.subscriptions import (
    FollowingPage,
    channel_places,
    tag_places,
    wish_told,
)
from forum.web.presenters.threads import pages_of, thread_rows
from forum.web.reading import reading_of
from forum.web.texts.channels import SUBSCRIPTIONS

blueprint = Blueprint("subscriptions", __name__)

VERBS = {
    SubscriptionLevel.WATCHING: watch,
    SubscriptionLevel.MUTED: mute,
    None: end_subscription,
}
THREAD_VERBS = {
    ThreadLevel.WATCHING: actions.follow,
    ThreadLevel.MUTED: actions.mute_thread,
    ThreadLevel.NEITHER: actions.end_following,
}


@blueprint.get("/following")
@members_only
def overview() -> ResponseReturnValue:
    """Show what the reader follows: threads by their latest activity, channels, and tags."""
    session, actor = db.session(), acting()
    keys = {key: request.args.get(key) for key in ("before", "after")}
    threads = threads_followed_by(session, actor, **keys)
    page = FollowingPage(
        rows=thread_rows(threads.items),
        pages=pages_of(threads, "subscriptions.overview"),
        channels=channel_places(watched_channels(session, actor)),
        tags=tag_places(watched_tags(session, actor)),
    )
    return render_template("subscriptions/overview.html", page=page)


@blueprint.post("/channels/<slug>/subscription")
@members_only
def choose(slug: str) -> ResponseReturnValue:
    """Watch the channel, mute it, or neither."""
    level = SubscriptionForm().chosen()
    with unit_of_work() as session:
        channel = channel_by_slug(session, slug)
        VERBS[level](session, acting(), channel)
    flash(_("%(name)s: %(wish)s", name=channel.name, wish=str(SUBSCRIPTIONS[level])), "success")
    return redirect(url_for("channels.show", slug=channel.slug))


@blueprint.post("/threads/<public_id>/subscription")
@members_only
def follow(public_id: str) -> ResponseReturnValue:
    """Follow the thread, mute it, or neither."""
    level = ThreadLevelForm().chosen()
    thread = reading_of(public_id).thread
    with unit_of_work() as session:
        THREAD_VERBS[level](session, acting(), thread)
    flash(wish_told(level), "success")
    return redirect(url_for("threads.show", public_id=public_id), 303)


@blueprint.post("/tags/<slug>/subscription")
@members_only
def watch_tag(slug: str) -> ResponseReturnValue:
    """Watch the tag, or no longer."""
    level = ThreadLevelForm().chosen()
    with unit_of_work() as session:
        tag = queries.tag_by_slug(session, slug)
        if level is ThreadLevel.WATCHING:
            actions.watch_tag(session, acting(), tag)
            told = _("You are told of every new thread with “%(name)s”.", name=tag.name)
        else:
            actions.end_watching_tag(session, acting(), tag)
            told = _("You do not watch “%(name)s” any more.", name=tag.name)
    flash(told, "success")
    return redirect(url_for("tags.show", slug=tag.slug), 303)
