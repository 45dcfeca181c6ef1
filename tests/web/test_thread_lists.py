"""What threads and lists of threads cost, and that lists are read on without gaps."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Channel, ChannelKind
from forum.kernel import clock
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
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


# What a page of a thread costs a member who has read it before, whatever its length:
#   frame    sign-in with account and actor; channels with memberships; new threads by channel;
#            number of new threads; number of drafts; of conversations; of due
#            bookmarks; of notifications
#   thread   thread with home channel; membership there; where it is shown; posts with authors;
#            read mark; draft; reactions; what is bookmarked; tags; files;
#            how much the reader wishes to hear; the lines between the posts; the summary;
#            whether letters come back
QUERIES_OF_A_THREAD = 22


def test_a_thread_costs_the_same_with_20_and_with_2000_posts(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    count_queries: QueryCounter,
) -> None:
    thread = make_thread(session, channel, make_actor(session))
    add_replies(session, thread, make_actor(session), 19)
    address = f"/threads/{thread.public_id}"
    client.get(address)
    with count_queries() as queries:
        assert client.get(address).text.count("<article") == 20
    assert len(queries) == QUERIES_OF_A_THREAD, "\n".join(queries)
    add_replies(session, thread, make_actor(session), 1_980)
    client.get(f"{address}?after=1980")
    for page in ("", "?after=1000", "?after=1980"):
        with count_queries() as queries:
            assert client.get(address + page).text.count("<article") == 20
        # A long thread has an outline.
        assert len(queries) == QUERIES_OF_A_THREAD + 1, "\n".join(queries)


def test_a_list_costs_the_same_with_3_and_with_30_threads(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    count_queries: QueryCounter,
) -> None:
    places = [make_channel(session, "Löbau", kind=ChannelKind.CITY)]
    costs = []
    for count in (3, 27):
        for number in range(count):
            thread = make_thread(session, channel, actor, f"Nummer {number}", places=places)
            if number % 2:
                make_reply(session, thread, make_actor(session, f"Person {number}"))
        client.get(f"/channels/{channel.slug}")
        for address in (f"/channels/{channel.slug}", "/threads/unanswered"):
            with count_queries() as queries:
                assert client.get(address).status_code == 200
            costs.append(len(queries))
    assert costs[:2] == costs[2:]


def test_lists_are_read_on_by_key_without_gaps_or_doubles(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    moment = clock.now()
    for number in range(45):
        thread = make_thread(session, channel, actor, f"Nummer {number:02}")
        thread.last_post_at = moment  # All at once: the key must tell them apart all the same.
    session.commit()
    seen: list[str] = []
    address = f"/channels/{channel.slug}"
    for size in (20, 20, 5):
        page = client.get(address).text
        titles = [f"Nummer {number:02}" for number in range(45) if f"Nummer {number:02}<" in page]
        assert len(titles) == size
        seen += titles
        older = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = older.replace("&amp;", "&")
    assert len(set(seen)) == 45
    assert client.get(f"/channels/{channel.slug}?after=nonsense").status_code == 200
