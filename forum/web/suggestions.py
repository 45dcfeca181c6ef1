"""What the editor offers while somebody types a name after "@" or a channel after "#"."""

from flask import Blueprint, Response, jsonify, request

from forum.accounts.models import Actor
from forum.channels.models import Channel
from forum.channels.policy import require_read
from forum.channels.queries import channel_by_slug, membership_of
from forum.extensions import db
from forum.search.completion import complete_channels, complete_people
from forum.web.auth import acting
from forum.web.limits import suggestions_from_here
from forum.web.presenters.suggestions import channel_items, people_items

blueprint = Blueprint("suggestions", __name__)


@blueprint.get("/suggestions/people")
@suggestions_from_here
def people() -> Response:
    """Answer with members whose names begin so, of those who may read the channel."""
    actor, session = acting(), db.session()
    found = complete_people(session, actor, request.args.get("q", ""), _channel(actor))
    return jsonify(items=people_items(found))


@blueprint.get("/suggestions/channels")
@suggestions_from_here
def channels() -> Response:
    """Answer with channels whose names begin so."""
    found = complete_channels(db.session(), acting(), request.args.get("q", ""))
    return jsonify(items=channel_items(found))


def _channel(actor: Actor) -> Channel | None:
    """Return the channel that is written in, if it is named; raise why it cannot be read."""
    slug = request.args.get("channel")
    if not slug:
        return None
    channel = channel_by_slug(db.session(), slug)
    require_read(actor, channel, membership_of(db.session(), actor, channel.id))
    return channel
