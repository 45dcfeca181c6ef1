"""The rows of this room; one noun a file, one import path for all."""

from forum.accounts.models.account import Account, AccountState, Appearance, Consent, SignIn
from forum.accounts.models.actor import Actor, ActorKind, ActorPicture, Role
from forum.accounts.models.application import Application, ApplicationState, Invitation
from forum.accounts.models.feed_key import FeedKey
from forum.accounts.models.place import City, CityStatus, Organisation, OrganisationKind
from forum.accounts.models.request import EmailChange, PasswordReset

__all__ = [
    "Account",
    "AccountState",
    "Actor",
    "ActorKind",
    "ActorPicture",
    "Appearance",
    "Application",
    "ApplicationState",
    "City",
    "CityStatus",
    "Consent",
    "EmailChange",
    "FeedKey",
    "Invitation",
    "Organisation",
    "OrganisationKind",
    "PasswordReset",
    "Role",
    "SignIn",
]
