"""Saying something about a post without writing one, over HTTP."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel
from forum.kernel import clock
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions
from forum.threads.models import Post, Reaction, ReactionKind, Thread
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread, opening_post
from tests.web.forms import Form, forms_of, send


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung", audience=Audience.PUBLIC)


@pytest.fixture
def thread(session: Session, channel: Channel) -> Thread:
    return make_thread(session, channel, make_actor(session, "Olga Autorin"))


@pytest.fixture
def post(session: Session, thread: Thread) -> Post:
    post = opening_post(session, thread)
    post.thread = thread
    return post


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


def reaction_form(client: FlaskClient, post: Post) -> Form:
    """Return the form under the post; a browser sends the button that was pressed with it."""
    page = client.get(f"/threads/{post.thread.public_id}")
    return next(one for one in forms_of(page) if one.action == f"/posts/{post.public_id}/reactions")


def kinds_of(session: Session, post: Post) -> set[ReactionKind]:
    return {row.kind for row in session.query(Reaction).filter_by(post_id=post.id)}


def test_a_member_thanks_and_takes_it_back_without_scripts(
    client: FlaskClient, session: Session, actor: Actor, post: Post
) -> None:
    form = reaction_form(client, post)
    assert form.buttons == [("reaction", "thanks"), ("reaction", "helpful"), ("reaction", "agree")]
    send(client, form, "/", {"reaction": "thanks"})
    answer = send(client, form, "/", {"reaction": "thanks"}, follow_redirects=True)
    assert answer.request.path == f"/threads/{post.thread.public_id}"
    assert kinds_of(session, post) == {ReactionKind.THANKS}
    assert f'formaction="/posts/{post.public_id}/reactions/withdraw"' in answer.text
    form.action += "/withdraw"
    page = send(client, form, "/", {"reaction": "thanks"}, follow_redirects=True).text
    assert kinds_of(session, post) == set()
    assert "/reactions/withdraw" not in page


def test_a_script_gets_the_part_alone(client: FlaskClient, actor: Actor, post: Post) -> None:
    form = reaction_form(client, post)
    data = {**form.values, "reaction": "agree"}
    answer = client.post(form.action, data=data, headers={"X-Part": "reactions"})
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div class="reactions"')
    assert "Kim Tester" in answer.text
    assert "<html" not in answer.text


def test_members_see_names_and_guests_the_number(
    client: FlaskClient, session: Session, post: Post
) -> None:
    for number in range(23):
        fan = make_actor(session, f"Fan Nummer{number:02}")
        actions.give_reaction(session, fan, post, kind=ReactionKind.HELPFUL)
        if number == 2:
            fan.closed_at = clock.now()
    session.commit()
    address = f"/threads/{post.thread.public_id}"
    guest = client.get(address, headers={"Accept-Language": "en"}).text
    assert 'reaction__count">23<' in guest
    assert "Nummer00" not in guest
    assert f"/posts/{post.public_id}/reactions" not in guest
    sign_in(client, session, make_actor(session, "Kim Tester", locale="en"))
    page = client.get(address).text
    assert 'reaction__count">23<' in page
    assert "Fan Nummer00, Fan Nummer01, Former member, Fan Nummer03" in page
    assert "and 3 more" in page
    assert "Nummer20" not in page


def test_nothing_is_said_about_ones_own_post_nor_with_unknown_words(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread, post: Post
) -> None:
    own = make_reply(session, thread, actor)
    page = client.get(f"/threads/{thread.public_id}").text
    assert f"/posts/{own.public_id}/reactions" not in page
    form = reaction_form(client, post)
    form.action = f"/posts/{own.public_id}/reactions"
    assert send(client, form, "/", {"reaction": "thanks"}).status_code == 403
    form.action = f"/posts/{post.public_id}/reactions"
    assert send(client, form, "/", {"reaction": "angry"}).status_code == 422
    assert session.query(Reaction).count() == 0


def test_what_cannot_be_read_cannot_be_reacted_to(
    client: FlaskClient, session: Session, actor: Actor, post: Post
) -> None:
    form = reaction_form(client, post)
    peers = make_channel(session, "Geschützt", audience=Audience.INVITED)
    hidden = opening_post(session, make_thread(session, peers, _admin(session)))
    form.action = f"/posts/{hidden.public_id}/reactions"
    assert send(client, form, "/", {"reaction": "thanks"}).status_code == 404
    assert session.query(Reaction).count() == 0
    assert session.query(RecordedEvent).filter_by(name="ReactionGiven").count() == 0


def _admin(session: Session) -> Actor:
    return make_actor(session, "Admin", role=Role.ADMIN)
