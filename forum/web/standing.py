"""How the reader of this request stands to a channel."""

from flask import abort, redirect, request, url_for

from forum.channels.policy import require_read
from forum.channels.queries import channel_by_slug, membership_of, subscription_level
from forum.extensions import db
from forum.web.auth import current_actor
from forum.web.here import show_in
from forum.web.presenters.channels import Standing


def standing_in(slug: str) -> Standing:
    """Return the channel and the reader's part in it, or raise why they cannot read it.

    A page asked for under a former slug is answered with the way to the present one.
    """
    session, actor = db.session(), current_actor()
    channel = channel_by_slug(session, slug)
    membership = membership_of(session, actor, channel.id)
    require_read(actor, channel, membership)
    if channel.slug != slug and request.method == "GET" and request.endpoint:
        values = {**(request.view_args or {}), **request.args, "slug": channel.slug}
        abort(redirect(url_for(request.endpoint, **values), 301))
    show_in(channel)
    level = subscription_level(session, actor, channel.id)
    return Standing(actor, channel, membership, level)
