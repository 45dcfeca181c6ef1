"""Joining, watching, adding, appointing, opening, archiving and deciding, with what is recorded."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.channels.actions.appoint import appoint, dismiss
from forum.channels.actions.audience import change_audience
from forum.channels.actions.first_words import remember_first_words
from forum.channels.actions.group import archive_group, open_group, reopen_group
from forum.channels.actions.join import join, leave
from forum.channels.actions.membership import add_member, remove_member
from forum.channels.actions.watch import end_subscription, mute, watch
from forum.channels.models import (
    Audience,
    Channel,
    ChannelKind,
    MembershipRole,
    SubscriptionLevel,
)
from forum.channels.queries import (
    actor_by_handle,
    channel_by_slug,
    membership_of,
    people_to_add,
    subscription_level,
)
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from forum.kernel.event_log import RecordedEvent
from forum.threads.actions import remove_thread
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel, make_former_slug, make_membership
from tests.factories.threads import make_thread


def recorded(session: Session) -> Sequence[str]:
    return session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id)).all()


def make_group(session: Session, moderator: Actor) -> Channel:
    group = make_channel(session, kind=ChannelKind.GROUP, audience=Audience.INVITED)
    make_membership(session, group, moderator, MembershipRole.MODERATOR)
    return group


def test_joining_twice_is_joining_once_and_told_once(session: Session) -> None:
    actor, channel = make_actor(session), make_channel(session)
    assert join(session, actor, channel).id == join(session, actor, channel).id
    leave(session, actor, channel)
    leave(session, actor, channel)
    assert membership_of(session, actor, channel.id) is None
    assert recorded(session) == ["MemberJoined", "MemberLeft"]


def test_nobody_joins_a_group_and_who_tries_learns_nothing(session: Session) -> None:
    group = make_group(session, make_actor(session))
    with pytest.raises(NotFound) as refused:
        join(session, make_actor(session), group)
    assert refused.value.reason == "no_channel"


def test_an_authority_cannot_join_the_peers(session: Session) -> None:
    authority = make_organisation(session, OrganisationKind.AUTHORITY)
    actor = make_actor(session, organisation=authority)
    channel = make_channel(session, audience=Audience.PEERS)
    with pytest.raises(NotAllowed) as refused:
        join(session, actor, channel)
    assert refused.value.reason == "peers_only"


def test_who_may_not_read_any_more_may_still_leave(session: Session) -> None:
    channel, actor = make_channel(session, audience=Audience.PEERS), make_actor(session)
    make_membership(session, channel, actor)
    leave(session, actor, channel)
    assert membership_of(session, actor, channel.id) is None


def test_the_last_moderator_names_another_before_leaving_the_group(session: Session) -> None:
    first, second = make_actor(session), make_actor(session)
    group = make_group(session, first)
    with pytest.raises(NotAllowed) as refused:
        leave(session, first, group)
    assert refused.value.reason == "last_moderator"
    add_member(session, first, group, person=second)
    appoint(session, first, group, person=second)
    leave(session, first, group)
    assert membership_of(session, first, group.id) is None


def test_a_moderator_whose_account_is_closed_does_not_count_as_another(session: Session) -> None:
    first, gone = make_actor(session), make_actor(session)
    group = make_group(session, first)
    make_membership(session, group, gone, MembershipRole.MODERATOR)
    gone.closed_at = clock.now()
    session.commit()
    with pytest.raises(NotAllowed):
        leave(session, first, group)


def test_a_wish_about_a_channel_replaces_the_one_before(session: Session) -> None:
    actor, channel = make_actor(session), make_channel(session)
    watch(session, actor, channel)
    watch(session, actor, channel)
    mute(session, actor, channel)
    assert subscription_level(session, actor, channel.id) is SubscriptionLevel.MUTED
    end_subscription(session, actor, channel)
    end_subscription(session, actor, channel)
    assert subscription_level(session, actor, channel.id) is None
    assert recorded(session) == ["ChannelWatched", "ChannelMuted", "SubscriptionEnded"]


def test_a_wish_about_a_hidden_group_is_answered_like_one_about_nothing(session: Session) -> None:
    group = make_group(session, make_actor(session))
    for verb in (watch, mute, end_subscription):
        with pytest.raises(NotFound):
            verb(session, make_actor(session), group)


def test_a_group_belongs_to_those_who_were_added(session: Session) -> None:
    moderator, person = make_actor(session), make_actor(session)
    group = make_group(session, moderator)
    add_member(session, moderator, group, person=person)
    add_member(session, moderator, group, person=person)
    with pytest.raises(NotAllowed):
        add_member(session, person, group, person=make_actor(session))
    remove_member(session, moderator, group, person=person)
    remove_member(session, moderator, group, person=person)
    assert membership_of(session, person, group.id) is None
    assert recorded(session) == ["MemberAdded", "MemberRemoved"]


def test_nobody_is_added_to_a_channel_that_everybody_joins(session: Session) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    with pytest.raises(NotAllowed) as refused:
        add_member(session, admin, make_channel(session), person=make_actor(session))
    assert refused.value.reason == "everybody_joins"


def test_appointing_makes_a_member_and_dismissing_leaves_one(session: Session) -> None:
    admin, person = make_actor(session, role=Role.ADMIN), make_actor(session)
    channel = make_channel(session)
    assert appoint(session, admin, channel, person=person).role is MembershipRole.MODERATOR
    appoint(session, admin, channel, person=person)
    assert dismiss(session, admin, channel, person=person).role is MembershipRole.MEMBER
    dismiss(session, admin, channel, person=person)
    assert recorded(session) == ["ModeratorAppointed", "ModeratorDismissed"]


def test_whoever_opens_a_group_moderates_it(session: Session) -> None:
    actor = make_actor(session)
    make_membership(session, make_channel(session), actor, MembershipRole.MODERATOR)
    group = open_group(session, actor, name="  Fachgruppe\u202e Jugend ", purpose="Treffen planen")
    own = membership_of(session, actor, group.id)
    assert (group.name, group.audience) == ("Fachgruppe Jugend", Audience.INVITED)
    assert group.slug.startswith("fachgruppe-jugend-")
    assert own is not None
    assert own.role is MembershipRole.MODERATOR


def test_two_groups_of_one_name_have_addresses_that_tell_nothing(session: Session) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    first = open_group(session, admin, name="Übergabe", purpose="x")
    second = open_group(session, admin, name="Übergabe", purpose="x")
    assert first.slug != second.slug
    assert len(first.slug) == len(second.slug)
    assert first.slug.startswith("uebergabe-")


@pytest.mark.parametrize(
    ("name", "reason"), [("", "empty"), ("\u200b", "empty"), ("x" * 121, "too_long")]
)
def test_a_group_needs_a_name_of_sensible_length(session: Session, name: str, reason: str) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    with pytest.raises(Invalid) as refused:
        open_group(session, admin, name=name, purpose="Zweck")
    assert (refused.value.reason, refused.value.field) == (reason, "name")


def test_who_moderates_nothing_opens_no_group(session: Session) -> None:
    with pytest.raises(NotAllowed) as refused:
        open_group(session, make_actor(session), name="Gruppe", purpose="Zweck")
    assert refused.value.reason == "moderators_open_groups"


def test_an_archived_group_rests_until_it_is_taken_up_again(session: Session) -> None:
    moderator, person = make_actor(session), make_actor(session)
    group = make_group(session, moderator)
    archive_group(session, moderator, group)
    archive_group(session, moderator, group)
    with pytest.raises(NotAllowed) as refused:
        add_member(session, moderator, group, person=person)
    assert refused.value.reason == "channel_archived"
    reopen_group(session, moderator, group)
    add_member(session, moderator, group, person=person)
    assert recorded(session) == ["GroupArchived", "GroupReopened", "MemberAdded"]


def test_the_audience_becomes_narrower_but_not_wider_over_what_was_written(
    session: Session,
) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    channel = make_channel(session, audience=Audience.PEERS, first_written_at=clock.now())
    with pytest.raises(NotAllowed) as refused:
        change_audience(session, admin, channel, audience=Audience.MEMBERS)
    assert refused.value.reason == "audience_wider"
    assert channel.audience is Audience.PEERS
    other = make_channel(session, audience=Audience.PUBLIC, first_written_at=clock.now())
    change_audience(session, admin, other, audience=Audience.PEERS)
    assert other.audience is Audience.PEERS
    assert recorded(session) == ["AudienceChanged"]


def test_a_former_slug_leads_to_the_channel_unless_another_has_it_now(session: Session) -> None:
    old, new = make_channel(session, slug="alt"), make_channel(session, slug="neu")
    make_former_slug(session, "damals", old)
    make_former_slug(session, "neu", old)
    assert channel_by_slug(session, "damals").id == old.id
    assert channel_by_slug(session, "neu").id == new.id
    with pytest.raises(NotFound):
        channel_by_slug(session, "nie")


def test_the_search_for_people_finds_names_and_organisations_literally(session: Session) -> None:
    group = make_group(session, make_actor(session, "Mona Moderatorin"))
    club = make_organisation(session, name="Nachbarschaft 100% e.V.")
    person = make_actor(session, "Ida Beispiel", organisation=club)
    make_actor(session, "Ida Entfernt").domain = "elsewhere.example"
    session.commit()
    assert [a.id for a in people_to_add(session, group.id, "ida")] == [person.id]
    assert [a.id for a in people_to_add(session, group.id, "100%")] == [person.id]
    assert people_to_add(session, group.id, "%") == [person]
    assert people_to_add(session, group.id, "mona") == []
    assert actor_by_handle(session, person.handle) is person


def test_the_first_words_bind_the_audience_for_good(session: Session) -> None:
    admin, channel = make_actor(session, role=Role.ADMIN), make_channel(session)
    thread = make_thread(session, channel, admin)
    remove_thread(session, admin, thread, reason="Probe")
    session.refresh(channel)
    assert channel.thread_count == 0
    with pytest.raises(NotAllowed) as refused:
        change_audience(session, admin, channel, audience=Audience.PUBLIC)
    assert refused.value.reason == "audience_wider"


def test_words_written_for_few_are_not_shown_to_many(session: Session) -> None:
    channel = make_channel(session, audience=Audience.PEERS)
    widened = sa.update(Channel).values(audience=Audience.PUBLIC)
    session.execute(widened, execution_options={"synchronize_session": False})
    assert channel.audience is Audience.PEERS
    with pytest.raises(Conflict) as refused:
        remember_first_words(session, channel)
    assert refused.value.reason == "audience_changed"
