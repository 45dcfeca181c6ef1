"""Who may join, watch, name moderators, add, archive and decide: role x channel x verb."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels import policy
from forum.channels.models import Audience, Channel, ChannelKind, Membership
from forum.kernel.verdict import Verdict
from tests.channels.cast import Cast, make_cast
from tests.channels.test_reading import (
    EVERYBODY,
    MEMBERS,
    MUTED,
    PEERS,
    SHUT_OUT,
    STRANGERS,
    WRITERS,
)
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel

Rule = Callable[[Actor | None, Channel, Membership | None], Verdict]

JOINED = {"city", "peer moderator", "authority moderator"}
NOBODY: set[str] = set()
# Who is muted may still belong somewhere.
JOINERS = {
    "theme": (MEMBERS | MUTED) - JOINED,
    "peers": (PEERS | MUTED) - JOINED,
    "public": (MEMBERS | MUTED) - JOINED,
    "city": MEMBERS | MUTED,
    "announcements": (MEMBERS | MUTED) - JOINED,
    "introductions": MEMBERS | MUTED,
    "group": NOBODY,
    "archived theme": NOBODY,
    "archived group": NOBODY,
}
WATCHERS = {where: who | MUTED if who else who for where, who in WRITERS.items()} | {
    "group": WRITERS["group"] | {"muted", "muted admin"}
}
ADDERS = dict.fromkeys(JOINERS, NOBODY) | {"group": {"group moderator", "admin"}}
ARCHIVERS = ADDERS | {"archived group": {"group moderator", "admin"}}
NAMERS = {where: {"admin", "muted admin"} for where in JOINERS} | {
    "group": {"group moderator", "admin"},
    "archived theme": NOBODY,
    "archived group": NOBODY,
}
DECIDERS = NAMERS | {"group": NOBODY}


def rule_named(verb: str, cast: Cast) -> Rule:
    """Return the rule for a verb, with the person it is about where it needs one."""
    peer = cast.actors["bearer"]
    assert peer is not None
    rules: dict[str, Rule] = {
        "join": policy.can_join,
        "watch or mute": policy.can_subscribe,
        "add and remove": policy.can_change_members,
        "archive and take up again": policy.can_archive,
        "appoint": lambda actor, channel, own: policy.can_appoint(
            actor, channel, own, appointed=peer
        ),
        "change the audience": lambda actor, channel, _own: policy.can_change_audience(
            actor, channel
        ),
    }
    return rules[verb]


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("join", JOINERS),
        ("watch or mute", WATCHERS),
        ("add and remove", ADDERS),
        ("archive and take up again", ARCHIVERS),
        ("appoint", NAMERS),
        ("change the audience", DECIDERS),
    ],
)
def test_the_verb_is_open_to_these_and_nobody_else(
    session: Session, verb: str, expected: dict[str, set[str]]
) -> None:
    cast = make_cast(session)
    rule = rule_named(verb, cast)
    found = {
        where: {
            who
            for who, actor in cast.actors.items()
            if rule(actor, channel, cast.membership(session, who, where))
        }
        for where, channel in cast.channels.items()
    }
    assert found == expected


def test_only_people_of_this_hub_see_who_belongs_to_a_public_channel(session: Session) -> None:
    cast = make_cast(session)
    seen = {
        who
        for who, actor in cast.actors.items()
        if policy.can_see_members(actor, cast.channels["public"], None)
    }
    assert seen == MEMBERS | MUTED
    assert EVERYBODY - seen == STRANGERS | SHUT_OUT


@pytest.mark.parametrize("who", ["authority", "multiplier", "without organisation", "closed"])
def test_nobody_is_named_moderator_of_what_they_cannot_read(session: Session, who: str) -> None:
    cast = make_cast(session)
    person = cast.actors[who]
    assert person is not None
    verdict = policy.can_appoint(
        cast.actors["admin"], cast.channels["peers"], None, appointed=person
    )
    assert verdict.reason in {"appointed_cannot_read", "not_a_person_here"}


def test_groups_are_opened_by_whoever_moderates_something(session: Session) -> None:
    cast = make_cast(session)
    assert policy.can_open_group(cast.actors["peer moderator"], moderates_anywhere=True)
    assert policy.can_open_group(cast.actors["admin"], moderates_anywhere=False)
    assert not policy.can_open_group(cast.actors["city"], moderates_anywhere=False)
    assert not policy.can_open_group(None, moderates_anywhere=True)


def leaving(cast: Cast, session: Session, who: str, where: str, others: int) -> Verdict:
    membership = cast.membership(session, who, where)
    channel = cast.channels[where]
    return policy.can_leave(cast.actors[who], channel, membership, other_moderators=others)


def test_the_last_moderator_stays_in_a_group_but_not_elsewhere(session: Session) -> None:
    cast = make_cast(session)
    assert leaving(cast, session, "group moderator", "group", 0).reason == "last_moderator"
    assert leaving(cast, session, "group moderator", "group", 1)
    assert leaving(cast, session, "group member", "group", 0)
    assert leaving(cast, session, "group moderator", "archived group", 0)
    assert leaving(cast, session, "peer moderator", "theme", 0)


def test_a_moderator_is_dismissed_before_being_taken_out(session: Session) -> None:
    cast = make_cast(session)
    group, admin = cast.channels["group"], cast.actors["admin"]
    moderator = cast.membership(session, "group moderator", "group")
    member = cast.membership(session, "group member", "group")
    assert moderator is not None
    assert member is not None
    refused = policy.can_remove(admin, group, None, removed=moderator)
    assert refused.reason == "dismiss_first"
    assert policy.can_remove(admin, group, None, removed=member)


def test_everybody_may_step_down_and_only_some_may_dismiss_others(session: Session) -> None:
    cast = make_cast(session)
    theme = cast.channels["theme"]
    own = cast.membership(session, "peer moderator", "theme")
    other = cast.membership(session, "authority moderator", "theme")
    assert own is not None
    assert other is not None
    actor = cast.actors["peer moderator"]
    assert policy.can_dismiss(actor, theme, own, dismissed=own, other_moderators=0)
    refused = policy.can_dismiss(actor, theme, own, dismissed=other, other_moderators=1)
    assert refused.reason == "admins_only"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Audience.MEMBERS, Audience.PUBLIC),
        (Audience.PEERS, Audience.MEMBERS),
        (Audience.PEERS, Audience.PUBLIC),
    ],
)
@pytest.mark.parametrize("written", ["first_written_at", "thread_count"])
def test_an_audience_never_grows_once_somebody_has_written(
    session: Session, before: Audience, after: Audience, written: str
) -> None:
    actor = make_actor(session)
    channel = make_channel(session, audience=before)
    assert policy.audience_can_become(channel, after)
    setattr(channel, written, 1 if written == "thread_count" else actor.created_at)
    assert policy.audience_can_become(channel, after).reason == "audience_wider"
    assert policy.audience_can_become(channel, before)
    channel.audience = after
    assert policy.audience_can_become(channel, before)


def test_only_groups_are_for_invited_people(session: Session) -> None:
    theme = make_channel(session)
    group = make_channel(session, kind=ChannelKind.GROUP, audience=Audience.INVITED)
    assert policy.audience_can_become(theme, Audience.INVITED).reason == "only_groups_are_invited"
    assert policy.audience_can_become(group, Audience.MEMBERS).reason == "only_groups_are_invited"
