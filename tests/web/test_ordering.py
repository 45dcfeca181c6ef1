"""Putting threads in order on the pages: what is offered, what follows, where addresses lead."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel
from forum.kernel import clock
from forum.threads import actions
from forum.threads.models import Post, Thread
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread
from tests.web.forms import press, submit


@pytest.fixture
def admin(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in and may put everything in order."""
    admin = make_actor(session, "Alex Ordnung", role=Role.ADMIN, locale="en")
    sign_in(client, session, admin)
    return admin


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung", audience=Audience.PUBLIC)


@pytest.fixture
def thread(session: Session, channel: Channel, admin: Actor) -> Thread:
    author = make_actor(session, "Kim Tester")
    thread = make_thread(session, channel, author, "Ein alter Titel")
    for _ in range(3):
        make_reply(session, thread, author)
    return thread


def test_everything_can_be_done_and_taken_back_from_one_page(
    client: FlaskClient, session: Session, thread: Thread
) -> None:
    there = make_channel(session, "Wohnen")
    day = (clock.now() + dt.timedelta(days=9)).date()
    path = f"/threads/{thread.public_id}"
    for what, values, line in (
        ("title", {"title": "Ein neuer Titel"}, "Alex Ordnung has changed the title"),
        ("move", {"reason": "Passt.", "to": there.slug}, "from “Beteiligung” to “Wohnen”"),
        ("pin", {"until": day.isoformat()}, "stands on top of the list"),
        ("feature", {"until": day.isoformat()}, "stands on the first page"),
        ("close", {"reason": "Alles gesagt."}, "Reason: Alles gesagt."),
        ("archive", {"reason": ""}, "has archived the thread"),
    ):
        answer = submit(client, f"{path}/{what}", values, follow_redirects=True)
        assert answer.status_code == 200, what
        assert line in answer.text, what
    session.refresh(thread)
    assert (thread.title, thread.channel_id) == ("Ein neuer Titel", there.id)
    assert "Archived" in client.get(f"/channels/{there.slug}/archive-of-threads").text
    assert thread.title not in client.get(f"/channels/{there.slug}").text
    for back in ("unarchive", "unpin", "unfeature", "open-again"):
        answer = press(client, client.get(f"{path}/order"), back, follow_redirects=True)
        assert answer.status_code == 200, back
    session.refresh(thread)
    left = (thread.locked_at, thread.archived_at, thread.featured_until)
    assert left == (None, None, None)


def test_what_is_pinned_stands_on_top_once_and_what_is_featured_on_the_first_page(
    client: FlaskClient, session: Session, admin: Actor, channel: Channel, thread: Thread
) -> None:
    make_thread(session, channel, admin, "Das Neueste")
    until = clock.now() + dt.timedelta(days=1)
    actions.pin(session, admin, thread, channel=channel, until=until)
    actions.feature(session, admin, thread, until=until)
    session.commit()
    listed = client.get(f"/channels/{channel.slug}").text
    assert listed.count(thread.title) == 1
    assert listed.index(thread.title) < listed.index("Das Neueste")
    start = client.get("/").text
    assert start.index("Worth reading") < start.index(thread.title)
    session.get_one(Thread, thread.id).featured_until = clock.now() - dt.timedelta(seconds=1)
    session.commit()
    assert "Worth reading" not in client.get("/").text


def test_what_follows_is_shown_before_threads_are_merged_and_their_address_leads_on(
    client: FlaskClient, session: Session, admin: Actor, channel: Channel, thread: Thread
) -> None:
    into = make_thread(session, make_channel(session, "Wohnen"), admin, "Das Ziel")
    path, wider = f"/threads/{thread.public_id}", make_channel(session, audience=Audience.PEERS)
    narrow = make_thread(session, wider, admin, "Woanders")
    refused = submit(client, f"/threads/{narrow.public_id}/merge", {"into": path})
    assert "People could read this there who cannot read it here" in refused.text
    address = f"http://localhost/threads/{into.public_id}?after=20#post-x"
    asked = submit(client, f"{path}/merge", {"into": address})
    assert "Das Ziel" in asked.text
    assert "2 people" in asked.text
    again = client.get(f"{path}/merge?into={into.public_id}")
    assert again.status_code == 200
    done = submit(client, f"{path}/merge?into={into.public_id}", {"reason": "Doppelt."})
    assert done.headers["Location"].endswith(into.public_id)
    session.expire_all()
    for asked_for, leads in (
        (path, f"/threads/{into.public_id}"),
        (f"{path}/print", f"/threads/{into.public_id}/print"),
    ):
        answer = client.get(asked_for)
        assert (answer.status_code, answer.headers["Location"]) == (301, leads)
    assert client.get(f"{path}/part?after=1").status_code == 404
    shown = client.get(f"/threads/{into.public_id}").text
    assert "has merged the thread “Ein alter Titel” into this one: 4 posts follow" in shown


def test_a_reply_written_on_the_page_of_a_thread_that_was_merged_meanwhile_is_published(
    client: FlaskClient, session: Session, admin: Actor, channel: Channel, thread: Thread
) -> None:
    into = make_thread(session, channel, admin, "Das Ziel")
    path = f"/threads/{thread.public_id}"
    page = client.get(path).text
    token = page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    actions.merge(session, admin, thread, into=into)
    session.commit()
    sent = {"body": "Eine späte Antwort.", "csrf_token": token}
    answer = client.post(f"{path}/reply", data=sent)
    assert answer.status_code == 307
    client.post(answer.headers["Location"], data=sent)
    last = session.scalars(sa.select(Post).order_by(Post.id.desc())).first()
    assert last is not None
    assert (last.thread_id, last.source) == (into.id, "Eine späte Antwort.")
    other = client.post(f"{path}/restore", data={"csrf_token": token})
    assert (other.status_code, other.headers["Location"]) == (303, f"/threads/{into.public_id}")


def test_posts_are_split_off_from_one_on_and_the_rest_stays_readable(
    client: FlaskClient, session: Session, thread: Thread
) -> None:
    path = f"/threads/{thread.public_id}"
    empty = submit(client, f"{path}/split", {"title": "Neu"})
    assert empty.status_code == 422
    answer = submit(client, f"{path}/split?from=3", {"title": "Ein eigenes Thema"})
    assert answer.status_code == 303
    own = client.get(answer.headers["Location"]).text
    assert "Alex Ordnung has moved 2 posts here from another thread:" in own
    left = client.get(path).text
    assert "has moved 2 posts to another thread:" in left
    assert "Posts 1 to 2 of 2" in left or 'data-number="2"' in left
    assert 'data-number="3"' not in left


def test_nobody_but_the_moderation_is_offered_to_put_a_thread_in_order(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    member = make_actor(session, "Mia Mitglied")
    sign_in(client, session, member)
    thread = make_thread(session, channel, make_actor(session))
    assert "/order" not in client.get(f"/threads/{thread.public_id}").text
    for page in ("order", "close", "archive", "pin", "feature", "title", "move", "merge", "split"):
        answer = client.get(f"/threads/{thread.public_id}/{page}")
        assert answer.status_code == 403, page
