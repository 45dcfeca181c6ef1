"""Atom feeds of channels and threads, and the private key in their addresses.

A feed is read with the rights of the key in its address, or with nobody's: never with the cookie of
a browser. The key opens nothing else; what goes wrong is said in plain text, so that no page shows
an address with a key in it.
"""

import hashlib
import secrets
from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from forum.accounts.actions import make_feed_key, revoke_feed_key
from forum.accounts.models import Account, Actor
from forum.accounts.queries import account_by_feed_key, feed_key_of
from forum.channels.policy import require_read
from forum.channels.queries import channel_by_slug, membership_of
from forum.extensions import db, unit_of_work
from forum.kernel.errors import ForumError, NotAllowed, NotFound
from forum.threads.queries import merged_into, thread_by_public_id
from forum.threads.queries.feeds import feed_of_channel, feed_of_thread
from forum.web.atom import Feed, document
from forum.web.auth import members_only, owner
from forum.web.context import settings
from forum.web.errors import STATUS
from forum.web.frame import listed_channels
from forum.web.limits import changes_of_account, feeds_of_key
from forum.web.presenters.feeds import FeedsPage, channel_feed, feed_addresses, thread_feed
from forum.web.presenters.settings import settings_pages
from forum.web.texts import sentence

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/channels/<slug>/feed.atom")
@feeds_of_key
def channel(slug: str) -> Response:
    """Tell of the newest threads of a channel."""
    return _answered(partial(_of_channel, slug))


@blueprint.get("/threads/<public_id>/feed.atom")
@feeds_of_key
def thread(public_id: str) -> Response:
    """Tell of the newest posts of a thread."""
    return _answered(partial(_of_thread, public_id))


def _of_channel(slug: str, actor: Actor | None) -> Feed:
    session = db.session()
    found = channel_by_slug(session, slug)
    require_read(actor, found, membership_of(session, actor, found.id))
    return channel_feed(found, feed_of_channel(session, actor, found))


def _of_thread(public_id: str, actor: Actor | None) -> Feed:
    session = db.session()
    found = thread_by_public_id(session, public_id)
    found = merged_into(session, found) or found
    membership = membership_of(session, actor, found.channel_id)
    require_read(actor, found.channel, membership)
    # Not even for who could restore it: a feed is for what stands.
    if found.removed_at is not None or found.visible_at is None:
        raise NotFound("thread_removed" if found.removed_at else "thread_held")
    return thread_feed(found, feed_of_thread(session, actor, found))


def _answered(feed_for: Callable[[Actor | None], Feed]) -> Response:
    """Return the feed for whose key it is, or in a line of text why there is none."""
    locale = settings().default_locale
    try:
        account = _account()
        locale = account.locale if account else locale
        with force_locale(locale):
            feed = feed_for(account.actor if account else None)
    except ForumError as error:
        with force_locale(locale):
            text = sentence(error.reason, **error.values)
        return _private(Response(f"{text}\n", STATUS[type(error)], mimetype="text/plain"))
    response = Response(document(feed), content_type="application/atom+xml; charset=utf-8")
    # Made of the content, after the rights were checked: who may no longer read gets no 304.
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    # Told, and not asked for again: a removal leaves no date behind, the mark above notices it.
    response.last_modified = feed.updated
    return _private(response)


@blueprint.get("/settings/feeds")
@members_only
def show() -> ResponseReturnValue:
    """Explain feeds, and say whether there is a key."""
    key = feed_key_of(db.session(), owner().account)
    return _page(FeedsPage(made_at=key.created_at if key else None))


@blueprint.post("/settings/feeds")
@members_only
@changes_of_account
def make() -> ResponseReturnValue:
    """Make a new key, and show it this once; the one before it is dead."""
    key = secrets.token_urlsafe(32)
    with unit_of_work() as session:
        row = make_feed_key(session, owner().account, key=key)
    addresses = feed_addresses(listed_channels(), key)
    return _page(FeedsPage(row.created_at, key, addresses))


@blueprint.post("/settings/feeds/revoke")
@members_only
@changes_of_account
def revoke() -> ResponseReturnValue:
    """Let no address with a key open anything any more."""
    with unit_of_work() as session:
        revoke_feed_key(session, owner().account)
    flash(_("The key is revoked. No address with it opens a feed any more."), "success")
    return redirect(url_for("feeds.show"), 303)


def _page(page: FeedsPage) -> ResponseReturnValue:
    shown = render_template(
        "settings/feeds.html", page=page, settings_pages=settings_pages("feeds.show")
    )
    # The page that shows the key tells its address to nobody.
    return shown, 200, {"Referrer-Policy": "no-referrer"}


def _account() -> Account | None:
    """Return whose key the address holds. Raises `NotAllowed` for one that opens nothing."""
    key = request.args.get("key")
    if not key:
        return None
    account = account_by_feed_key(db.session(), key)
    if account is None:
        raise NotAllowed("feed_key")
    return account


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
