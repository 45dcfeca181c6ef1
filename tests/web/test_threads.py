"""Threads over HTTP: reading, starting, answering."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.channels.models import Audience, ChannelKind
from forum.threads.models import Draft, Post, ReadMark, Thread
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import add_replies, make_reply, make_thread, opening_post
from tests.web.forms import form_with, send, submit


def test_a_member_starts_a_thread_and_lands_on_it(client: FlaskClient, session: Session) -> None:
    actor = make_actor(session, "Kim Tester")
    channel = make_channel(session, "Beteiligung")
    loebau = make_channel(session, "Löbau", kind=ChannelKind.CITY)
    sign_in(client, session, actor)
    page = client.get(f"/channels/{channel.slug}/threads/new")
    assert "All members of this forum read along here" in page.text
    response = submit(
        client,
        f"/channels/{channel.slug}/threads/new",
        {"title": "Wer gießt im August?", "body": "Wir suchen **Ideen**.", "places": [loebau.slug]},
        follow_redirects=True,
    )
    assert response.status_code == 200
    assert "Wer gießt im August?" in response.text
    assert "<strong>Ideen</strong>" in response.text
    thread = session.query(Thread).one()
    assert response.request.path == f"/threads/{thread.public_id}"
    for place in (channel, loebau):
        assert "Wer gießt im August?" in client.get(f"/channels/{place.slug}").text
    session.refresh(channel)
    session.refresh(loebau)
    assert (channel.thread_count, loebau.thread_count) == (1, 1)


def test_a_reply_is_published_at_the_end_of_the_thread(
    client: FlaskClient, session: Session
) -> None:
    actor, other = make_actor(session, "Kim Tester"), make_actor(session, "Alex Beispiel")
    thread = make_thread(session, make_channel(session), other)
    sign_in(client, session, actor)
    response = submit(
        client,
        f"/threads/{thread.public_id}",
        {"body": "Bei uns der Träger."},
        follow_redirects=True,
    )
    assert response.status_code == 200
    assert "Bei uns der Träger." in response.text
    post = session.query(Post).filter_by(number=2).one()
    assert post.author_id == actor.id
    assert response.request.path == f"/threads/{thread.public_id}"


def test_what_is_refused_comes_back_as_it_was_typed(client: FlaskClient, session: Session) -> None:
    actor = make_actor(session)
    channel = make_channel(session)
    sign_in(client, session, actor)
    response = submit(
        client, f"/channels/{channel.slug}/threads/new", {"title": " ", "body": "Mein langer Text"}
    )
    assert response.status_code == 422
    assert form_with(response, "body").values["body"] == ["Mein langer Text"]
    assert "Please write something here first." in response.text
    assert session.query(Thread).count() == 0
