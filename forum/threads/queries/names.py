"""Who and what a text names: looked up before it is rendered."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, ActorKind
from forum.channels.models import Audience, Channel, FormerSlug
from forum.kernel.markup import POST_LIMIT, Known, named_in
from forum.links.queries import titles_of


def known_names(session: Session, source: str, *, home_id: int | None) -> Known:
    """Return the people, channels and titles there are of those that the text may name.

    At most one statement for each of the three, none where nothing is named. A channel for invited
    people is made known by nobody but within itself (`home_id`).
    """
    named = named_in(source[:POST_LIMIT])
    return Known(
        people=_people(session, named.people) if named.people else frozenset(),
        channels=_channels(session, named.channels, home_id) if named.channels else frozenset(),
        titles=titles_of(session, named.addresses),
    )


def _people(session: Session, handles: frozenset[str]) -> frozenset[str]:
    return frozenset(
        session.scalars(
            sa.select(Actor.handle).where(
                Actor.handle.in_(handles),
                Actor.domain == "",
                Actor.kind == ActorKind.PERSON,
                Actor.closed_at.is_(None),
            )
        )
    )


def _channels(session: Session, slugs: frozenset[str], home_id: int | None) -> frozenset[str]:
    is_known = sa.or_(Channel.audience != Audience.INVITED, Channel.id == home_id)
    present = sa.select(Channel.slug).where(Channel.slug.in_(slugs), is_known)
    former = (
        sa.select(FormerSlug.slug)
        .join(Channel, Channel.id == FormerSlug.channel_id)
        .where(FormerSlug.slug.in_(slugs), is_known)
    )
    return frozenset(session.scalars(present.union(former)))
