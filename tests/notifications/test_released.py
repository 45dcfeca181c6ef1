"""Authors are told what became of posts that had to wait."""

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Account, Actor, Role
from forum.channels.models import Channel, Release
from forum.notifications import subscribers
from forum.notifications.kinds import Kind, Way
from forum.notifications.models import Notification
from forum.notifications.queries import told_to, unread_count
from forum.threads import actions
from forum.threads.events import PostRejected, PostReleased
from forum.threads.models import Post, Thread, ThreadKind
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread, opening_post


@pytest.fixture
def admin(session: Session) -> Actor:
    return make_actor(session, "Admin", role=Role.ADMIN)


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor(session, "Autorin")


@pytest.fixture
def thread(session: Session, admin: Actor) -> Thread:
    return make_thread(session, make_channel(session), admin)


def hold_everything(session: Session, channel: Channel) -> None:
    channel.waiting = Release.EVERYTHING
    session.commit()


def own_account(session: Session, actor: Actor) -> Account:
    account = account_of(session, actor)
    account.actor = actor
    return account


def kinds_told(session: Session, actor: Actor) -> list[tuple[Kind, int]]:
    """Return what the actor sees, newest first."""
    page = told_to(session, own_account(session, actor))
    return [(group.kind, group.count) for group in page.items]


def release(session: Session, admin: Actor, post: Post) -> None:
    actions.release(session, admin, post)
    event = PostReleased(post_id=post.id, thread_id=post.thread_id)
    for _ in range(2):  # an event may come twice
        subscribers.tell_of_release(session, event)


def reject(session: Session, admin: Actor, post: Post) -> None:
    actions.reject(session, admin, post, reason="Bitte kürzer.")
    event = PostRejected(post_id=post.id, thread_id=post.thread_id, reason="Bitte kürzer.")
    for _ in range(2):
        subscribers.tell_of_rejection(session, event)


def test_authors_are_told_once_of_release_and_rejection(
    session: Session, admin: Actor, author: Actor, thread: Thread
) -> None:
    hold_everything(session, thread.channel)
    released, rejected = make_reply(session, thread, author), make_reply(session, thread, author)
    begun = opening_post(session, make_thread(session, thread.channel, author, "Eigenes"))
    release(session, admin, released)
    reject(session, admin, rejected)
    reject(session, admin, begun)
    assert sorted(kinds_told(session, author)) == [
        (Kind.POST_REJECTED, 1),
        (Kind.POST_REJECTED, 1),
        (Kind.POST_RELEASED, 1),
    ]
    assert unread_count(session, own_account(session, author)) == 3
    assert kinds_told(session, admin) == []
    ways = {row.kind: row.way for row in session.query(Notification)}
    # Why it was rejected comes by a letter of its own, the statement of reasons.
    assert ways == {Kind.POST_RELEASED: Way.MAIL, Kind.POST_REJECTED: Way.PAGE}


def test_what_is_restored_before_it_is_told_was_not_rejected(
    session: Session, admin: Actor, author: Actor, thread: Thread
) -> None:
    hold_everything(session, thread.channel)
    post = make_reply(session, thread, author)
    actions.reject(session, admin, post, reason="Versehen")
    actions.restore(session, admin, post)
    event = PostRejected(post_id=post.id, thread_id=post.thread_id, reason="Versehen")
    subscribers.tell_of_rejection(session, event)
    assert kinds_told(session, author) == []


def test_a_report_tells_of_its_release_itself(
    session: Session, admin: Actor, author: Actor, thread: Thread
) -> None:
    begun = make_thread(session, thread.channel, author)
    begun.kind = ThreadKind.EXPERIENCE_REPORT
    session.commit()
    post = opening_post(session, begun)
    subscribers.tell_of_release(session, PostReleased(post_id=post.id, thread_id=begun.id))
    assert kinds_told(session, author) == []
    assert session.query(Notification).filter_by(kind=Kind.POST_RELEASED).count() == 0
