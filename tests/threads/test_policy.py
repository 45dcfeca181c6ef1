"""Rules and their SQL agree on every thread and post, for everybody."""

from collections.abc import Callable
from itertools import product

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.channels.models import Audience, Channel, Membership, MembershipRole, Posting
from forum.channels.policy import can_moderate
from forum.kernel import clock
from forum.threads import policy
from forum.threads.models import Post, Thread, ThreadKind
from forum.threads.queries import posts_after
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread


def everybody(session: Session, channels: list[Channel]) -> dict[str, Actor | None]:
    """Return one person of each kind that the rules tell apart."""
    bearer = make_organisation(session, OrganisationKind.BEARER)
    authority = make_organisation(session, OrganisationKind.AUTHORITY)
    people = {
        "author": make_actor(session, "Autorin", role=Role.ADMIN, organisation=bearer),
        "admin": make_actor(session, "Admin", role=Role.ADMIN),
        "moderator": make_actor(session, "Moderation", organisation=bearer),
        "authority moderator": make_actor(session, "Behörde", organisation=authority),
        "member": make_actor(session, "Mitglied", organisation=bearer),
        "authority": make_actor(session, "Amt", organisation=authority),
        "alone": make_actor(session, "Allein"),
        "closed": make_actor(session, "Ehemalig", organisation=bearer),
    }
    for channel in channels:
        make_membership(session, channel, people["moderator"], MembershipRole.MODERATOR)
        make_membership(session, channel, people["authority moderator"], MembershipRole.MODERATOR)
        make_membership(session, channel, people["member"])
    people["closed"].closed_at = clock.now()
    session.commit()
    return {**people, "guest": None}


@pytest.fixture
def cast(session: Session) -> dict[str, Actor | None]:
    """Return everybody, with threads and posts in every state in every kind of channel."""
    channels = [make_channel(session, level, audience=level) for level in Audience]
    people = everybody(session, channels)
    author = people["author"]
    assert author is not None
    for channel, state in product(channels, ("standing", "removed", "held", "taken back")):
        thread = make_thread(session, channel, author, f"{channel.name} {state}")
        replies = [make_reply(session, thread, author) for _ in range(4)]
        if channel.audience is not Audience.INVITED and people["member"]:
            replies[1].author_id = people["member"].id
        replies[1].visible_at = None
        replies[2].removed_at = clock.now()
        _take_back(replies[3])
        if state == "removed":
            thread.removed_at = clock.now()
        if state == "held":
            thread.visible_at = None
        if state == "taken back":
            _take_back(thread)
    # From now on the author is like any other member.
    author.role = Role.MEMBER
    session.commit()
    return people


def _take_back(one: Thread | Post) -> None:
    one.visible_at = None
    one.removed_at = clock.now()
    one.removed_by_id = one.author_id


def membership_in(session: Session, actor: Actor | None, channel_id: int) -> Membership | None:
    if actor is None:
        return None
    return session.query(Membership).filter_by(actor_id=actor.id, channel_id=channel_id).first()


def test_reading_a_thread_is_answered_alike_by_rule_and_by_sql(
    session: Session, cast: dict[str, Actor | None]
) -> None:
    threads = session.scalars(sa.select(Thread).options(joinedload(Thread.channel))).all()
    assert len(threads) == 16
    seen = set()
    for name, actor in cast.items():
        condition = policy.readable_threads(actor)
        by_sql = set(session.scalars(sa.select(Thread.title).where(condition)))
        by_rule = {
            thread.title
            for thread in threads
            if policy.can_read_thread(
                actor, thread, membership_in(session, actor, thread.channel_id)
            )
        }
        assert by_sql == by_rule, name
        seen.add(frozenset(by_sql))
    assert len(seen) >= 6, "the cast no longer tells the rules apart"


