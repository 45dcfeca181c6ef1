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
        path = url_for(request.endpoint, **{**(request.view_args or {}), "slug": channel.slug})
        # As it was sent: to `url_for`, names like "_scheme" or "endpoint" mean something.
        query = request.query_string.decode("ascii", "replace")
        abort(redirect(f"{path}?{query}" if query else path, 301))
    show_in(channel)
    level = subscription_level(session, actor, channel.id)
    return Standing(actor, channel, membership, level)
