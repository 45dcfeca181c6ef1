"""Finding out what linked pages are called: noted with the post, asked by the worker, shown in the
post.

    waiting ──claim──▸ waiting, leased ──page read──▸ known ──▸ posts rendered again
                              └─▸ waiting (later), failed

Each arrow is a commit of its own, and a repeated one does no harm.
"""

import html
import re
from typing import cast
from urllib.parse import urlsplit

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.orm import Session

from forum.egress.addresses import Refused, Unreachable
from forum.egress.client import Client
from forum.egress.pages import HTML, title_of
from forum.extensions import unit_of_work
from forum.kernel.markup import RENDERER_VERSION, named_in
from forum.kernel.rows import change
from forum.links.actions import Claim, claim_title, keep_title, put_off, want_titles
from forum.links.models import LinkUse
from forum.links.queries import posts_using, titles_of
from forum.search.actions import index_posts
from forum.settings import Settings
from forum.threads.actions import render_again
from forum.threads.events import PostEdited, PostPublished
from forum.threads.models import Post

CLIENT = "egress_client"
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>([^<]*)</a>')
_BATCH = 20

log = structlog.get_logger(__name__)


def note_links(session: Session, event: PostPublished | PostEdited) -> None:
    """Note which addresses stand bare in a post; those of this hub have no title to ask for."""
    settings = _settings()
    post = session.get(Post, event.post_id)
    if post is None or not settings.fetch_link_titles:
        return
    own = urlsplit(settings.public_url).netloc.lower()
    links = {html.unescape(href): html.unescape(text) for href, text in _LINK.findall(post.html)}
    bare = named_in(post.source).addresses & links.keys()
    want_titles(session, post.id, [one for one in bare if urlsplit(one).netloc.lower() != own])
    untitled = [one for one in bare if links[one] in {one, one.removeprefix("https://")}]
    if titles_of(session, untitled):  # it became known while this was written
        _mark(session, [post.id])


def fetch_titles() -> int:
    """Ask every page that is due, and show what became known; return how many titles that were."""
    if not _settings().fetch_link_titles:
        return 0
    client = current_app.extensions.get(CLIENT) or _client()
    known = 0
    while True:
        # A session of its own for each page.
        with current_app.app_context():
            with unit_of_work() as session:
                claim = claim_title(session)
            if claim is None:
                break
            known += _fetch(client, claim)
    _show()
    return known


def _client() -> Client:
    return Client(f"Quartiersforum (link titles; +{_settings().public_url})")


def _settings() -> Settings:
    return cast("Settings", current_app.extensions["settings"])


def _fetch(client: Client, claim: Claim) -> bool:
    """Ask one page and note the outcome; return whether it has told its title."""
    try:
        answer = client.get(claim.address, kinds=HTML)
    except Unreachable as error:
        log.info("title_put_off", attempt=claim.attempt, reason=str(error))
        return _put_off(claim)
    except Refused as error:
        log.info("title_refused", reason=str(error))
        title = ""
    else:
        if answer.status == 429 or answer.status >= 500:
            return _put_off(claim)
        title = title_of(answer.body, answer.content_type) if answer.status == 200 else ""
    with unit_of_work() as session:
        is_kept = keep_title(session, claim, title)
        if is_kept and title:
            _mark(session, posts_using(session, claim.id))
    return is_kept and bool(title)


def _put_off(claim: Claim) -> bool:
    with unit_of_work() as session:
        put_off(session, claim)
    return False


def _mark(session: Session, post_ids: list[int]) -> None:
    """Let posts be rendered again; should this process die, the night does it."""
    change(session, sa.update(Post).where(Post.id.in_(post_ids)).values(renderer_version=0))


def _show() -> None:
    """Render the posts again that link to what has become known, a few at a time."""
    outdated = (
        sa.select(LinkUse.post_id)
        .join(Post, Post.id == LinkUse.post_id)
        .where(Post.renderer_version < RENDERER_VERSION)
        .distinct()
        .order_by(LinkUse.post_id)
        .limit(_BATCH)
    )
    while True:
        with current_app.app_context(), unit_of_work() as session:
            post_ids = list(session.scalars(outdated))
            if not post_ids:
                return
            if not render_again(session, only=post_ids):
                return  # others are at it
            session.flush()
            index_posts(session, post_ids)