@pytest.mark.parametrize(
    ("rule", "condition"),
    [
        (policy.can_read_post, policy.readable_posts),
        (policy.can_read_text, policy.readable_texts),
    ],
    ids=["place", "words"],
)
def test_reading_a_post_is_answered_alike_by_rule_and_by_sql(
    session: Session,
    cast: dict[str, Actor | None],
    rule: policy.PostQuestion,
    condition: Callable[[Actor | None], sa.ColumnElement[bool]],
) -> None:
    posts = session.scalars(
        sa.select(Post).options(joinedload(Post.thread).joinedload(Thread.channel))
    ).all()
    assert len(posts) == 80
    for name, actor in cast.items():
        by_sql = set(session.scalars(sa.select(Post.id).where(condition(actor))))
        by_rule = {
            post.id
            for post in posts
            if rule(
                actor,
                post,
                post.thread,
                membership_in(session, actor, post.thread.channel_id),
            )
        }
        assert by_sql == by_rule, name


def test_the_page_of_a_thread_shows_the_posts_that_the_rule_allows(
    session: Session, cast: dict[str, Actor | None]
) -> None:
    threads = session.scalars(sa.select(Thread).options(joinedload(Thread.channel))).all()
    for (name, actor), thread in product(cast.items(), threads):
        membership = membership_in(session, actor, thread.channel_id)
        if not policy.can_read_thread(actor, thread, membership):
            continue
        moderates = bool(can_moderate(actor, thread.channel, membership))
        shown = {row.id for row in posts_after(session, actor, thread, 0, moderates=moderates)}
        assert shown == {
            post.id
            for post in session.query(Post).filter_by(thread_id=thread.id)
            if policy.can_read_post(actor, post, thread, membership)
        }, (name, thread.title)


def test_lists_leave_out_what_is_removed_or_held_even_for_its_author(
    session: Session, cast: dict[str, Actor | None]
) -> None:
    for actor in cast.values():
        condition = policy.listed_threads(actor)
        titles = set(session.scalars(sa.select(Thread.title).where(condition)))
        readable = session.scalars(sa.select(Thread.title).where(policy.readable_threads(actor)))
        assert titles == {title for title in readable if title.endswith("standing")}


def test_where_a_thread_is_shown_too_does_not_open_it(session: Session) -> None:
    author = make_actor(session, organisation=make_organisation(session))
    stranger = make_actor(session, "Amt")
    home = make_channel(session, "Geschützt", audience=Audience.PEERS)
    public = make_channel(session, "Offen", audience=Audience.PUBLIC)
    thread = make_thread(session, home, author, places=[public])
    for actor in (None, stranger):
        assert not policy.can_read_thread(actor, thread, None)
        assert not session.scalars(sa.select(Thread).where(policy.readable_threads(actor))).all()
    assert policy.can_read_thread(author, thread, None)


def test_not_even_moderation_changes_texts_in_an_archived_channel(session: Session) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    channel = make_channel(session)
    thread = make_thread(session, channel, make_actor(session))
    post = session.query(Post).one()
    assert policy.can_edit(admin, post, thread, None)
    assert policy.can_rename(admin, thread, None)
    channel.archived_at = clock.now()
    session.commit()
    assert policy.can_edit(admin, post, thread, None).reason == "channel_archived"
    assert policy.can_rename(admin, thread, None).reason == "channel_archived"


def test_announcing_is_answered_alike_by_rule_and_by_sql(
    session: Session, cast: dict[str, Actor | None]
) -> None:
    channels = session.scalars(sa.select(Channel)).all()
    channels[0].posting = Posting.MODERATORS
    channels[1].archived_at = clock.now()
    session.commit()
    seen = set()
    for name, actor in cast.items():
        condition = policy.announceable_channels(actor)
        by_sql = set(session.scalars(sa.select(Channel.id).where(condition)))
        verdicts = {
            channel.id: policy.can_start_kind(
                actor, channel, membership_in(session, actor, channel.id), ThreadKind.ANNOUNCEMENT
            )
            for channel in channels
        }
        assert by_sql == {one for one, verdict in verdicts.items() if verdict}, name
        seen.add(frozenset(by_sql))
        if name == "member":
            reasons = {verdict.reason for verdict in verdicts.values()}
            assert reasons == {"moderators_post", "channel_archived", "moderators_announce"}
    assert len(seen) >= 3, "the cast no longer tells the rules apart"
