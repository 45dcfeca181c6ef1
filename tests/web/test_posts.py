"""Single posts over HTTP: permalinks, quoting, editing, removing, versions."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, ChannelKind, MembershipRole
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import Post, Revision, Thread
from forum.threads.text import compose
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import add_replies, make_reply, make_thread, opening_post
from tests.web.browsers import another_browser
from tests.web.forms import Form, form_with, forms_of, press, send, submit


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in."""
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    moderator = make_actor(session, "Mo Deration", locale="en")
    make_membership(session, channel, moderator, MembershipRole.MODERATOR)
    return moderator


@pytest.fixture
def thread(session: Session, channel: Channel) -> Thread:
    return make_thread(session, channel, make_actor(session, "Alex Beispiel"))


def make_old(session: Session, post: Post) -> None:
    """Let the time pass in which authors correct themselves without a trace."""
    post.created_at = clock.now() - dt.timedelta(hours=1)
    session.commit()


def test_a_permalink_leads_to_the_post_on_whichever_page_it_stands(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    add_replies(session, thread, actor, 44)
    for number, page in ((1, ""), (20, ""), (21, "?after=20"), (45, "?after=40")):
        post = session.query(Post).filter_by(number=number).one()
        response = client.get(f"/posts/{post.public_id}")
        assert response.status_code == 302
        assert response.location == f"/threads/{thread.public_id}{page}#post-{post.public_id}"
        assert f'id="post-{post.public_id}"' in client.get(response.location).text


def test_a_permalink_survives_the_removal_of_its_post(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    add_replies(session, thread, actor, 25)
    post = session.query(Post).filter_by(number=22).one()
    actions.remove(session, actor, post)
    session.commit()
    sign_in(client, session, make_actor(session, locale="en"))
    page = client.get(f"/posts/{post.public_id}", follow_redirects=True)
    assert f'id="post-{post.public_id}"' in page.text
    assert "The author has removed this post." in page.text
    assert "Beitrag 22" not in page.text
    assert client.get(f"/posts/{post.public_id}/history").status_code == 403


def test_a_permalink_of_a_closed_circle_tells_nothing(
    client: FlaskClient, session: Session, thread: Thread, channel: Channel
) -> None:
    post = opening_post(session, thread)
    response = client.get(f"/posts/{post.public_id}")
    assert response.status_code == 403
    assert thread.title not in response.text
    assert thread.public_id not in response.text


def test_quoting_opens_the_form_with_the_quotation(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    post = make_reply(session, thread, thread_author(session, thread), "Die *Stadt* zahlt.")
    address = f"/threads/{thread.public_id}/reply?quote={post.public_id}"
    assert address in client.get(f"/threads/{thread.public_id}").text
    form = form_with(client.get(address), "body")
    assert "> Die *Stadt* zahlt." in form.values["body"][0]
    assert "Alex Beispiel" in form.values["body"][0]
    body = form.values["body"][0] + "Bei uns nicht."
    page = send(client, form, address, {"body": body}).location
    published = client.get(page, follow_redirects=True).text
    assert "<blockquote>" in published
    assert f"/posts/{post.public_id}" in published
    answer = session.query(Post).filter_by(number=3).one()
    assert (answer.author_id, answer.reply_to_id) == (actor.id, post.id)


def thread_author(session: Session, thread: Thread) -> Actor:
    return session.get_one(Actor, thread.author_id)


@pytest.mark.usefixtures("actor")
def test_nothing_removed_or_from_elsewhere_can_be_quoted(
    client: FlaskClient, session: Session, thread: Thread
) -> None:
    removed = make_reply(session, thread, thread_author(session, thread), "Geheim")
    actions.remove(session, thread_author(session, thread), removed)
    closed = make_channel(session, "Anderswo")
    elsewhere = opening_post(session, make_thread(session, closed, thread_author(session, thread)))
    session.commit()
    for post in (removed, elsewhere):
        address = f"/threads/{thread.public_id}/reply?quote={post.public_id}"
        assert client.get(address).status_code == 404


def test_a_correction_within_minutes_leaves_no_mark(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    post = make_reply(session, thread, actor, "Tippfeler")
    response = submit(
        client, f"/posts/{post.public_id}/edit", {"body": "Tippfehler"}, follow_redirects=True
    )
    assert "Tippfehler" in response.text
    assert "edited" not in response.text
    assert session.query(Revision).count() == 0


def test_a_later_edit_is_marked_and_its_versions_can_be_compared(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor, "Erster Titel", "Die Stadt zahlt <b>15</b> %.")
    post = opening_post(session, thread)
    make_old(session, post)
    response = submit(
        client,
        f"/posts/{post.public_id}/edit",
        {"body": "Die Stadt zahlt <b>20</b> %.", "title": "Zweiter Titel"},
        follow_redirects=True,
    )
    assert "Zweiter Titel" in response.text
    assert "edited" in response.text
    history = client.get(f"/posts/{post.public_id}/history").text
    assert "<del>15</del><ins>20</ins>" in history
    assert "<del>Erster</del><ins>Zweiter</ins>" in history
    assert "&lt;b&gt;" in history
    first = client.get(f"/posts/{post.public_id}/history?version=1").text
    assert "First version, by Kim Tester" in first
    assert "<ins>" not in first


def test_of_two_who_edit_at_once_the_second_sees_both_texts_and_loses_nothing(
    client: FlaskClient, session: Session, actor: Actor, moderator: Actor, thread: Thread
) -> None:
    post = make_reply(session, thread, actor, "Die Stadt zahlt alles.")
    address = f"/posts/{post.public_id}/edit"
    mine = form_with(client.get(address), "body")
    other = another_browser(client)
    sign_in(other, session, moderator)
    submit(other, address, {"body": "Die Stadt zahlt fast alles."})
    clash = send(client, mine, address, {"body": "Die Stadt zahlt alles, sagt sie."})
    assert clash.status_code == 409
    assert "Die Stadt zahlt fast alles." in clash.text
    assert "<del> fast</del> alles" in clash.text
    assert "alles<ins>, sagt sie</ins>." in clash.text
    merged = form_with(clash, "body")
    assert merged.values["body"] == ["Die Stadt zahlt alles, sagt sie."]
    done = send(client, merged, address, {"body": "Die Stadt zahlt fast alles, sagt sie."})
    assert done.status_code == 303
    session.refresh(post)
    assert post.source == "Die Stadt zahlt fast alles, sagt sie."
    assert [one.source for one in session.query(Revision)] == ["Die Stadt zahlt alles."]


def test_a_third_edit_in_between_clashes_again(
    client: FlaskClient, session: Session, actor: Actor, moderator: Actor, thread: Thread
) -> None:
    post = make_reply(session, thread, actor, "A")
    address = f"/posts/{post.public_id}/edit"
    form = form_with(client.get(address), "body")
    for text in ("B", "C"):
        fresh = session.get_one(Post, post.id, populate_existing=True)
        actions.edit(session, moderator, fresh, text=compose(text), version=fresh.version)
        session.commit()
        clash = send(client, form, address, {"body": "Meins"})
        assert clash.status_code == 409
        assert text in form_with(clash, "body").values["body"] or text in clash.text
        form = form_with(clash, "body")
    assert send(client, form, address, {}).status_code == 303


def test_an_edit_that_is_refused_comes_back_as_it_was_typed(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    post = make_reply(session, thread, actor, "Kurz")
    long = "Sehr lang. " * 5_000
    response = submit(client, f"/posts/{post.public_id}/edit", {"body": long})
    assert response.status_code == 422
    assert form_with(response, "body").values["body"] == [long]


@pytest.mark.usefixtures("actor")
def test_strangers_get_no_form(client: FlaskClient, session: Session, thread: Thread) -> None:
    post = opening_post(session, thread)
    for verb in ("edit", "remove"):
        assert client.get(f"/posts/{post.public_id}/{verb}").status_code == 403
    page = client.get(f"/threads/{thread.public_id}").text
    assert f"/posts/{post.public_id}/edit" not in page
    assert f"/posts/{post.public_id}/remove" not in page


def test_the_moderation_removes_with_a_reason_that_the_page_shows(
    client: FlaskClient, session: Session, moderator: Actor, thread: Thread
) -> None:
    post = make_reply(session, thread, thread_author(session, thread), "Frau X kam nicht.")
    sign_in(client, session, moderator)
    address = f"/posts/{post.public_id}/remove"
    nothing = submit(client, address, {"reason": "  "})
    assert nothing.status_code == 422
    assert "Please give a reason." in nothing.text
    page = submit(client, address, {"reason": "Name <i>genannt</i>"}, follow_redirects=True)
    assert "The moderation has removed this post: Name &lt;i&gt;genannt&lt;/i&gt;" in page.text
    assert "Frau X" not in page.text
    assert "Frau X" in client.get(f"/posts/{post.public_id}/history").text
    back = press(client, page, f"/posts/{post.public_id}/restore", follow_redirects=True)
    assert "Frau X kam nicht." in back.text


def test_authors_remove_without_a_reason_and_restore(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    post = make_reply(session, thread, actor, "Unüberlegt")
    address = f"/posts/{post.public_id}/remove"
    form = next(form for form in forms(client, address) if not form.action)
    assert "reason" not in form.values
    page = send(client, form, address, {}, follow_redirects=True)
    assert "The author has removed this post." in page.text
    back = press(client, page, f"/posts/{post.public_id}/restore", follow_redirects=True)
    assert "Unüberlegt" in back.text


def forms(client: FlaskClient, address: str) -> list[Form]:
    return forms_of(client.get(address))


@pytest.mark.usefixtures("actor")
def test_the_preview_is_a_clean_piece_of_html(client: FlaskClient, thread: Thread) -> None:
    form = form_with(client.get(f"/threads/{thread.public_id}"), "body")
    data = {**form.values, "body": "**fett** <script>alert(1)</script> [x](javascript:alert(1))"}
    response = client.post("/preview", data=data)
    assert response.status_code == 200
    assert "<strong>fett</strong>" in response.text
    assert "<script" not in response.text
    assert "<html" not in response.text
    assert 'href="javascript' not in response.text
    assert client.post("/preview", data={"body": "x"}).status_code == 400


def test_deep_quotes_are_answered_in_a_second(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    started = clock.now()
    response = submit(client, f"/threads/{thread.public_id}", {"body": ">" * 10_000 + " tief"})
    assert response.status_code == 303
    assert clock.now() - started < dt.timedelta(seconds=2)
    assert session.query(Post).filter_by(author_id=actor.id).count() == 1


def test_a_post_in_a_hidden_group_answers_like_one_that_never_was(
    client: FlaskClient, session: Session
) -> None:
    group = make_channel(session, kind=ChannelKind.GROUP, audience=Audience.INVITED)
    writer = make_actor(session)
    make_membership(session, group, writer)
    post = opening_post(session, make_thread(session, group, writer))
    sign_in(client, session, make_actor(session, locale="en"))
    for page in ("", "/edit", "/history", "/remove"):
        hidden, missing = (client.get(f"/posts/{one}{page}") for one in (post.public_id, "gone"))
        assert hidden.status_code == missing.status_code == 404
        assert "There is no post at this address" in hidden.text
        assert "There is no post at this address" in missing.text
