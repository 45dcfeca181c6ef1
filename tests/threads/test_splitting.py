"""Taking threads apart: what readers have, and what was told of the posts, goes with them."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Channel, MembershipRole
from forum.jobs.relay import relay
from forum.kernel.errors import Conflict, Invalid
from forum.notifications.models import Notification
from forum.search.models import SearchDocument
from forum.threads import actions
from forum.threads.models import (
    Post,
    ThreadNote,
)
from forum.threads.queries import unread_by_channel, wrong_counters
from forum.wiring import SUBSCRIBERS
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import (
    make_reply,
    make_thread,
    opening_post,
)
from tests.threads.carried import mark, numbers, texts, with_replies


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Kim Tester")


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.fixture
def moderator(session: Session, channel: Channel) -> Actor:
    actor = make_actor(session, "Moderation")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    return actor


def test_posts_split_off_open_a_thread_that_is_new_only_to_who_had_not_read_them(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    thread = with_replies(session, channel, author, 5)
    posts = {post.number: post for post in session.scalars(sa.select(Post))}
    whole, half = make_actor(session, "Ganz"), make_actor(session, "Halb")
    mark(session, thread, 6, reader=whole)
    mark(session, thread, 3, reader=half)
    chosen = [posts[number].public_id for number in (6, 3, 5)]
    own = actions.split_off(session, moderator, thread, posts=chosen, title="Ein anderes Thema")
    assert (numbers(session, thread), numbers(session, own)) == ([1, 2, 4], [1, 2, 3])
    assert own.author_id == author.id
    assert own.visible_at == posts[3].visible_at
    assert wrong_counters(session) == []
    assert unread_by_channel(session, whole) == {}
    assert unread_by_channel(session, half) == {channel.id: 2}
    # The next reply has a number that nobody has read up to.
    assert make_reply(session, thread, author).number == 7
    assert unread_by_channel(session, whole) == {channel.id: 1}
    assert wrong_counters(session) == []


def test_what_was_merged_can_be_split_off_again(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    source, into = (with_replies(session, channel, author, count) for count in (1, 0))
    came = texts(session, source)
    actions.merge(session, moderator, source, into=into)
    there = sa.select(Post.public_id).where(Post.thread_id == into.id, Post.number > 1)
    again = actions.split_off(
        session, moderator, into, posts=session.scalars(there).all(), title=source.title
    )
    assert texts(session, again) == came


def test_only_standing_replies_of_the_thread_can_be_split_off(
    session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    thread = with_replies(session, channel, author, 1)
    elsewhere = with_replies(session, channel, author, 0)
    removed = make_reply(session, thread, author)
    actions.remove(session, author, removed)
    for post, error, reason in (
        (opening_post(session, thread), Invalid, "opening_post_stays"),
        (removed, Invalid, "choose_standing_posts"),
        (opening_post(session, elsewhere), Conflict, "posts_moved_meanwhile"),
    ):
        with pytest.raises(error, match=reason):
            actions.split_off(session, moderator, thread, posts=[post.public_id], title="Titel")


def test_a_narrower_thread_is_not_named_where_more_people_read(
    session: Session, author: Actor
) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    thread = with_replies(session, make_channel(session), author, 1)
    group = make_channel(session, audience=Audience.INVITED)
    into = make_thread(session, group, admin, "Vertrauliches")
    reply = session.scalars(sa.select(Post).where(Post.thread_id == thread.id, Post.number == 2))
    actions.split_into(session, admin, thread, posts=[reply.one().public_id], into=into)
    note = session.scalars(sa.select(ThreadNote).where(ThreadNote.thread_id == thread.id)).one()
    assert (note.verb, note.values) == ("split_away", {"posts": 1})
    assert numbers(session, into) == [1, 2]


def test_what_was_told_and_what_is_found_leads_to_where_the_posts_stand(
    app: Flask, session: Session, author: Actor, moderator: Actor, channel: Channel
) -> None:
    source, into = (make_thread(session, channel, author) for _ in range(2))
    reply = make_reply(session, source, moderator, "Ein Nachbarschaftsfonds hilft.")
    deliver(app, session)
    actions.merge(session, moderator, source, into=into)
    deliver(app, session)
    told = session.scalars(sa.select(Notification)).all()
    assert [(row.thread_id, row.post_id) for row in told] == [(into.id, reply.id)]
    document = session.scalars(
        sa.select(SearchDocument).where(SearchDocument.post_id == reply.id)
    ).one()
    assert document.thread_id == into.id


def deliver(app: Flask, session: Session) -> None:
    session.commit()
    with app.app_context():
        relay(SUBSCRIBERS)
    session.commit()
