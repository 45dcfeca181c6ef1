"""Who may order letters, write what stands in them, and see how they go out."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Actor, OrganisationKind
from forum.channels.models import Channel, Membership
from forum.channels.policy import (
    can_read,
    can_take_part,
    is_admin,
    is_present,
    readable_channels,
)
from forum.digests.models import Newsletter, NewsletterState, Occasion
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if

# What every member may read.
OUT = (NewsletterState.SENDING, NewsletterState.SENT)


def can_order(
    actor: Actor | None, channel: Channel | None, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may order letters, or those of a channel that is alive and open."""
    if channel is not None:
        return can_take_part(actor, channel, membership)
    if not is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    return Allowed()


def orderable_channels(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Channel`` that holds where `can_order` allows."""
    if not is_present(actor):
        return sa.false()
    return sa.and_(readable_channels(actor), Channel.archived_at.is_(None))


def can_look_after_letters(actor: Actor | None) -> Verdict:
    """Let administrators see how letters go out, and repeat or leave what is unclear."""
    return allowed_if(is_admin(actor), "admins_only")


def can_edit_letters(actor: Actor | None) -> Verdict:
    """Let the service centre, and administrators, write for letters (organisation loaded)."""
    if actor is None or not (is_admin(actor) or _writes_for_letters(actor)):
        return Denied("editors_only")
    return Denied("muted", actor.muted_until) if actor.is_muted else Allowed()


def can_read_newsletter(
    actor: Actor | None, newsletter: Newsletter, membership: Membership | None
) -> Verdict:
    """Answer whether the actor may read it (its channel loaded): its editors at any time.

    Once it goes out every member may, or who may read the channel that it is for.
    """
    if not is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    if can_edit_letters(actor):
        return Allowed()
    if newsletter.state not in OUT:
        return Denied("no_newsletter")
    if newsletter.channel is None:
        return Allowed()
    return can_read(actor, newsletter.channel, membership)


def readable_newsletters(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Newsletter`` that holds where `can_read_newsletter` allows."""
    if not is_present(actor):
        return sa.false()
    if can_edit_letters(actor):
        return sa.true()
    return sa.and_(Newsletter.state.in_(OUT), _in_readable(actor, Newsletter.channel_id))


def can_read_occasion(
    actor: Actor | None, occasion: Occasion, membership: Membership | None
) -> Verdict:
    """Answer from its channel (loaded); one that belongs to none is for all members."""
    if not is_present(actor):
        return Denied("signed_out" if actor is None else "members_only")
    if occasion.removed_at is not None:
        return Denied("no_occasion")
    if occasion.channel is None:
        return Allowed()
    return can_read(actor, occasion.channel, membership)


def readable_occasions(actor: Actor | None) -> ColumnElement[bool]:
    """Return the condition on ``Occasion`` that holds where `can_read_occasion` allows."""
    if not is_present(actor):
        return sa.false()
    return sa.and_(Occasion.removed_at.is_(None), _in_readable(actor, Occasion.channel_id))


def _in_readable(
    actor: Actor | None, channel_id: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    channels = sa.select(Channel.id).where(readable_channels(actor)).correlate(None)
    return sa.or_(channel_id.is_(None), channel_id.in_(channels))


def _writes_for_letters(actor: Actor) -> bool:
    organisation = actor.organisation
    is_centre = organisation is not None and organisation.kind is OrganisationKind.SERVICE_CENTRE
    return is_present(actor) and is_centre
