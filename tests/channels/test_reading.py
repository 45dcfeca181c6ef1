"""Who may read, write and keep order: the table of everybody in every channel."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels import policy
from forum.channels.models import Audience, Channel, Membership
from forum.kernel.errors import NotAllowed, NotFound
from forum.kernel.verdict import Verdict
from tests.channels.cast import make_cast

Rule = Callable[[Actor | None, Channel, Membership | None], Verdict]
Condition = Callable[[Actor | None], sa.ColumnElement[bool]]

MEMBERS = {
    "city",
    "bearer",
    "service centre",
    "authority",
    "multiplier",
    "municipality",
    "without organisation",
    "group member",
    "group moderator",
    "peer moderator",
    "authority moderator",
    "admin",
}
PEERS = {"city", "bearer", "service centre", "group moderator", "peer moderator", "admin"}
GROUP = {"group member", "group moderator", "admin"}
# They read like anybody else, and write nowhere.
MUTED = {"muted", "muted admin"}
SHUT_OUT = {"suspended", "banned"}
STRANGERS = {"signed out", "closed", "closed admin", "remote", "unclaimed"}
EVERYBODY = MEMBERS | MUTED | SHUT_OUT | STRANGERS

_READERS = {
    "theme": MEMBERS,
    "peers": PEERS,
    "public": EVERYBODY,
    "city": MEMBERS,
    "announcements": EVERYBODY,
    "introductions": MEMBERS,
    "group": GROUP,
    "archived theme": MEMBERS,
    "archived group": GROUP,
}
READERS = {where: readers | MUTED for where, readers in _READERS.items()}
STARTERS = _READERS | {
    "public": MEMBERS,
    "announcements": {"peer moderator", "authority moderator", "admin"},
    "archived theme": set(),
    "archived group": set(),
}
WRITERS = STARTERS | {"announcements": MEMBERS}
PLACERS = WRITERS | {"announcements": set(), "introductions": set(), "group": set()}
MODERATORS = {
    "theme": {"peer moderator", "authority moderator", "admin"},
    # Who may not read any more does not keep order either.
    "peers": {"peer moderator", "admin"},
    "public": {"peer moderator", "authority moderator", "admin"},
    "city": {"admin"},
    "announcements": {"peer moderator", "authority moderator", "admin"},
    "introductions": {"admin"},
    "group": {"group moderator", "admin"},
    "archived theme": {"peer moderator", "authority moderator", "admin"},
    "archived group": {"group moderator", "admin"},
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (policy.can_read, READERS),
        (policy.can_write, WRITERS),
        (policy.can_start_thread, STARTERS),
        (policy.can_place, PLACERS),
        (policy.can_moderate, MODERATORS),
    ],
)
def test_the_rule_holds_for_everybody_in_every_channel(
    session: Session, rule: Rule, expected: dict[str, set[str]]
) -> None:
    cast = make_cast(session)
    found = {
        where: {
            who
            for who, actor in cast.actors.items()
            if rule(actor, channel, cast.membership(session, who, where))
        }
        for where, channel in cast.channels.items()
    }
    assert found == expected


@pytest.mark.parametrize(
    ("rule", "condition"),
    [
        (policy.can_read, policy.readable_channels),
        (policy.can_know_of, policy.known_channels),
        (policy.can_start_thread, policy.startable_channels),
        (policy.can_place, policy.placeable_channels),
        (policy.can_moderate, policy.moderated_channels),
    ],
)
def test_rule_and_list_agree_on_every_row(
    session: Session, rule: Rule, condition: Condition
) -> None:
    cast = make_cast(session)
    for who, actor in cast.actors.items():
        listed = set(session.scalars(sa.select(Channel.id).where(condition(actor))))
        allowed = {
            channel.id
            for where, channel in cast.channels.items()
            if rule(actor, channel, cast.membership(session, who, where))
        }
        assert listed == allowed, who


def test_a_hidden_group_is_not_found_and_a_closed_channel_says_why(session: Session) -> None:
    cast = make_cast(session)
    authority = cast.actors["authority"]
    with pytest.raises(NotFound) as hidden:
        policy.require_read(authority, cast.channels["group"], None)
    assert hidden.value.reason == "no_channel"
    with pytest.raises(NotAllowed) as shut:
        policy.require_read(authority, cast.channels["peers"], None)
    assert shut.value.reason == "peers_only"


def test_a_reader_who_is_not_signed_in_is_told_to_sign_in(session: Session) -> None:
    cast = make_cast(session)
    for where in ("theme", "peers"):
        with pytest.raises(NotAllowed) as refused:
            policy.require_read(None, cast.channels[where], None)
        assert refused.value.reason == "signed_out"


@pytest.mark.parametrize("wide", list(Audience))
@pytest.mark.parametrize("narrow", list(Audience))
def test_an_audience_is_within_another_only_if_all_its_readers_are(
    session: Session, narrow: Audience, wide: Audience
) -> None:
    """Ask the rule itself: whoever may read under the narrow one may read under the wide one."""
    cast = make_cast(session)
    channel = cast.channels["group"]

    def readers(audience: Audience) -> set[str]:
        channel.audience = audience
        return {
            who
            for who, actor in cast.actors.items()
            if policy.can_read(actor, channel, cast.membership(session, who, "group"))
        }

    assert policy.is_within(narrow, wide) == (readers(narrow) <= readers(wide))
