"""Rules and their SQL agree on every thread, suggestion and collection, for everybody."""

import datetime as dt
from itertools import product

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.channels.models import Audience, Channel, Membership, MembershipRole
from forum.channels.queries import membership_of
from forum.curation import policy
from forum.curation.models import Collection, Suggestion
from forum.kernel import clock
from forum.threads.models import Thread, ThreadKind
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership
from tests.factories.curation import make_collection
from tests.factories.threads import make_question, make_thread

Cast = dict[str, Actor | None]


@pytest.fixture
def cast(session: Session) -> Cast:
    """Return everybody, with threads and collections in every state in every kind of channel."""
    bearer = make_organisation(session, OrganisationKind.BEARER)
    author = make_actor(session, "Autorin", role=Role.ADMIN, organisation=bearer)
    people = {
        name: make_actor(session, name, organisation=bearer)
        for name in ("moderator", "muted moderator", "member", "suggester", "closed")
    }
    people["admin"] = make_actor(session, "Admin", role=Role.ADMIN)
    people["alone"] = make_actor(session, "Allein")
    channels = [make_channel(session, level, audience=level) for level in Audience]
    channels.append(make_channel(session, "archived"))
    for channel in channels:
        for name in ("moderator", "muted moderator"):
            make_membership(session, channel, people[name], MembershipRole.MODERATOR)
        for name in ("member", "suggester"):
            make_membership(session, channel, people[name])
    for channel, state in product(channels, ("standing", "removed", "held", "locked")):
        for make in (make_thread, make_question):
            _set(session, make(session, channel, author), state, people["suggester"])
        collection = make_collection(session, channel, author, f"{channel.name} {state}")
        collection.removed_at = clock.now() if state == "removed" else None
    channels[-1].archived_at = clock.now()
    people["closed"].closed_at = clock.now()
    people["muted moderator"].muted_until = clock.now() + dt.timedelta(days=1)
    author.role = Role.MEMBER
    session.commit()
    return {**people, "author": author, "guest": None}


def _set(session: Session, thread: Thread, state: str, suggester: Actor) -> None:
    now = clock.now()
    thread.title = f"{thread.channel.name} {thread.kind} {state}"
    thread.removed_at = now if state == "removed" else None
    thread.locked_at = now if state == "locked" else None
    thread.visible_at = None if state == "held" else now
    session.add(
        Suggestion(
            thread_id=thread.id, base_version=1, base="a", proposed="b", author_id=suggester.id
        )
    )


def _membership(session: Session, actor: Actor | None, channel: Channel) -> Membership | None:
    return membership_of(session, actor, channel.id)


def test_summing_up_and_suggesting_are_answered_alike_by_rule_and_by_sql(
    session: Session, cast: Cast
) -> None:
    threads = session.scalars(sa.select(Thread).options(joinedload(Thread.channel))).all()
    pairs = (
        (policy.can_summarise, policy.summarisable_threads),
        (policy.can_suggest, policy.suggestible_threads),
    )
    for rule, twin in pairs:
        seen = set()
        for name, actor in cast.items():
            by_sql = set(session.scalars(sa.select(Thread.id).where(twin(actor))))
            by_rule = {
                thread.id
                for thread in threads
                if rule(actor, thread, _membership(session, actor, thread.channel))
            }
            assert by_sql == by_rule, (rule.__name__, name)
            seen.add(frozenset(by_sql))
        assert len(seen) >= 3, "the cast no longer tells the rules apart"


def test_who_asked_a_question_sums_it_up_and_of_a_discussion_only_the_moderation_does(
    session: Session, cast: Cast
) -> None:
    def titles(name: str) -> set[str]:
        condition = policy.summarisable_threads(cast[name])
        found = session.scalars(sa.select(Thread).where(condition))
        return {f"{one.kind} {one.title.rsplit(' ', 1)[1]}" for one in found}

    assert titles("author") == {"question standing", "question locked"}
    assert titles("moderator") == {
        f"{kind} {state}"
        for kind in (ThreadKind.DISCUSSION, ThreadKind.QUESTION)
        for state in ("standing", "locked")
    }
    assert titles("member") == titles("muted moderator") == titles("guest") == set()


def test_reading_a_suggestion_is_answered_alike_by_rule_and_by_sql(
    session: Session, cast: Cast
) -> None:
    suggestions = session.scalars(
        sa.select(Suggestion).options(joinedload(Suggestion.thread).joinedload(Thread.channel))
    ).all()
    for name, actor in cast.items():
        condition = policy.readable_suggestions(actor)
        by_sql = set(session.scalars(sa.select(Suggestion.id).where(condition)))
        by_rule = {
            one.id
            for one in suggestions
            if policy.can_read_suggestion(
                actor, one, one.thread, _membership(session, actor, one.thread.channel)
            )
        }
        assert by_sql == by_rule, name
        assert bool(by_sql) == (name in {"author", "suggester", "moderator", "admin"}), name


def test_collections_are_read_and_kept_alike_by_rule_and_by_sql(
    session: Session, cast: Cast
) -> None:
    collections = session.scalars(
        sa.select(Collection).options(joinedload(Collection.channel))
    ).all()
    channels = session.scalars(sa.select(Channel)).all()
    for name, actor in cast.items():
        condition = policy.readable_collections(actor)
        by_sql = set(session.scalars(sa.select(Collection.title).where(condition)))
        assert by_sql == {
            one.title
            for one in collections
            if policy.can_read_collection(actor, one, _membership(session, actor, one.channel))
        }, name
        kept = set(session.scalars(sa.select(Channel.id).where(policy.curated_channels(actor))))
        assert kept == {
            one.id
            for one in channels
            if policy.can_curate(actor, one, _membership(session, actor, one))
        }, name
        assert bool(kept) == (name in {"moderator", "admin"}), name
