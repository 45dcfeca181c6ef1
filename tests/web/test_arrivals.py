"""What arrives on the page of a thread: parts of it, and how far somebody has seen."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel
from forum.threads import actions
from forum.threads.models import ReadMark, Thread
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import add_replies, make_reply, make_thread
from tests.queries import QueryCounter


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    actor = make_actor(session, "Ada")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session)


def mark_of(session: Session, actor: Actor, thread: Thread) -> int | None:
    session.expire_all()
    mark = session.query(ReadMark).filter_by(actor_id=actor.id, thread_id=thread.id).one_or_none()
    return None if mark is None else mark.number


def token_on(client: FlaskClient, thread: Thread) -> str:
    page = client.get(f"/threads/{thread.public_id}").text
    return page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def test_a_part_holds_what_came_after_a_number_and_nothing_around_it(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor)
    first, second = (make_reply(session, thread, actor) for _ in range(2))
    part = client.get(f"/threads/{thread.public_id}/part?after=2")
    assert f'id="post-{second.public_id}"' in part.text
    assert f'id="post-{first.public_id}"' not in part.text
    assert "<html" not in part.text
    assert 'data-until="3" data-highest="3"' in part.text
    assert mark_of(session, actor, thread) is None, "it was sent, not seen"
    nothing = client.get(f"/threads/{thread.public_id}/part?after=3")
    assert "<article" not in nothing.text
    assert 'data-until="3"' in nothing.text


def test_one_post_is_shown_as_it_is_now(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor)
    post = make_reply(session, thread, actor, "Ein Versehen.")
    make_reply(session, thread, actor, "Das Nächste.")
    actions.remove(session, actor, post, reason="")
    session.commit()
    part = client.get(f"/threads/{thread.public_id}/part?only=2").text
    assert part.count("<article") == 1
    assert "post--removed" in part
    assert "Versehen." not in part


def test_many_posts_come_in_parts_with_as_many_statements_as_few(
    client: FlaskClient,
    session: Session,
    actor: Actor,
    channel: Channel,
    count_queries: QueryCounter,
) -> None:
    thread = make_thread(session, channel, actor)
    add_replies(session, thread, actor, 44)
    address = f"/threads/{thread.public_id}/part"
    client.get(f"{address}?after=44")
    with count_queries() as few:
        client.get(f"{address}?after=44")
    with count_queries() as many:
        part = client.get(f"{address}?after=5").text
    assert part.count("<article") == 20
    assert 'data-until="25" data-highest="45"' in part
    assert len(many) == len(few)


def test_a_part_is_for_who_may_read_the_thread(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    author = make_actor(session)
    thread = make_thread(session, channel, author)
    public = make_thread(session, make_channel(session, audience=Audience.PUBLIC), author)
    group = make_channel(session, audience=Audience.INVITED)
    make_membership(session, group, author)
    hidden = make_thread(session, group, author)
    assert client.get(f"/threads/{public.public_id}/part").status_code == 200
    assert client.get(f"/threads/{thread.public_id}/part").status_code == 403
    assert client.get(f"/threads/{hidden.public_id}/part").status_code == 404


def test_what_was_seen_is_remembered_forward_only_and_never_past_the_end(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor)
    token = token_on(client, thread)
    add_replies(session, thread, make_actor(session, "Bo"), 3)
    address = f"/threads/{thread.public_id}/read"
    for number, mark in (("3", 3), ("2", 3), ("99", 3), ("-1", 3), ("viele", 3), ("4", 4)):
        answer = client.post(address, data={"number": number, "csrf_token": token})
        assert answer.status_code == 204
        assert mark_of(session, actor, thread) == mark
    assert client.post(address, data={"number": "4"}).status_code == 400


def test_the_last_page_of_a_thread_says_where_news_come_from(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor)
    add_replies(session, thread, actor, 24)
    last = client.get(f"/threads/{thread.public_id}?after=20").text
    assert f'data-live-thread="{thread.public_id}"' in last
    assert 'data-after="25"' in last
    assert "data-live-thread" not in client.get(f"/threads/{thread.public_id}").text
