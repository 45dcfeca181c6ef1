"""How much of a channel one wishes to hear."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.channels.actions.watch import end_subscription, mute, watch
from forum.channels.models import SubscriptionLevel
from forum.channels.queries import channel_by_slug
from forum.extensions import unit_of_work
from forum.web.auth import acting, members_only
from forum.web.forms.channels import SubscriptionForm
from forum.web.texts.channels import SUBSCRIPTIONS

blueprint = Blueprint("subscriptions", __name__)

VERBS = {
    SubscriptionLevel.WATCHING: watch,
    SubscriptionLevel.MUTED: mute,
    None: end_subscription,
}


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
