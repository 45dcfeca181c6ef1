"""One actor of every sort and one channel of every sort, for tests that ask about all of them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum.accounts.models import Actor, ActorKind, OrganisationKind, Role
from forum.channels.models import (
    Audience,
    Channel,
    ChannelKind,
    Membership,
    MembershipRole,
    Posting,
)
from forum.channels.queries import membership_of
from forum.kernel import clock
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel, make_membership

HOUR = dt.timedelta(hours=1)
INSIDE = ("group member", "group moderator", "peer moderator", "authority moderator")


@dataclass
class Cast:
    """Everybody by what they are, and every channel by what it is."""

    actors: dict[str, Actor | None]
    channels: dict[str, Channel]

    def membership(self, session: Session, who: str, where: str) -> Membership | None:
        """Return the membership of this actor in this channel."""
        return membership_of(session, self.actors[who], self.channels[where].id)


def make_cast(session: Session) -> Cast:
    """Return the whole cast, freshly made."""
    cast = Cast(_actors(session), _channels(session))
    group, archived = cast.channels["group"], cast.channels["archived group"]
    for channel in (group, archived):
        _join(session, cast, channel, "group member", MembershipRole.MEMBER)
        _join(session, cast, channel, "group moderator", MembershipRole.MODERATOR)
        for name in ("closed", "muted", "suspended", "banned"):
            _join(session, cast, channel, name, MembershipRole.MODERATOR)
    for name in ("theme", "peers", "public", "announcements", "archived theme"):
        channel = cast.channels[name]
        _join(session, cast, channel, "peer moderator", MembershipRole.MODERATOR)
        # An authority that moderates a channel for peers, because it was something else once.
        _join(session, cast, channel, "authority moderator", MembershipRole.MODERATOR)
        _join(session, cast, channel, "city", MembershipRole.MEMBER)
    return cast


def _actors(session: Session) -> dict[str, Actor | None]:
    kinds = {
        "city": OrganisationKind.CITY,
        "bearer": OrganisationKind.BEARER,
        "service centre": OrganisationKind.SERVICE_CENTRE,
        "authority": OrganisationKind.AUTHORITY,
        "multiplier": OrganisationKind.MULTIPLIER,
        "municipality": OrganisationKind.MUNICIPALITY,
        "group member": OrganisationKind.MULTIPLIER,
        "group moderator": OrganisationKind.BEARER,
        "peer moderator": OrganisationKind.BEARER,
        "authority moderator": OrganisationKind.AUTHORITY,
        "closed": OrganisationKind.CITY,
        "muted": OrganisationKind.CITY,
        "suspended": OrganisationKind.CITY,
        "banned": OrganisationKind.CITY,
        "remote": OrganisationKind.CITY,
        "unclaimed": OrganisationKind.CITY,
    }
    actors: dict[str, Actor | None] = {"signed out": None}
    for name, kind in kinds.items():
        actors[name] = make_actor(session, name, organisation=make_organisation(session, kind))
    actors["without organisation"] = make_actor(session, "nobody")
    actors["admin"] = make_actor(session, "admin", role=Role.ADMIN)
    actors["closed admin"] = make_actor(session, "former", role=Role.ADMIN)
    for name in ("closed", "closed admin"):
        _actor(actors, name).closed_at = clock.now()
    actors["muted admin"] = make_actor(session, "quiet", role=Role.ADMIN)
    for name in ("muted", "muted admin"):
        _actor(actors, name).muted_until = clock.now() + HOUR
    _actor(actors, "suspended").suspended_until = clock.now() + HOUR
    _actor(actors, "banned").banned_at = clock.now()
    # Limits that are over.
    _actor(actors, "city").muted_until = clock.now() - HOUR
    _actor(actors, "bearer").suspended_until = clock.now() - HOUR
    _actor(actors, "remote").domain = "elsewhere.example"
    _actor(actors, "unclaimed").kind = ActorKind.UNCLAIMED
    session.commit()
    return actors


def _channels(session: Session) -> dict[str, Channel]:
    now = clock.now()
    theme, city, system, group = (
        ChannelKind.THEME,
        ChannelKind.CITY,
        ChannelKind.SYSTEM,
        ChannelKind.GROUP,
    )
    made = {
        "theme": make_channel(session, kind=theme),
        "peers": make_channel(session, kind=theme, audience=Audience.PEERS),
        "public": make_channel(session, kind=theme, audience=Audience.PUBLIC),
        "city": make_channel(session, kind=city),
        "announcements": make_channel(
            session, kind=system, audience=Audience.PUBLIC, posting=Posting.MODERATORS
        ),
        "introductions": make_channel(session, kind=system),
        "group": make_channel(session, kind=group, audience=Audience.INVITED),
        "archived theme": make_channel(session, kind=theme, archived_at=now),
        "archived group": make_channel(
            session, kind=group, audience=Audience.INVITED, archived_at=now
        ),
    }
    return made


def _actor(actors: dict[str, Actor | None], name: str) -> Actor:
    actor = actors[name]
    assert actor is not None
    return actor


def _join(session: Session, cast: Cast, channel: Channel, who: str, role: MembershipRole) -> None:
    make_membership(session, channel, _actor(cast.actors, who), role)
