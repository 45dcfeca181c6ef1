"""The overview of all channels, and the pages of one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.channels import policy
from forum.channels.actions.audience import change_audience
from forum.channels.actions.waiting import change_waiting
from forum.channels.models import Audience, ChannelKind, Release
from forum.channels.queries import member_count, moderates_anywhere, moderators_of
from forum.extensions import db, unit_of_work
from forum.kernel.verdict import require
from forum.messaging.queries import room_of_channel
from forum.screening.policy import can_watch_words
from forum.threads.queries import archived_threads, pinned_threads, threads_in_channel
from forum.threads.queries.per_channel import latest_by_channel
from forum.web.auth import acting, current_actor, members_only
from forum.web.forms.channels import AudienceForm
from forum.web.forms.holding import WaitingForm
from forum.web.frame import is_mine, listed_channels, unread_threads
from forum.web.presenters.channels import Standing, channel_about, channel_head, invitation
from forum.web.presenters.overview import Activity, overview_page
from forum.web.presenters.parts import Tool
from forum.web.presenters.room_people import channel_switch
from forum.web.presenters.threads import pages_of, thread_rows
from forum.web.standing import standing_in
from forum.web.texts import sentence
from forum.web.texts.holding import RELEASES_IN_FULL

blueprint = Blueprint("channels", __name__)


@blueprint.get("/channels")
def overview() -> ResponseReturnValue:
    """Show every channel that the reader may know of."""
    actor = current_actor()
    page = overview_page(listed_channels(), _activity(), request.args.get("city", "")[:100])
    opens_groups = policy.can_open_group(
        actor, moderates_anywhere=moderates_anywhere(db.session(), actor)
    )
    return render_template("channels/overview.html", page=page, opens_groups=opens_groups)


@blueprint.get("/channels/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """Show what is talked about in a channel."""
    standing = standing_in(slug)
    session, channel = db.session(), standing.channel
    keys = {key: request.args.get(key) for key in ("before", "after")}
    threads = threads_in_channel(session, standing.actor, channel, **keys)
    is_first = not any(keys.values())
    pinned = pinned_threads(session, standing.actor, channel) if is_first else []
    return render_template(
        "channels/show.html",
        channel=channel_head(standing, moderators_of(session, channel.id), "channels.show"),
        rows=(
            *thread_rows(pinned, channel=channel, is_pinned=True),
            *thread_rows(threads.items, channel=channel),
        ),
        pages=pages_of(threads, "channels.show", slug=channel.slug),
        invitation=invitation(standing),
    )


@blueprint.get("/channels/<slug>/archive-of-threads")
def archived(slug: str) -> ResponseReturnValue:
    """Show what the channel has put aside."""
    standing = standing_in(slug)
    session, channel = db.session(), standing.channel
    keys = {key: request.args.get(key) for key in ("before", "after")}
    threads = archived_threads(session, standing.actor, channel, **keys)
    return render_template(
        "channels/archived.html",
        channel=channel_head(standing, moderators_of(session, channel.id), "channels.show"),
        rows=thread_rows(threads.items, channel=channel),
        pages=pages_of(threads, "channels.archived", slug=channel.slug),
    )


@blueprint.get("/channels/<slug>/about")
def about(slug: str) -> ResponseReturnValue:
    """Show what a channel is for, who reads along, and who looks after it."""
    standing = standing_in(slug)
    session, channel = db.session(), standing.channel
    return render_template(
        "channels/about.html",
        channel=channel_head(standing, moderators_of(session, channel.id), "channels.about"),
        about=channel_about(standing, member_count(session, channel.id), *_chat_tools(standing)),
    )


@blueprint.route("/channels/<slug>/audience", methods=["GET", "POST"])
@members_only
def choose_audience(slug: str) -> ResponseReturnValue:
    """Let an administrator decide who reads along."""
    standing = standing_in(slug)
    channel = standing.channel
    require(policy.can_change_audience(standing.actor, channel))
    form = AudienceForm(audience=channel.audience.value)
    form.offer(channel)
    if form.validate_on_submit():
        with unit_of_work() as session:
            change_audience(session, acting(), channel, audience=Audience(form.audience.data))
        flash(_("Who reads along has been changed."), "success")
        return redirect(url_for("channels.about", slug=channel.slug))
    return _ask_for_audience(standing, form), 422 if form.errors else 200


def _ask_for_audience(standing: Standing, form: AudienceForm) -> str:
    head = channel_head(standing, (), "channels.about")
    refusal = sentence("audience_wider")
    return render_template("channels/audience.html", channel=head, form=form, refusal=refusal)


@blueprint.route("/channels/<slug>/waiting", methods=["GET", "POST"])
@members_only
def choose_waiting(slug: str) -> ResponseReturnValue:
    """Let the moderation decide whose posts wait for release."""
    standing = standing_in(slug)
    channel = standing.channel
    require(policy.can_change_waiting(standing.actor, channel, standing.membership))
    form = WaitingForm(waiting=channel.waiting.value)
    if form.validate_on_submit():
        with unit_of_work() as session:
            change_waiting(session, acting(), channel, waiting=Release(form.waiting.data))
        flash(_("What waits for release has been changed."), "success")
        return redirect(url_for("channels.about", slug=channel.slug), 303)
    return render_template(
        "channels/waiting.html",
        channel=channel_head(standing, (), "channels.about"),
        form=form,
        rules={rule.value: text for rule, text in RELEASES_IN_FULL.items()},
        words_url=url_for("watched_words.overview") if can_watch_words(acting()) else None,
    ), form.status


def _activity() -> Activity:
    actor = current_actor()
    cities = [
        entry.channel.id
        for entry in listed_channels()
        if entry.channel.kind is ChannelKind.CITY and is_mine(entry, actor)
    ]
    latest = latest_by_channel(db.session(), actor)
    return Activity(latest, unread_threads(), frozenset(cities), is_guest=actor is None)


def _chat_tools(standing: Standing) -> tuple[Tool, ...]:
    channel = standing.channel
    if not policy.can_moderate(standing.actor, channel, standing.membership):
        return ()
    return (channel_switch(channel, room_of_channel(db.session(), channel)),)
