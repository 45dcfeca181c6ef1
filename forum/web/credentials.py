"""Passwords at the edge: the one hasher, and the check that costs the same for every address."""

from typing import cast

from flask import Flask, current_app

from forum.accounts.addresses import fold_email
from forum.accounts.models import Account
from forum.accounts.passwords import Passwords
from forum.accounts.queries import account_by_email, waiting_application_by_email
from forum.extensions import db
from forum.kernel.errors import Invalid
from forum.settings import Settings
from forum.web.threadpool import off_the_loop


def register(app: Flask, settings: Settings) -> None:
    """Make the hasher with the cost the settings ask for."""
    app.extensions["passwords"] = Passwords(memory=settings.password_memory)


def passwords() -> Passwords:
    """Return the hasher. Its work takes long: call it by `off_the_loop`, outside a transaction."""
    return cast("Passwords", current_app.extensions["passwords"])


def hash_password(password: str) -> str:
    """Return the hash of a new password."""
    return off_the_loop(passwords().hash, password)


def better_hash(password_hash: str, password: str) -> str | None:
    """Return the hash at today's cost, where the stored one was made at another."""
    return hash_password(password) if passwords().is_outdated(password_hash) else None


def verified_account(email: str, password: str) -> Account:
    """Return the account with this address and password.

    Two lookups and one hash, whoever is asked for. Raises `Invalid`: "wrong_credentials", or
    "application_waiting" for the owner of an application that nobody has decided yet.
    """
    session, address = db.session(), fold_email(email)
    account = account_by_email(session, address)
    application = waiting_application_by_email(session, address)
    stored = account or application
    session.commit()  # No connection is held while the hash is computed.
    found = None if stored is None else stored.password_hash
    if not off_the_loop(passwords().matches, found, password):
        raise Invalid("wrong_credentials")
    if account is None:
        raise Invalid("application_waiting")
    return account


def check_own_password(account: Account, password: str, *, field: str) -> None:
    """Make sure that it is really the owner who changes something important. Raises `Invalid`."""
    if not off_the_loop(passwords().matches, account.password_hash, password):
        raise Invalid("wrong_password", field=field)
