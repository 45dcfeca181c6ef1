"""Names in texts over HTTP: who is mentioned, which channel is meant, and what is not said."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, ChannelKind
from forum.kernel import clock
from forum.kernel.event_log import RecordedEvent
from forum.threads.actions import render_again
from forum.threads.models import Post
from forum.threads.text import MENTION_LIMIT
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_former_slug, make_membership
from tests.factories.threads import make_thread
from tests.queries import QueryCounter
from tests.web.forms import submit


@pytest.fixture
def writer(session: Session, client: FlaskClient) -> Actor:
    writer = make_actor(session, "Wanda Schreiber")
    sign_in(client, session, writer)
    return writer


def told(session: Session, event: str) -> list[list[str]]:
    """Return whom the recorded events of this name mention."""
    rows = session.query(RecordedEvent).filter_by(name=event).order_by(RecordedEvent.id)
    return [row.payload["mentions"] for row in rows]


def newest(session: Session) -> Post:
    session.expire_all()
    return session.query(Post).order_by(Post.id.desc()).limit(1).one()


def test_only_people_who_are_there_are_mentioned(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    here, gone = make_actor(session, "Hanna Hier"), make_actor(session, "Gerd Gegangen")
    remote = make_actor(session, "Fern Fremd")
    gone.closed_at, remote.domain = clock.now(), "elsewhere.example"
    session.commit()
    thread = make_thread(session, make_channel(session), writer)
    handles = [here.handle.upper(), gone.handle, remote.handle, "nirgendwer"]
    body = " ".join(f"@{one}," for one in handles) + " liebe Akteur:innen, hh@hanna.example"
    answer = submit(client, f"/threads/{thread.public_id}/reply", {"body": body}).status_code
    assert answer == 422  # it asks about the mail address, and loses nothing
    body = body.replace("hh@", "info@")
    assert submit(client, f"/threads/{thread.public_id}/reply", {"body": body}).status_code == 303
    assert told(session, "PostPublished")[-1] == [here.handle]
    assert newest(session).html.count('class="mention"') == 1
    assert f'href="/people/{here.handle}"' in newest(session).html


def test_an_edit_tells_whom_it_mentions_newly(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    one, other = make_actor(session, "Eins"), make_actor(session, "Zwei")
    make_thread(session, make_channel(session), writer, text=f"@{one.handle}")
    url = f"/posts/{newest(session).public_id}/edit"
    body = f"@{other.handle}, @{one.handle} und @{other.handle}"
    assert submit(client, url, {"body": body}).status_code == 303
    assert told(session, "PostEdited") == [[other.handle]]


def test_a_storm_of_mentions_is_refused_and_nothing_is_lost(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    people = [make_actor(session, f"P{number}") for number in range(MENTION_LIMIT + 1)]
    thread = make_thread(session, make_channel(session), writer)
    url, body = f"/threads/{thread.public_id}/reply", " ".join(f"@{one.handle}" for one in people)
    page = submit(client, url, {"body": body})
    assert page.status_code == 422
    assert f"höchstens {MENTION_LIMIT} Personen erwähnen" in page.text
    assert body in page.text
    assert session.query(Post).count() == 1
    fewer = body.rpartition(" ")[0] + f" @{people[0].handle} @nirgendwer"
    assert submit(client, url, {"body": fewer}).status_code == 303


def group(session: Session, writer: Actor) -> Channel:
    channel = make_channel(session, "Geheim", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    make_membership(session, channel, writer)
    return channel


def test_channels_become_links_and_a_group_is_known_within_itself_alone(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    secret, open_one = group(session, writer), make_channel(session)
    make_former_slug(session, "frueher", open_one)
    body = f"#{secret.slug}, #{open_one.slug}, #frueher und #nirgends"
    for home, slugs in (
        (open_one, {open_one.slug, "frueher"}),
        (secret, {open_one.slug, "frueher", secret.slug}),
    ):
        url = f"/channels/{home.slug}/threads/new"
        assert submit(client, url, {"title": "Titel", "body": body}).status_code == 303
        html = newest(session).html
        assert html.count("channel-link") == len(slugs)
        assert all(f'href="/channels/{slug}"' in html for slug in slugs)


def test_the_preview_shows_what_will_be_published(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    other, channel = make_actor(session, "Eins"), make_channel(session)
    thread = make_thread(session, channel, writer)
    body = f"@{other.handle} @nirgendwer #{channel.slug}\n\n- [x] Fertig"
    url = f"/threads/{thread.public_id}/reply"
    page = submit(client, url, {"body": body, "intent": "preview"}).text
    submit(client, url, {"body": body})
    assert newest(session).html in page


def test_a_new_renderer_finds_the_names_again(session: Session, writer: Actor) -> None:
    other, secret = make_actor(session, "Eins"), group(session, writer)
    body = f"@{other.handle} #{secret.slug}"
    make_thread(session, secret, writer, text=body)
    session.query(Post).update({"renderer_version": 2})
    assert render_again(session) == 1
    session.flush()
    assert newest(session).html.count("<a ") == 2


def test_names_cost_one_statement_each(
    session: Session, client: FlaskClient, writer: Actor, count_queries: QueryCounter
) -> None:
    thread = make_thread(session, make_channel(session), writer)
    url = f"/threads/{thread.public_id}/reply"
    people = [make_actor(session, f"P{number}") for number in range(8)]
    counts = []
    for body in (
        "Ohne",
        " ".join(f"@{one.handle} #nie{one.id} https://b.de/{one.id}" for one in people),
    ):
        with count_queries() as queries:
            submit(client, url, {"body": body, "intent": "preview"})
        counts.append(len(queries))
    assert counts[1] - counts[0] == 3
