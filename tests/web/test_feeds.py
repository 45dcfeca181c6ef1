"""Feeds: what stands in them, who may read them, and that their key opens nothing else."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from forum.accounts.models import Account, AccountState, Actor, FeedKey, Role
from forum.channels.models import Audience, Channel, Membership
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import Post, Thread
from tests.factories.accounts import account_of, make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import add_replies, make_reply, make_thread, opening_post
from tests.queries import QueryCounter
from tests.web.forms import press

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def public(session: Session) -> Channel:
    return make_channel(session, "Offen & gut", audience=Audience.PUBLIC)


@pytest.fixture
def group(session: Session, actor: Actor) -> Channel:
    group = make_channel(session, "Runde", audience=Audience.INVITED)
    make_membership(session, group, actor)
    return group


@pytest.fixture
def bare(app: Flask, client: FlaskClient) -> FlaskClient:
    """Return a feed reader: no cookies."""
    return type(client)(app, app.response_class, use_cookies=False)


def make_key(client: FlaskClient) -> str:
    page = press(client, client.get("/settings/feeds"), "/settings/feeds")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    return page.text.partition('class="feed-key">')[2].partition("<")[0]


def parsed(answer: TestResponse) -> ET.Element:
    """Read what we have written ourselves; a parser refuses what is no XML."""
    return ET.fromstring(answer.data)  # noqa: S314 - our own


def titles(answer: TestResponse) -> list[str | None]:
    assert answer.status_code == 200, answer.text
    return [one.text for one in parsed(answer).findall("a:entry/a:title", ATOM)]


def test_a_public_channel_is_a_valid_feed_for_everybody(
    bare: FlaskClient, session: Session, public: Channel
) -> None:
    olga = make_actor(session, "Olga <Autorin>")
    first = make_thread(session, public, olga, "Erstes & <Bestes>", "Mit **Nachdruck** & Umlaut ü.")
    gone = make_thread(session, public, olga, "Weg")
    actions.remove_thread(session, olga, gone)
    opening_post(session, first).edited_at = clock.now() + dt.timedelta(hours=1)
    first.title += "\x0b\ufffe"  # Kept by nobody's form, and in no XML.
    session.commit()
    answer = bare.get(f"/channels/{public.slug}/feed.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert titles(answer) == ["Erstes & <Bestes>"]
    feed = parsed(answer)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for path in ("id", "title", "updated", "author/a:name"):
        assert feed.findtext(f"a:{path}", namespaces=ATOM), path
        assert feed.findtext(f"a:entry/a:{path}", namespaces=ATOM), path
    links = {one.get("rel"): one.get("href") for one in feed.findall("a:link", ATOM)}
    assert links == {
        "self": f"http://forum.test/channels/{public.slug}/feed.atom",
        "alternate": f"http://forum.test/channels/{public.slug}",
    }
    assert feed.findtext("a:entry/a:author/a:name", namespaces=ATOM) == "Olga <Autorin>"
    content = feed.find("a:entry/a:content", ATOM)
    assert content is not None
    assert content.get("type") == "html"
    assert "<strong>Nachdruck</strong> &amp; Umlaut ü" in (content.text or "")
    published, updated = (
        dt.datetime.fromisoformat(feed.findtext(f"a:entry/a:{name}", "", ATOM))
        for name in ("published", "updated")
    )
    assert updated - published > dt.timedelta(minutes=59)
    assert 'type="application/atom+xml"' in bare.get(f"/channels/{public.slug}").text


def test_a_thread_holds_its_newest_fifty_posts_without_what_is_removed_or_held(
    bare: FlaskClient, session: Session, public: Channel, count_queries: QueryCounter
) -> None:
    olga = make_actor(session, "Olga")
    thread = make_thread(session, public, olga, "Titel")
    address = f"/threads/{thread.public_id}/feed.atom"
    held, removed = make_reply(session, thread, olga), make_reply(session, thread, olga)
    held.visible_at = None
    actions.remove(session, olga, removed)
    session.commit()
    assert titles(bare.get(address)) == ["Titel"]
    with count_queries() as few:
        bare.get(address)
    add_replies(session, thread, olga, 60)
    with count_queries() as many:
        answer = bare.get(address)
    assert len(few) == len(many)
    assert len(titles(answer)) == 50
    ids = [one.text for one in parsed(answer).findall("a:entry/a:id", ATOM)]
    assert len(set(ids)) == 50


def test_a_private_feed_needs_the_key_and_follows_the_present_rights(
    client: FlaskClient, bare: FlaskClient, session: Session, actor: Actor, group: Channel
) -> None:
    thread = make_thread(session, group, actor, "Vertraulich")
    key = make_key(client)
    assert key not in str(session.query(FeedKey).one().key_hash)
    for address in (f"/channels/{group.slug}/feed.atom", f"/threads/{thread.public_id}/feed.atom"):
        assert titles(bare.get(f"{address}?key={key}")) == ["Vertraulich"]
        assert bare.get(address).status_code == 404
        # Not even with the cookie of a browser that is signed in.
        assert client.get(address).status_code == 404
        refused = bare.get(f"{address}?key={key}x")
        assert (refused.status_code, refused.mimetype) == (403, "text/plain")
    address = f"/channels/{group.slug}/feed.atom?key={key}"
    mark = bare.get(address).headers["ETag"]
    assert key not in bare.get(address).text
    session.query(Membership).filter_by(channel_id=group.id).delete()
    session.commit()
    assert bare.get(address, headers={"If-None-Match": mark}).status_code == 404


def test_the_key_opens_feeds_and_nothing_else(
    client: FlaskClient, bare: FlaskClient, session: Session, actor: Actor, group: Channel
) -> None:
    thread = make_thread(session, group, actor, "Vertraulich")
    key = make_key(client)
    for path in (f"/channels/{group.slug}", f"/threads/{thread.public_id}", "/bookmarks", "/"):
        assert "Vertraulich" not in bare.get(f"{path}?key={key}", follow_redirects=True).text


@pytest.mark.parametrize("end", ["revoke", "make anew", "close account", "close actor"])
def test_a_key_is_dead_at_once(
    client: FlaskClient,
    bare: FlaskClient,
    session: Session,
    actor: Actor,
    group: Channel,
    end: str,
) -> None:
    make_thread(session, group, actor, "Vertraulich")
    address = f"/channels/{group.slug}/feed.atom?key={make_key(client)}"
    assert bare.get(address).status_code == 200
    account: Account = account_of(session, actor)
    if end == "revoke":
        press(client, client.get("/settings/feeds"), "/revoke")
        assert "You have no key." in client.get("/settings/feeds").text
    elif end == "make anew":
        make_key(client)
        assert session.query(FeedKey).count() == 1
    elif end == "close account":
        account.state = AccountState.CLOSED
    else:
        actor.closed_at = clock.now()
    session.commit()
    assert bare.get(address).status_code == 403


def test_what_has_not_changed_is_not_sent_again_but_a_removal_is(
    bare: FlaskClient, session: Session, public: Channel
) -> None:
    olga = make_actor(session, "Olga", role=Role.ADMIN)
    thread: Thread = make_thread(session, public, olga, "Titel")
    reply: Post = make_reply(session, thread, olga)
    address = f"/threads/{thread.public_id}/feed.atom"
    first = bare.get(address)
    known = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Date"]}
    again = bare.get(address, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"
    actions.remove(session, olga, reply)
    session.commit()
    assert bare.get(address, headers=known).status_code == 200
    actions.remove_thread(session, olga, thread, reason="Weg damit")
    session.commit()
    assert bare.get(address, headers=known).status_code == 404


def test_no_log_line_holds_the_key(
    client: FlaskClient,
    bare: FlaskClient,
    actor: Actor,
    group: Channel,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    key = make_key(client)
    for path in (f"/channels/{group.slug}/feed.atom", "/channels/nirgends/feed.atom"):
        bare.get(f"{path}?key={key}")
    written = caplog.text + "".join(capfd.readouterr())
    assert "/feed.atom" in written
    assert key not in written
