"""What authors, moderators and administrators see of posts that wait."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel, MembershipRole, Release
from forum.screening.models import WatchedFor, WatchedWord
from forum.threads import actions
from forum.threads.models import Post
from tests.factories.accounts import make_actor, make_organisation, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread, opening_post
from tests.web.forms import press, submit

WAITS = "wartet auf Freigabe"
WHY = "sieht sich die Moderation jeden Beitrag zuerst an"


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, audience=Audience.PUBLIC)


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    person = make_actor(session, "Moderation")
    make_membership(session, channel, person, MembershipRole.MODERATOR)
    return person


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Autorin", organisation=make_organisation(session))


def leave(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie.clear()


def hold_everything(session: Session, channel: Channel) -> None:
    channel.waiting = Release.EVERYTHING
    session.commit()


def test_authors_learn_that_their_thread_waits_and_nobody_else_finds_it(
    client: FlaskClient, session: Session, channel: Channel, author: Actor
) -> None:
    hold_everything(session, channel)
    sign_in(client, session, author)
    sent = {"title": "Xylofon im Hof", "body": "Wer macht mit?", "intent": "publish"}
    answer = submit(client, f"/channels/{channel.slug}/threads/new", sent)
    page = client.get(answer.location)
    for words in (WAITS, WHY, "Nur Sie und die Moderation", "Zurückziehen"):
        assert words in page.text
    other = make_actor(session, "Fremd")
    for who in (other, None):
        leave(client)
        if who is not None:
            sign_in(client, session, who)
        assert client.get(answer.location).status_code in {403, 404}
        for path in (f"/channels/{channel.slug}", "/threads", "/threads/unanswered", "/"):
            assert "Xylofon" not in client.get(path).text, path
        assert "Xylofon" not in client.get(f"/channels/{channel.slug}/feed.atom").text


def test_authors_change_and_take_back_what_waits(
    client: FlaskClient, session: Session, channel: Channel, author: Actor, moderator: Actor
) -> None:
    thread = make_thread(session, channel, moderator)
    hold_everything(session, channel)
    post = make_reply(session, thread, author, "Erste Fassung")
    address = f"/threads/{thread.public_id}"
    sign_in(client, session, author)
    sent = {"body": "Zweite Fassung", "intent": "publish"}
    submit(client, f"/posts/{post.public_id}/edit", sent)
    page = client.get(address).text
    assert "Zweite Fassung" in page
    assert "bearbeitet" not in page
    press(client, client.get(address), f"/posts/{post.public_id}/withdraw")
    page = client.get(address).text
    assert "bevor er freigegeben war" in page
    press(client, client.get(address), f"/posts/{post.public_id}/restore")
    session.refresh(post)
    assert (post.removed_at, post.visible_at) == (None, None)


def test_rejected_posts_say_why_to_their_authors_alone(
    client: FlaskClient, session: Session, channel: Channel, author: Actor, moderator: Actor
) -> None:
    thread = make_thread(session, channel, moderator)
    hold_everything(session, channel)
    post = make_reply(session, thread, author)
    begun = make_thread(session, channel, author, "Eigenes")
    actions.reject(session, moderator, post, reason="Bitte ohne Namen.")
    actions.reject(session, moderator, opening_post(session, begun), reason="Doppelt gefragt.")
    session.commit()
    guest = client.get(f"/threads/{thread.public_id}").text
    assert "Bitte ohne Namen" not in guest
    assert "freigegeben" not in guest
    sign_in(client, session, author)
    page = client.get(f"/threads/{thread.public_id}").text
    assert "nicht freigegeben: Bitte ohne Namen." in page
    page = client.get(f"/threads/{begun.public_id}").text
    assert "nicht freigegeben: Doppelt gefragt." in page


def test_moderators_choose_what_waits_and_everybody_can_read_it(
    client: FlaskClient, session: Session, channel: Channel, author: Actor, moderator: Actor
) -> None:
    address = f"/channels/{channel.slug}/waiting"
    sign_in(client, session, author)
    assert client.get(address).status_code == 403
    leave(client)
    sign_in(client, session, moderator)
    assert submit(client, address, {"waiting": "sometimes"}).status_code == 422
    assert submit(client, address, {"waiting": "newcomers"}).status_code == 303
    session.refresh(channel)
    assert channel.waiting is Release.NEWCOMERS
    leave(client)
    assert "weniger als drei ihrer Beiträge" in client.get(f"/channels/{channel.slug}/about").text


def test_administrators_keep_the_list_of_words(client: FlaskClient, session: Session) -> None:
    sign_in(client, session, make_actor(session, "Admin", role=Role.ADMIN))
    sent = {"phrase": "Gewinnspiel", "watched_for": "hold", "note": "Werbung"}
    assert submit(client, "/watched-words", sent).status_code == 303
    assert submit(client, "/watched-words", {**sent, "phrase": "!?"}).status_code == 422
    word = session.query(WatchedWord).one()
    assert (word.phrase, word.watched_for) == ("Gewinnspiel", WatchedFor.HOLD)
    assert "Werbung" in client.get("/watched-words").text
    press(client, client.get("/watched-words"), f"/watched-words/{word.public_id}/drop")
    assert session.query(WatchedWord).count() == 0
    leave(client)
    sign_in(client, session, make_actor(session, "Mitglied"))
    assert client.get("/watched-words").status_code == 403


def test_administrators_say_whom_they_trust(
    client: FlaskClient, session: Session, channel: Channel, author: Actor, moderator: Actor
) -> None:
    thread = make_thread(session, channel, moderator)
    hold_everything(session, channel)
    address = f"/people/{author.handle}"
    sign_in(client, session, author)
    assert "Freigabe" not in client.get(address).text
    leave(client)
    sign_in(client, session, make_actor(session, "Admin", role=Role.ADMIN))
    for is_trusted in (True, False):
        press(client, client.get(address), "/trust")
        session.refresh(author)
        assert author.is_trusted is is_trusted
        post = make_reply(session, thread, author)
        assert (session.get_one(Post, post.id).visible_at is not None) is is_trusted


def test_links_to_this_hub_lead_nowhere_else(
    client: FlaskClient, session: Session, channel: Channel, author: Actor, moderator: Actor
) -> None:
    thread = make_thread(session, channel, moderator)
    channel.waiting = Release.LINKS
    session.commit()
    sign_in(client, session, author)
    waits = []
    for link in ("http://forum.test/threads", "https://elsewhere.example/x"):
        sent = {"body": f"Siehe {link}", "intent": "publish"}
        submit(client, f"/threads/{thread.public_id}/reply", sent)
        newest = session.query(Post).order_by(Post.id.desc()).first()
        assert newest is not None
        waits.append(newest.visible_at is None)
    assert waits == [False, True]
