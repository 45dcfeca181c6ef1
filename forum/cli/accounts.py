"""`forum admin create` and `forum invite`: letting the first people in."""

import click
from flask import current_app, url_for
from flask.cli import with_appcontext
from flask_babel import force_locale

from forum.accounts.actions import (
    Details,
    appoint_admin,
    invite,
    open_account,
    request_password_reset,
)
from forum.accounts.addresses import clean_email
from forum.accounts.passwords import check_new_password
from forum.accounts.queries import account_by_email
from forum.extensions import unit_of_work
from forum.kernel.errors import ForumError
from forum.settings import Settings
from forum.web.context import signer
from forum.web.credentials import hash_password
from forum.web.presenters.applications import DOCUMENTS_VERSION
from forum.web.texts import sentence


@click.group()
def admin() -> None:
    """Look after those who run the hub."""


@admin.command()
@click.argument("email")
@click.option(
    "--name", default="", help="Name shown in the forum; asked for when a new account is made."
)
@click.option(
    "--password", "asks", is_flag=True, help="Ask for a password instead of printing a link."
)
@with_appcontext
def create(email: str, name: str, *, asks: bool) -> None:
    """Make EMAIL an administrator, with a new account if there is none."""
    try:
        address = clean_email(email)
        name = name or click.prompt("Name (of a new account)", default="", show_default=False)
        password_hash = _asked_hash(address, name) if asks else "!"
        is_new = _make_admin(address, name, password_hash)
    except ForumError as error:
        raise refusal(error) from error
    click.echo(f"{address} is an administrator{' with a new account' if is_new else ''}.")
    if is_new and not asks:
        click.echo(f"Set the password within two hours at\n{_reset_link(address)}")


@click.command("invite")
@click.argument("email")
@click.option("--note", default="", help="Personal words that stand in the letter.")
@with_appcontext
def invite_(email: str, note: str) -> None:
    """Send an invitation to EMAIL."""
    try:
        with unit_of_work() as session:
            invitation = invite(
                session, None, email=email, note=note, locale=_settings().default_locale
            )
    except ForumError as error:
        raise refusal(error) from error
    token = signer().sign("invitation", invitation.public_id)
    click.echo(f"The letter is on its way. The same link, to hand on yourself:\n{_link(token)}")


def refusal(error: ForumError) -> click.ClickException:
    """Return the sentence of a refusal in the language of the command line."""
    with force_locale("en"):
        return click.ClickException(sentence(error.reason, **error.values))


def _asked_hash(email: str, name: str) -> str:
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return hash_password(check_new_password(password, email=email, name=name))


def _make_admin(email: str, name: str, password_hash: str) -> bool:
    """Return whether an account had to be made."""
    with unit_of_work() as session:
        account = account_by_email(session, email)
        is_new = account is None
        if account is None:
            account = open_account(
                session,
                Details(name=name),
                email=email,
                password_hash=password_hash,
                locale=_settings().default_locale,
                timezone=_settings().timezone,
                documents_version=DOCUMENTS_VERSION,
            )
        appoint_admin(session, account.actor)
        return is_new


def _reset_link(email: str) -> str:
    with unit_of_work() as session:
        reset = request_password_reset(session, email=email, locale=_settings().default_locale)
    token = signer().sign("password_reset", reset.public_id)
    return url_for("passwords.new", token=token, _external=True)


def _link(token: str) -> str:
    return url_for("invitations.accept", token=token, _external=True)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
