"""The rows of this room; one noun a file, one import path for all."""

from forum.accounts.models.account import Account, AccountState, Appearance, Consent, SignIn
from forum.accounts.models.actor import Actor, ActorKind, ActorPicture, Role
from forum.accounts.models.link import EmailChange, Invitation, Link, LinkPurpose
from forum.accounts.models.place import City, CityStatus, Organisation, OrganisationKind

__all__ = [
    "Account",
    "AccountState",
    "Actor",
    "ActorKind",
    "ActorPicture",
    "Appearance",
    "City",
    "CityStatus",
    "Consent",
    "EmailChange",
    "Invitation",
    "Link",
    "LinkPurpose",
    "Organisation",
    "OrganisationKind",
    "Role",
    "SignIn",
]
