"""Bookmarks are one reader's own: present rights decide what they show, and each is there once."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.bookmarks import actions, policy
from forum.bookmarks.models import Bookmark
from forum.bookmarks.queries import Show, bookmarks_of, due_count
from forum.channels.models import Audience, MembershipRole
from forum.channels.queries import membership_of
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads.models import Post, Thread
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread, opening_post
from tests.hubs import OpenHub, at_once

HOUR = dt.timedelta(hours=1)


def can_bookmark(session: Session, actor: Actor | None, post: Post) -> bool:
    membership = membership_of(session, actor, post.thread.channel_id)
    return bool(policy.can_bookmark(actor, post, post.thread, membership))


def test_what_can_be_bookmarked_is_answered_alike_by_rule_and_by_sql(session: Session) -> None:
    bearer = make_organisation(session, OrganisationKind.BEARER)
    admin = make_actor(session, "Admin", role=Role.ADMIN, organisation=bearer)
    people: dict[str, Actor | None] = {
        "guest": None,
        "admin": admin,
        "member": make_actor(session, "Mitglied", organisation=bearer),
        "moderator": make_actor(session, "Moderation", organisation=bearer),
        "alone": make_actor(session, "Allein"),
        "closed": make_actor(session, "Ehemalig", organisation=bearer),
    }
    assert people["closed"]
    assert people["moderator"]
    for audience in Audience:
        channel = make_channel(session, audience, audience=audience)
        make_membership(session, channel, people["moderator"], MembershipRole.MODERATOR)
        for state in ("standing", "removed", "held"):
            thread = make_thread(session, channel, admin, state)
            replies = [make_reply(session, thread, admin) for _ in range(2)]
            replies[0].removed_at = clock.now()
            replies[1].visible_at = None
            thread.removed_at = clock.now() if state == "removed" else None
            thread.visible_at = None if state == "held" else thread.visible_at
    people["closed"].closed_at = clock.now()
    session.commit()
    posts = session.scalars(
        sa.select(Post).options(joinedload(Post.thread).joinedload(Thread.channel))
    ).all()
    seen = set()
    for name, actor in people.items():
        by_sql = set(session.scalars(sa.select(Post.id).where(policy.bookmarkable_posts(actor))))
        assert by_sql == {post.id for post in posts if can_bookmark(session, actor, post)}, name
        seen.add(frozenset(by_sql))
    assert len(seen) >= 4, "the cast no longer tells the rules apart"


def test_what_can_be_read_no_longer_shows_nothing_but_the_own_note(session: Session) -> None:
    actor, author = make_actor(session, "Kim"), make_actor(session, "Olga")
    group = make_channel(session, "Geheim", audience=Audience.INVITED)
    membership = make_membership(session, group, actor)
    make_membership(session, group, author)
    post = opening_post(session, make_thread(session, group, author, "Vertraulich"))
    actions.keep_bookmark(session, actor, post, note="Für Montag", remind_at=None)
    session.commit()
    (row,) = bookmarks_of(session, actor, Show.ALL).items
    assert row.post is not None
    assert (row.post.title, row.post.author) == ("Vertraulich", "Olga")
    session.delete(membership)
    session.commit()
    (row,) = bookmarks_of(session, actor, Show.ALL).items
    assert (row.note, row.post) == ("Für Montag", None)
    with pytest.raises(NotAllowed, match="invited_only"):
        actions.keep_bookmark(session, actor, post, note="Noch einmal", remind_at=None)


def test_each_moment_is_announced_once(session: Session) -> None:
    actor = make_actor(session, "Kim")
    post = opening_post(session, make_thread(session, make_channel(session), actor))
    past, later = clock.now() - HOUR, clock.now() + HOUR

    def announced() -> int:
        done = actions.announce_due(session)
        session.commit()
        events = session.query(RecordedEvent).filter_by(name="BookmarkDue")
        assert {event.payload["actor_id"] for event in events} <= {actor.id}
        return done

    bookmark = actions.keep_bookmark(session, actor, post, remind_at=later)
    assert bookmark is not None
    assert (announced(), due_count(session, actor)) == (0, 0)
    actions.keep_bookmark(session, actor, post, remind_at=past)
    assert (announced(), announced(), due_count(session, actor)) == (1, 0, 1)
    # Only the note changes: the moment was told already.
    actions.keep_bookmark(session, actor, post, note="Neu", remind_at=past)
    assert announced() == 0
    # Another moment is another reminder.
    actions.keep_bookmark(session, actor, post, remind_at=past + HOUR / 2)
    assert announced() == 1
    actions.end_reminder(session, bookmark)
    assert (announced(), due_count(session, actor)) == (0, 0)
    assert session.query(RecordedEvent).filter_by(name="BookmarkDue").count() == 2


def test_many_windows_and_workers_at_once_keep_one_and_tell_one(
    open_hub: OpenHub, tmp_path: Path
) -> None:
    with open_hub(tmp_path) as hub, hub.app_context():
        session = db.session()
        actor = make_actor(session, "Kim")
        actor_id = actor.id
        post_id = opening_post(session, make_thread(session, make_channel(session), actor)).id
        past = clock.now() - HOUR
        db.session.remove()

        def keep(number: int) -> None:
            with unit_of_work() as writing:
                actor, post = writing.get_one(Actor, actor_id), writing.get_one(Post, post_id)
                actions.keep_bookmark(writing, actor, post, note=str(number), remind_at=past)

        def announce(_number: int) -> None:
            with unit_of_work() as writing:
                actions.announce_due(writing)

        assert at_once(hub, 6, keep) == []
        assert db.session().query(Bookmark).count() == 1
        db.session.remove()
        assert at_once(hub, 6, announce) == []
        assert db.session().query(RecordedEvent).filter_by(name="BookmarkDue").count() == 1
