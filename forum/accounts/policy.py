"""Who may do what with accounts."""

import datetime as dt

import sqlalchemy as sa

from forum.accounts.models import (
    Actor,
    ActorKind,
    Application,
    ApplicationState,
    Organisation,
    OrganisationKind,
)
from forum.kernel import clock
from forum.kernel.verdict import Allowed, Denied, Verdict, allowed_if


def can_come_in(actor: Actor) -> Verdict:
    """Answer whether who has proven to be this actor may sign in: not while shut out."""
    if actor.banned_at is not None:
        return Denied("banned")
    if actor.is_shut_out:
        return Denied("suspended", actor.suspended_until)
    return Allowed()


def let_in(now: sa.ColumnElement[dt.datetime] | None = None) -> sa.ColumnElement[bool]:
    """Return the condition on ``Actor`` that holds where `can_come_in` allows.

    A statement that is kept asks for the moment each time it runs, as a parameter: `now`.
    """
    moment = clock.now() if now is None else now
    return sa.and_(
        Actor.banned_at.is_(None),
        sa.or_(Actor.suspended_until.is_(None), Actor.suspended_until <= moment),
    )


def _admin(actor: Actor | None) -> Verdict:
    if actor is None or actor.is_shut_out:
        return Denied("signed_out")
    return allowed_if(actor.is_admin, "admins_only")


def can_trust(actor: Actor | None, person: Actor) -> Verdict:
    """Admins say whose posts never wait for release; their own never do."""
    if not (verdict := _admin(actor)):
        return verdict
    is_other_member = person.kind is ActorKind.PERSON and not person.domain
    return allowed_if(is_other_member and not person.is_admin, "never_waits")


def can_invite(actor: Actor | None) -> Verdict:
    """Admins invite; what they see in doing so (is an address known?) is not for others."""
    return _admin(actor)


def can_decide_applications(actor: Actor | None) -> Verdict:
    """Admins decide who joins."""
    return _admin(actor)


def can_see_application(actor: Actor | None, application: Application) -> Verdict:
    """Admins read applications, once their address is confirmed."""
    if not (verdict := _admin(actor)):
        return verdict
    return allowed_if(application.state is not ApplicationState.UNCONFIRMED, "not_confirmed")


def readable_applications(actor: Actor | None) -> sa.ColumnElement[bool]:
    """Return the condition for `can_see_application`."""
    if actor is None or not actor.is_admin:
        return sa.false()
    return Application.state != ApplicationState.UNCONFIRMED


def can_see_profile(actor: Actor | None, person: Actor) -> Verdict:
    """Members see the profiles of people who have not left; others see none."""
    if actor is None:
        return Denied("signed_out")
    return allowed_if(
        person.kind is ActorKind.PERSON and person.closed_at is None, "no_such_profile"
    )


def readable_profiles(actor: Actor | None) -> sa.ColumnElement[bool]:
    """Return the condition for `can_see_profile`."""
    if actor is None:
        return sa.false()
    return sa.and_(Actor.kind == ActorKind.PERSON, Actor.closed_at.is_(None))


# Audiences are decided by the kind of organisation, so changing one's organisation must not widen
# what one may read, nor lend somebody the authority of a ministry or of the service centre.
_OPEN_TO_ALL = frozenset({OrganisationKind.MULTIPLIER, OrganisationKind.MUNICIPALITY})
_PEERS = frozenset({OrganisationKind.CITY, OrganisationKind.BEARER})
_OPEN_TO_PEERS = _OPEN_TO_ALL | _PEERS


def can_belong_to(present: Organisation | None, other: Organisation | None) -> Verdict:
    """Members move between organisations of their own standing; any other move needs an admin."""
    if other is None or other.kind in _OPEN_TO_ALL:
        return allowed_if(other is None or other.archived_at is None, "organisation_by_admin")
    is_peer = present is not None and present.kind in _PEERS | {OrganisationKind.SERVICE_CENTRE}
    return allowed_if(
        is_peer and other.kind in _OPEN_TO_PEERS and other.archived_at is None,
        "organisation_by_admin",
    )


def can_come_for(invited: Organisation | None, other: Organisation | None) -> Verdict:
    """Somebody invited for an organisation comes for it, or for one they could move to from there.

    An invitation that names none leaves the choice, but not of an authority or service centre.
    """
    if other == invited:
        return Allowed()
    if invited is None:
        is_open = other is None or other.kind in _OPEN_TO_PEERS
        return allowed_if(is_open, "organisation_by_admin")
    return can_belong_to(invited, other)


def needs_a_look(organisation: Organisation | None) -> bool:
    """Tell whether only an admin lets in who names this organisation, even at an open hub."""
    return not can_belong_to(None, organisation)
