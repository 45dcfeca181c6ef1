"""The reader's own list over HTTP."""

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.bookmarks.models import Bookmark
from forum.channels.models import Audience, Channel
from forum.kernel import clock
from forum.threads.models import Post
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_thread, opening_post
from tests.queries import QueryCounter
from tests.web.forms import form_with, press, submit


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def post(session: Session, channel: Channel) -> Post:
    thread = make_thread(session, channel, make_actor(session, "Olga"), "Wer gießt im August?")
    return opening_post(session, thread)


def keep(session: Session, actor: Actor, post: Post, remind_at: dt.datetime | None) -> Bookmark:
    bookmark = Bookmark(actor_id=actor.id, post_id=post.id, note="Merken!", remind_at=remind_at)
    session.add(bookmark)
    session.commit()
    return bookmark


def test_a_post_is_kept_with_note_and_reminder_changed_and_removed(
    client: FlaskClient, session: Session, actor: Actor, post: Post
) -> None:
    address = f"/posts/{post.public_id}/bookmark"
    values: dict[str, object] = {"note": "Für den Jahresbericht", "reminder": "tomorrow"}
    page = submit(client, address, values, follow_redirects=True)
    assert page.request.path.startswith("/threads/")
    assert "Bookmarked" in page.text
    assert "Für den Jahresbericht" in client.get("/bookmarks").text
    assert "Wer gießt im August?" in client.get("/bookmarks?show=reminders").text
    assert "Wer gießt im August?" not in client.get("/bookmarks?show=due").text
    bookmark = session.query(Bookmark).one()
    first = bookmark.remind_at
    form = form_with(client.get(address), "note")
    assert form.values["reminder"] == ["as_is"]
    submit(client, address, {"note": "Anders"})
    session.refresh(bookmark)
    assert (bookmark.note, bookmark.remind_at) == ("Anders", first)
    press(client, client.get("/bookmarks"), f"/{bookmark.public_id}/done")
    session.refresh(bookmark)
    assert bookmark.remind_at is None
    press(client, client.get(address), f"/{bookmark.public_id}/remove")
    assert session.query(Bookmark).count() == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"note": "x" * 501}, "too long"),
        ({"note": "", "reminder": "date", "date": "morgen"}, "Please give a day"),
        ({"note": "", "reminder": "date", "date": "2020-01-01"}, "has passed already"),
        ({"note": "", "reminder": "never"}, "did not understand"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_nothing_half_saved(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    post: Post,
    values: dict[str, object],
    sentence: str,
) -> None:
    answer = submit(client, f"/posts/{post.public_id}/bookmark", values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.query(Bookmark).count() == 0


def test_what_is_due_is_counted_in_the_navigation_until_it_is_done(
    client: FlaskClient, session: Session, actor: Actor, post: Post
) -> None:
    bookmark = keep(session, actor, post, clock.now() - dt.timedelta(minutes=1))
    assert "1 is due" in client.get("/channels").text
    page = client.get("/bookmarks?show=due")
    assert "Merken!" in page.text
    press(client, page, f"/{bookmark.public_id}/done")
    assert "is due" not in client.get("/bookmarks").text


def test_nobody_sees_or_changes_the_list_of_somebody_else(
    client: FlaskClient, session: Session, actor: Actor, post: Post
) -> None:
    theirs = keep(session, make_actor(session, "Olga"), post, None)
    assert "Merken!" not in client.get("/bookmarks").text
    token = form_with(client.get("/contact"), "text").values["csrf_token"][0]
    for verb in ("remove", "done"):
        address = f"/bookmarks/{theirs.public_id}/{verb}"
        assert client.post(address, data={"csrf_token": token}).status_code == 404
    assert session.query(Bookmark).count() == 1


def test_a_post_that_is_closed_to_the_reader_leaves_no_trace_but_the_note(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    group = make_channel(session, "Geheimrunde", audience=Audience.INVITED)
    membership = make_membership(session, group, actor)
    olga = make_actor(session, "Olga Autorin")
    make_membership(session, group, olga)
    post = opening_post(session, make_thread(session, group, olga, "Vertraulich", "Still."))
    keep(session, actor, post, None)
    page = client.get("/bookmarks").text
    assert all(word in page for word in ("Vertraulich", "Still.", "Olga Autorin", "Geheimrunde"))
    session.delete(membership)
    session.commit()
    page = client.get("/bookmarks").text
    assert "Merken!" in page
    assert not any(
        word in page for word in ("Vertraulich", "Still.", "Olga Autorin", "Geheimrunde")
    )
    assert client.get(f"/posts/{post.public_id}/bookmark").status_code == 404


def test_the_list_is_read_on_by_key_and_costs_the_same_however_long(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    count_queries: QueryCounter,
) -> None:
    costs, moment = [], clock.now()
    for count in (3, 42):
        for number in range(count):
            thread = make_thread(session, channel, actor, f"Titel {count}-{number:02}")
            post = opening_post(session, thread)
            keep(session, actor, post, moment).created_at = moment
        session.commit()
        client.get("/bookmarks")
        with count_queries() as queries:
            client.get("/bookmarks")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    for first in ("/bookmarks", "/bookmarks?show=due"):
        address, seen = first, []
        while address:
            page = client.get(address).text
            seen += [part.partition("<")[0] for part in page.split('">Titel ')[1:]]
            older = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
            address = older.replace("&amp;", "&") if 'rel="next"' in page else ""
        assert (len(seen), len(set(seen))) == (45, 45)
    assert client.get("/bookmarks?after=nonsense&show=nothing").status_code == 200
