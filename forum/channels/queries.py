"""Reading channels and who belongs to them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState, Actor, ActorKind, Organisation
from forum.channels.models import (
    Channel,
    FormerSlug,
    Membership,
    MembershipRole,
    Subscription,
    SubscriptionLevel,
)
from forum.channels.policy import (
    NO_CHANNEL,
    can_read,
    known_channels,
    moderated_channels,
    readers_of,
)
from forum.kernel.errors import NotFound

# How many people a search for somebody to add shows at most.
CANDIDATES = 20


# Asked wherever a right is, and so not put together each time.
_MEMBERSHIP = (
    sa.select(Membership)
    .where(
        Membership.channel_id == sa.bindparam("channel_id"),
        Membership.actor_id == sa.bindparam("actor_id"),
    )
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class ListedChannel:
    """A channel the reader may know of, and how they stand to it."""

    channel: Channel
    membership: Membership | None
    level: SubscriptionLevel | None
    is_readable: bool


def channel_by_slug(session: Session, slug: str) -> Channel:
    """Return the channel with city and theme loaded, or raise ``NotFound``.

    A slug that the channel once had leads there too: where ``channel.slug`` is another than the one
    asked for, the page redirects, after it has checked that the reader may know of the channel.
    """
    if not slug.isprintable():  # a NUL in a form, which PostgreSQL does not even look for
        raise NotFound(NO_CHANNEL)
    former = sa.select(FormerSlug.channel_id).where(FormerSlug.slug == slug)
    channels = session.scalars(
        sa.select(Channel)
        .where(sa.or_(Channel.slug == slug, Channel.id.in_(former)))
        .options(joinedload(Channel.city), joinedload(Channel.theme))
    ).all()
    # A slug that was given away is its new owner's.
    for channel in sorted(channels, key=lambda channel: channel.slug != slug):
        return channel
    raise NotFound(NO_CHANNEL)


def membership_of(session: Session, actor: Actor | None, channel_id: int) -> Membership | None:
    """Return the actor's membership in the channel, or ``None``; asks nothing when signed out."""
    if actor is None:
        return None
    asked = {"channel_id": channel_id, "actor_id": actor.id}
    return session.scalars(_MEMBERSHIP, asked).one_or_none()


def subscription_level(
    session: Session, actor: Actor | None, channel_id: int
) -> SubscriptionLevel | None:
    """Return whether the actor watches or mutes the channel, or ``None`` for neither."""
    if actor is None:
        return None
    return session.scalars(
        sa.select(Subscription.level).where(
            Subscription.channel_id == channel_id, Subscription.actor_id == actor.id
        )
    ).one_or_none()


def known_to(session: Session, actor: Actor | None) -> list[ListedChannel]:
    """Return all channels the actor may know of, archived ones too, by kind, position and name."""
    actor_id = None if actor is None else actor.id
    rows = session.execute(
        sa.select(Channel, Membership, Subscription.level)
        .outerjoin(
            Membership,
            sa.and_(Membership.channel_id == Channel.id, Membership.actor_id == actor_id),
        )
        .outerjoin(
            Subscription,
            sa.and_(Subscription.channel_id == Channel.id, Subscription.actor_id == actor_id),
        )
        .where(known_channels(actor))
        .options(joinedload(Channel.city), joinedload(Channel.theme))
        .order_by(Channel.kind, Channel.position, Channel.name, Channel.id)
    )
    return [
        ListedChannel(channel, membership, level, bool(can_read(actor, channel, membership)))
        for channel, membership, level in rows
    ]


def moderators_of(session: Session, channel_id: int) -> Sequence[Actor]:
    """Return who moderates the channel, with organisation and city, in the order they joined."""
    return session.scalars(
        sa.select(Actor)
        .join(Membership, Membership.actor_id == Actor.id)
        .where(
            Membership.channel_id == channel_id,
            Membership.role == MembershipRole.MODERATOR,
            Actor.closed_at.is_(None),
        )
        .options(joinedload(Actor.organisation), joinedload(Actor.city))
        .order_by(Membership.joined_at, Membership.id)
    ).all()


def members_of(session: Session, channel_id: int) -> Sequence[tuple[Actor, Membership]]:
    """Return who belongs to the channel, with organisation and city, moderators first, by name."""
    rows = session.execute(
        sa.select(Actor, Membership)
        .join(Membership, Membership.actor_id == Actor.id)
        .where(Membership.channel_id == channel_id, Actor.closed_at.is_(None))
        .options(joinedload(Actor.organisation), joinedload(Actor.city))
        .order_by(Membership.role.desc(), sa.func.lower(Actor.name), Actor.id)
    )
    return [(actor, membership) for actor, membership in rows]


def member_count(session: Session, channel_id: int) -> int:
    """Return how many people belong to the channel."""
    return session.scalars(
        sa.select(sa.func.count())
        .select_from(Membership)
        .join(Actor, Actor.id == Membership.actor_id)
        .where(Membership.channel_id == channel_id, Actor.closed_at.is_(None))
    ).one()


def reader_count(session: Session, channel: Channel) -> int:
    """Return how many members of the hub may read the channel."""
    readers = sa.select(sa.func.count()).select_from(Actor).where(readers_of(channel))
    return session.scalars(readers.where(Actor.kind == ActorKind.PERSON)).one()


def other_moderators(session: Session, channel_id: int, actor_id: int) -> int:
    """Return how many people besides this one moderate the channel."""
    return session.scalars(
        sa.select(sa.func.count())
        .select_from(Membership)
        .join(Actor, Actor.id == Membership.actor_id)
        .where(
            Membership.channel_id == channel_id,
            Membership.actor_id != actor_id,
            Membership.role == MembershipRole.MODERATOR,
            Actor.closed_at.is_(None),
        )
    ).one()


def moderates_anywhere(session: Session, actor: Actor | None) -> bool:
    """Tell whether there is a channel that the actor moderates; administrators always do."""
    if actor is None:
        return False
    return actor.is_admin or bool(
        session.scalars(
            sa.select(Channel.id)
            .where(moderated_channels(actor), Channel.archived_at.is_(None))
            .limit(1)
        ).first()
    )


def actor_by_handle(session: Session, handle: str) -> Actor | None:
    """Return the member of this hub with that handle, with organisation and city, or ``None``."""
    return session.scalars(_people().where(Actor.handle == handle)).one_or_none()


def people_to_add(session: Session, channel_id: int, text: str) -> Sequence[Actor]:
    """Return who is not in the channel and whose name or organisation contains the text."""
    inside = sa.select(Membership.actor_id).where(Membership.channel_id == channel_id)
    found = Actor.name.icontains(text, autoescape=True)
    organisation = Organisation.name.icontains(text, autoescape=True)
    return session.scalars(
        _people()
        .outerjoin(Organisation, Organisation.id == Actor.organisation_id)
        .where(Actor.id.not_in(inside), sa.or_(found, organisation))
        .order_by(sa.func.lower(Actor.name), Actor.id)
        .limit(CANDIDATES)
    ).all()


def _people() -> sa.Select[Actor]:
    return (
        sa.select(Actor)
        .join(Account, Account.actor_id == Actor.id)
        .where(
            Account.state == AccountState.ACTIVE,
            Actor.kind == ActorKind.PERSON,
            Actor.domain == "",
            Actor.closed_at.is_(None),
        )
        .options(joinedload(Actor.organisation), joinedload(Actor.city))
    )
