"""What helps in reading a long thread, over HTTP: its outline, and the page for paper."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import Post, ReadMark, Thread
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import add_replies, make_reply, make_thread
from tests.queries import QueryCounter


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in."""
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def thread(session: Session) -> Thread:
    return make_thread(session, make_channel(session, "Beteiligung"), make_actor(session, "Ada B."))


def address_of(thread: Thread) -> str:
    return f"/threads/{thread.public_id}"


def post_numbered(session: Session, thread: Thread, number: int) -> Post:
    return session.query(Post).filter_by(thread_id=thread.id, number=number).one()


@pytest.mark.usefixtures("actor")
def test_a_short_thread_has_no_outline_until_it_has_headings(
    client: FlaskClient, session: Session, thread: Thread
) -> None:
    author = make_actor(session)
    add_replies(session, thread, author, 13)
    assert "data-outline" not in client.get(address_of(thread)).text
    post = make_reply(session, thread, author, "Der fünfzehnte Beitrag.")
    page = client.get(address_of(thread)).text
    assert f'href="#post-{post.public_id}" data-anchor' in " ".join(page.split())


@pytest.mark.usefixtures("actor")
def test_headings_lead_to_their_words(
    client: FlaskClient, session: Session, thread: Thread
) -> None:
    text = "## Wer zahlt – und was?\n\nA\n\n## Zu-Bett & Co\n\nB\n\n## C\n\nC"
    post = make_reply(session, thread, make_actor(session), text)
    page = client.get(address_of(thread)).text
    assert f"#post-{post.public_id}:~:text=Wer%20zahlt%20%E2%80%93%20und%20was%3F" in page
    assert "text=Zu%2DBett%20%26%20Co" in page
    assert ">Zu-Bett &amp; Co</a>" in page


@pytest.mark.usefixtures("actor")
def test_the_outline_of_a_thread_of_many_pages_stays_short_and_costs_one_statement(
    client: FlaskClient, session: Session, thread: Thread, count_queries: QueryCounter
) -> None:
    author = make_actor(session)
    add_replies(session, thread, author, 40)
    client.get(address_of(thread))
    with count_queries() as few:
        page = client.get(address_of(thread)).text
    far = post_numbered(session, thread, 41)
    assert f"{address_of(thread)}?after=40#post-{far.public_id}" in page
    add_replies(session, thread, author, 1_300)
    client.get(address_of(thread))
    with count_queries() as many:
        page = client.get(address_of(thread)).text
    assert len(many) == len(few)
    assert page.count("data-anchor") <= 2 * 60  # at the right, and folded for a small window
    assert "1321–1341" in page


def test_nobody_learns_of_a_held_post_from_outline_or_paper(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    add_replies(session, thread, make_actor(session), 24)
    held = post_numbered(session, thread, 22)
    held.visible_at = None
    session.commit()
    page, paper = client.get(address_of(thread)), client.get(f"{address_of(thread)}/print")
    assert held.public_id not in page.text
    assert "Beitrag 21" in paper.text
    assert "Beitrag 22" not in paper.text


def test_the_page_for_paper_shows_the_whole_thread_and_marks_nothing_as_read(
    client: FlaskClient, session: Session, actor: Actor, thread: Thread
) -> None:
    author = make_actor(session)
    add_replies(session, thread, author, 30)
    gone = post_numbered(session, thread, 5)
    actions.remove(session, author, gone, reason="")
    session.commit()
    paper = client.get(f"{address_of(thread)}/print")
    assert paper.text.count("<article") == 31
    assert "Beitrag 31" in paper.text
    assert "<p>Beitrag 5</p>" not in paper.text
    assert re.search(rf"https?://[^/<]+{address_of(thread)}<", paper.text)
    assert "<nav" not in paper.text
    assert session.get(ReadMark, (actor.id, thread.id)) is None


def test_paper_is_for_whoever_may_read_the_thread(client: FlaskClient, session: Session) -> None:
    channel = make_channel(session, "Intern", audience=Audience.MEMBERS)
    thread = make_thread(session, channel, make_actor(session))
    assert client.get(f"{address_of(thread)}/print").status_code == 403
    thread.removed_at = clock.now()
    session.commit()
    assert client.get(f"{address_of(thread)}/print").status_code in {403, 404}
