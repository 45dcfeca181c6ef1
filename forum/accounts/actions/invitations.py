"""Inviting: an admin writes to an address, and whoever has its mailbox may join."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.actions.locks import lock
from forum.accounts.actions.newcomers import Details, open_account
from forum.accounts.addresses import clean_email
from forum.accounts.events import InvitationAccepted, InvitationMade, InvitationRevoked
from forum.accounts.models import Account, Actor, Invitation
from forum.accounts.policy import can_come_for, can_invite
from forum.accounts.queries import account_by_email, open_invitations, organisation_by_id
from forum.kernel import clock
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.event_log import record
from forum.kernel.markup import clean_source
from forum.kernel.verdict import require

INVITATION_LIFETIME = dt.timedelta(days=30)
INVITATION_NOTE_LIMIT = 1_000


def invite(
    session: Session,
    actor: Actor | None,
    *,
    email: str,
    locale: str,
    note: str = "",
    organisation_id: int | None = None,
    city_id: int | None = None,
) -> Invitation:
    """Invite the owner of an address. No actor: the operator at the command line.

    Raises `Invalid` where the address has an account or an open invitation; an admin may know.
    """
    if actor is not None:
        require(can_invite(actor))
    address, now = clean_email(email), clock.now()
    if account_by_email(session, address):
        raise Invalid("address_has_account", field="email")
    if any(one.email == address for one in open_invitations(session, now=now)):
        raise Invalid("already_invited", field="email")
    invitation = Invitation(
        email=address,
        invited_by_id=actor.id if actor else None,
        organisation_id=organisation_id,
        city_id=city_id,
        note=clean_source(note, limit=INVITATION_NOTE_LIMIT, field="note") if note.strip() else "",
        locale=locale,
        expires_at=now + INVITATION_LIFETIME,
    )
    session.add(invitation)
    session.flush()
    record(
        session,
        InvitationMade(invitation_id=invitation.id),
        actor_id=actor.id if actor else None,
    )
    return invitation


def revoke_invitation(session: Session, actor: Actor, invitation: Invitation) -> Invitation:
    """Take an invitation back. Raises `Conflict` ("invitation_accepted") if it is too late."""
    lock(session, invitation)
    require(can_invite(actor))
    if invitation.accepted_at is not None:
        raise Conflict("invitation_accepted")
    if invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        record(session, InvitationRevoked(invitation_id=invitation.id), actor_id=actor.id)
    return invitation


def accept_invitation(
    session: Session,
    invitation: Invitation,
    details: Details,
    *,
    password_hash: str,
    locale: str,
    timezone: str,
    documents_version: str,
) -> Account:
    """Open the account of somebody invited; the link in the letter has proved the address.

    Raises `Conflict` ("invitation_accepted") the second time, `NotFound` ("invitation_over") when
    it was revoked or is too old.
    """
    lock(session, invitation)
    now = clock.now()
    if invitation.accepted_at is not None:
        raise Conflict("invitation_accepted")
    if invitation.revoked_at is not None or invitation.expires_at <= now:
        raise NotFound("invitation_over")
    invited = organisation_by_id(session, invitation.organisation_id)
    require(can_come_for(invited, organisation_by_id(session, details.organisation_id)))
    account = open_account(
        session,
        details,
        email=invitation.email,
        password_hash=password_hash,
        locale=locale,
        timezone=timezone,
        documents_version=documents_version,
    )
    invitation.accepted_at = now
    record(
        session,
        InvitationAccepted(invitation_id=invitation.id, account_id=account.id),
        actor_id=account.actor_id,
    )
    return account
